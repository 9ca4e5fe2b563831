//! What neighbours say of a text beside its own words: vectors drawn towards their neighbours', and texts at the edge
//! of a group that settle where its middle is nearest.

use crate::graph::Graph;
use crate::matrix::Rows;

use super::centres::{Centres, centred};

/// How often each vector is drawn half-way to the mean of its neighbours.
const ROUNDS: usize = 2;

/// The rows, each drawn towards those it is joined to, less what all share; of length 1. What is particular to one
/// text's wording fades, what its surroundings have in common stays.
pub fn smoothed(rows: &Rows, graph: &Graph) -> Rows {
    let mut smooth = centred(rows);
    for _ in 0..ROUNDS {
        let mut drawn = Rows::new(rows.width());
        for row in 0..smooth.len() {
            let mut values = smooth.row(row);
            let joined = graph.joined(row);
            let total: f32 = joined.iter().map(|(_, weight)| weight).sum();
            for (other, weight) in joined {
                smooth.add_to(*other as usize, weight / total, &mut values);
            }
            drawn.push(&values);
        }
        smooth = centred(&drawn);
    }
    smooth
}

/// The groups after each text went to the nearest centre among the groups that it or a neighbour is in.
pub fn settled(rows: &Rows, graph: &Graph, groups: &[u32]) -> Vec<u32> {
    let centres = Centres::new(rows, groups);
    let mut near = Vec::new();
    (0..groups.len())
        .map(|row| {
            near.clear();
            near.push(groups[row]);
            near.extend(graph.joined(row).iter().map(|(other, _)| groups[*other as usize]));
            near.sort_unstable();
            near.dedup();
            let nearness = |group: &u32| centres.nearness(rows, row, *group);
            let best = near.iter().map(|group| (*group, nearness(group))).reduce(|best, next| if next.1 > best.1 { next } else { best });
            best.map_or(groups[row], |best| best.0)
        })
        .collect()
}
