//! Placing new texts into groups that exist, without moving what is there: each joins the group of its nearest members,
//! or none when it is near none.

use crate::course::Course;
use crate::graph::ranked;
use crate::matrix::Rows;

/// Groups whose members a new text is compared with, those whose centres are nearest.
pub const CANDIDATES: usize = 8;

/// Nearest members that decide together.
const VOTERS: usize = 10;

/// How fast a vote fades with the distance to the nearest member: a twin decides alone, members about equally near
/// decide together.
const FADES: f32 = 0.1;

/// Members of the group whose mean similarity says how well the text belongs.
const CLOSEST: usize = 5;

/// What a member that a person placed weighs in the vote: one correction outweighs a few of the program's guesses.
pub const BY_PERSON: f32 = 3.0;

/// A group's members.
pub struct Members {
    pub rows: Rows,
    /// What each row's vote weighs.
    pub weights: Vec<f32>,
    /// Texts that people took out of this group.
    pub removed: Rows,
}

/// Where a text belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The number of the group; `None` when the text is near none.
    pub group: Option<u32>,
    /// Its mean similarity to the nearest members there, or to the best group it didn't join.
    pub belonging: f32,
}

/// The numbers of the groups whose centres are nearest to each row, best first. `None`: it was stopped.
pub fn candidates(rows: &Rows, centres: &Rows, count: usize, course: &Course) -> Option<Vec<Vec<u32>>> {
    let ranked = ranked(rows, centres, count, course)?;
    let mut each: Vec<Vec<u32>> = ranked.chunks_exact(count.min(centres.len()).max(1)).map(<[u32]>::to_vec).collect();
    each.resize(rows.len(), Vec::new());
    Some(each)
}

/// Places one row among candidate groups, given with their numbers. It joins when it belongs at least `least`.
pub fn place(rows: &Rows, row: usize, candidates: &[(u32, &Members)], least: f32) -> Place {
    let mut voters: Vec<(f32, u32, f32)> = Vec::new();
    for (group, members) in candidates {
        let near = |of: &Rows| -> Vec<f32> { (0..of.len()).map(|other| rows.dot_with(row, of, other)).collect() };
        let members_near = near(&members.rows);
        // Nearer to what people took out of the group than to what is in it: not here.
        let refused = near(&members.removed).into_iter().fold(f32::MIN, f32::max);
        if refused > members_near.iter().copied().fold(f32::MIN, f32::max) {
            continue;
        }
        let weights = members.weights.iter().copied().chain(std::iter::repeat(1.0));
        voters.extend(members_near.into_iter().zip(weights).map(|(near, weight)| (near, *group, weight)));
    }
    voters.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let nearest = voters.first().map_or(0.0, |(near, ..)| *near);
    let mut votes: Vec<(u32, f32)> = Vec::new();
    for (near, group, weight) in voters.iter().take(VOTERS) {
        let vote = ((near - nearest) / FADES).exp() * weight;
        match votes.iter_mut().find(|(of, _)| of == group) {
            Some((_, sum)) => *sum += vote,
            None => votes.push((*group, vote)),
        }
    }
    let best = votes.iter().max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
    let Some((group, _)) = best else { return Place { group: None, belonging: 0.0 } };
    let mut own = voters.iter().filter(|(_, of, _)| of == group).map(|(near, ..)| *near).take(CLOSEST).peekable();
    let count = own.clone().count().max(1) as f32;
    let belonging = if own.peek().is_some() { own.sum::<f32>() / count } else { 0.0 };
    Place { group: (belonging >= least).then_some(*group), belonging }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(points: &[f32], weights: &[f32], removed: &[f32]) -> Members {
        Members {
            rows: Rows::from_floats(2, points),
            weights: weights.to_vec(),
            removed: Rows::from_floats(2, removed),
        }
    }

    const RIGHT: [f32; 4] = [1.0, 0.0, 0.96, 0.28];
    const UP: [f32; 4] = [0.0, 1.0, 0.28, 0.96];

    #[test]
    fn a_text_joins_its_nearest_members_or_none() {
        let (right, up) = (members(&RIGHT, &[], &[]), members(&UP, &[], &[]));
        let groups = [(3, &right), (7, &up)];
        let new = Rows::from_floats(2, &[0.8, 0.6, -1.0, 0.0]);
        let joined = place(&new, 0, &groups, 0.5);
        assert_eq!(joined.group, Some(3));
        assert!((joined.belonging - 0.868).abs() < 0.01, "{joined:?}");
        assert_eq!(place(&new, 1, &groups, 0.5).group, None);
        assert_eq!(place(&new, 1, &[], 0.5), Place { group: None, belonging: 0.0 });
    }

    #[test]
    fn corrections_are_learnt_from() {
        let new = Rows::from_floats(2, &[0.8, 0.6]);
        // The same text, once placed by a person and once taken out by one.
        let (right, up) = (members(&RIGHT, &[], &[]), members(&[0.7, 0.714, 0.28, 0.96], &[BY_PERSON, 1.0], &[]));
        assert_eq!(place(&new, 0, &[(3, &right), (7, &up)], 0.5).group, Some(7));
        let refused = members(&RIGHT, &[], &[0.78, 0.626]);
        let up = members(&UP, &[], &[]);
        assert_eq!(place(&new, 0, &[(3, &refused), (7, &up)], 0.5).group, Some(7));
    }

    #[test]
    fn candidates_are_the_nearest_centres() {
        let centres = Rows::from_floats(2, &[1.0, 0.0, 0.0, 1.0, -1.0, 0.0]);
        let rows = Rows::from_floats(2, &[0.6, 0.8, -0.8, 0.6]);
        let course = Course::default();
        assert_eq!(candidates(&rows, &centres, 2, &course).unwrap(), [[1, 0], [2, 1]]);
        assert_eq!(candidates(&rows, &Rows::new(2), 2, &course).unwrap(), [[0_u32; 0]; 2]);
    }
}
