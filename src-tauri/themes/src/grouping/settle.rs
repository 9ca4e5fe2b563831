//! What neighbours say of a text beside its own words: vectors drawn towards their neighbours', and texts at the edge
//! of a group that go to where both their neighbours and the group's centre are near.

use crate::course::Course;
use crate::graph::Graph;
use crate::matrix::Rows;

use super::centres::{Centres, centred, subtract};

/// How much it counts that all neighbours are in a group, against a cosine of 1 to the group's centre.
const NEIGHBOURS_WEIGHT: f32 = 0.5;

/// The rows (of length 1, without what all share) whose numbers are in `some`, twice drawn half-way to the mean of those
/// they are joined to: what is particular to the wording of one text fades, and what its surroundings have in common
/// stays. `None`: it was stopped.
///
/// Nearly all rows have to be drawn once for those that are drawn twice, but none of them is kept for longer than it
/// takes to add it where it is wanted: of half a million texts the rows take 400 MB.
pub fn smoothed(rows: &Rows, graph: &Graph, some: &[usize], course: &Course) -> Option<Rows> {
    let width = rows.width();
    let mut place = vec![None; rows.len()];
    some.iter().enumerate().for_each(|(at, row)| place[*row] = Some(at));
    let (once, mean) = drawn_once(rows, graph, &place, course)?;
    let mut twice: Vec<f32> = (0..once.len()).flat_map(|at| once.row(at)).collect();
    let totals: Vec<f32> = some.iter().map(|row| total(graph, *row)).collect();
    let mut one = Rows::new(width);
    // By rising number, so that each sum is added up in the same order as a row's edges are.
    for other in 0..rows.len() {
        course.go_on()?;
        let mut wanted =
            graph.joined(other).iter().filter_map(|(row, by)| Some((place[*row as usize]?, by))).peekable();
        if wanted.peek().is_none() {
            continue;
        }
        let (from, at) = match place[other] {
            Some(at) => (&once, at),
            None => {
                one.fill(&drawn(rows, graph, other), width);
                subtract(&mut one, &mean);
                (&one, 0)
            }
        };
        for (to, by) in wanted {
            from.add_to(at, by / totals[to], &mut twice[to * width..][..width]);
        }
    }
    Some(centred(Rows::from_floats(width, &twice)))
}

/// Draws all rows and keeps those that have a place, less the mean of all, which is given too.
fn drawn_once(rows: &Rows, graph: &Graph, place: &[Option<usize>], course: &Course) -> Option<(Rows, Vec<f32>)> {
    let (mut kept, mut one) = (Rows::new(rows.width()), Rows::new(rows.width()));
    let mut mean = vec![0.0; rows.width()];
    for (row, place) in place.iter().enumerate() {
        course.go_on()?;
        let drawn = drawn(rows, graph, row);
        one.fill(&drawn, rows.width());
        one.add_to(0, 1.0 / rows.len() as f32, &mut mean);
        if place.is_some() {
            kept.push(&drawn);
        }
    }
    subtract(&mut kept, &mean);
    Some((kept, mean))
}

/// A row drawn half-way to the mean of those it is joined to.
fn drawn(rows: &Rows, graph: &Graph, row: usize) -> Vec<f32> {
    let mut values = rows.row(row);
    let total = total(graph, row);
    let weighed = |(other, weight): (u32, f32)| (other as usize, weight / total);
    let (fours, rest) = graph.joined(row).as_chunks::<4>();
    fours.iter().for_each(|four| rows.add_four(four.map(weighed), &mut values));
    for (other, weight) in rest.iter().copied().map(weighed) {
        rows.add_to(other, weight, &mut values);
    }
    values
}

fn total(graph: &Graph, row: usize) -> f32 {
    graph.joined(row).iter().map(|(_, weight)| weight).sum()
}

/// The groups after each text, all at once, went to the best of those that it or one of its neighbours is in.
/// A group may be left without texts. `None`: it was stopped.
pub fn settled(rows: &Rows, graph: &Graph, groups: &[u32], course: &Course) -> Option<Vec<u32>> {
    let centres = Centres::new(rows, groups);
    let mut shares: Vec<(u32, f32)> = Vec::new();
    let best = |row: usize| {
        course.go_on()?;
        shares.clear();
        shares.push((groups[row], 0.0));
        let total = total(graph, row);
        for (other, weight) in graph.joined(row) {
            let group = groups[*other as usize];
            match shares.iter_mut().find(|share| share.0 == group) {
                Some(share) => share.1 += weight / total,
                None => shares.push((group, weight / total)),
            }
        }
        let value = |(group, share): &(u32, f32)| centres.nearness(rows, row, *group) + NEIGHBOURS_WEIGHT * share;
        let valued = shares.iter().map(|share| (share.0, value(share)));
        // Of equals the first: the own group, then that of the neighbour with the smallest number.
        let best = valued.reduce(|best, next| if next.1 > best.1 { next } else { best });
        Some(best.map_or(groups[row], |best| best.0))
    };
    (0..groups.len()).map(best).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        Rows::from_floats(2, &[1.0, 0.0, 1.0, 0.0, -1.0, 0.0, -1.0, 0.0])
    }

    fn pairs(edges: &[(u32, u32)]) -> Graph {
        Graph::from_pairs(4, || edges.iter().map(|(one, other)| (*one, *other, 1.0)))
    }

    fn after(graph: &Graph, groups: &[u32]) -> Vec<u32> {
        settled(&rows(), graph, groups, &Course::default()).unwrap()
    }

    #[test]
    fn a_text_goes_where_centre_and_neighbours_are() {
        let graph = pairs(&[(0, 1), (2, 3), (1, 2)]);
        assert_eq!(after(&graph, &[0, 0, 0, 1]), [0, 0, 1, 1]);
        assert_eq!(after(&graph, &[0, 0, 1, 1]), [0, 0, 1, 1]);
        // Without a neighbour there, a group isn't even looked at.
        assert_eq!(after(&pairs(&[(0, 1), (1, 2)]), &[0, 0, 0, 1]), [0, 0, 0, 1]);
    }

    #[test]
    fn smoothing_brings_neighbours_together() {
        let rows = Rows::from_floats(2, &[1.0, 0.0, 0.0, 1.0, -1.0, 0.0, 0.0, -1.0]);
        let course = Course::default();
        let smooth = smoothed(&rows, &pairs(&[(0, 1), (2, 3)]), &[0, 1, 2, 3], &course).unwrap();
        assert!(smooth.dot(0, 1) > 0.99 && smooth.dot(2, 3) > 0.99 && smooth.dot(0, 2) < -0.9);
        let some = smoothed(&rows, &pairs(&[(0, 1), (2, 3)]), &[1, 3], &course).unwrap();
        assert!(some.len() == 2 && some.dot(0, 1) < -0.9);
        assert_eq!(smoothed(&Rows::new(2), &Graph::default(), &[], &course).unwrap().len(), 0);
        course.stop();
        assert!(smoothed(&rows, &Graph::default(), &[0], &course).is_none());
    }
}
