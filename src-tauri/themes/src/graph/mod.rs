//! Who is near whom: each text's nearest others by meaning and by words, as one weighted graph.
//! The same input gives the same graph to the last bit.

mod cells;
mod exact;
mod kernel;
mod lexical;
mod lists;

use crate::course::Course;
use crate::matrix::Rows;
use crate::text::Lexicon;

pub use exact::{ranked, top};
use kernel::Scales;
pub use lists::Lists;

/// Above this many texts the near ones are sought in the nearest cells only.
pub const EXACT_UP_TO: usize = 30_000;

/// How much the words count beside the meaning.
const WORDS_WEIGHT: f32 = 0.25;

/// The nearest others of each text with their similarity, best first, ties by number.
pub type Neighbours = Lists;

/// Neighbours of each text worth asking for: few among few texts, so that small groups stay apart.
pub fn neighbour_count(texts: usize) -> usize {
    ((texts as f64).sqrt() / 2.8).round().clamp(5.0, 20.0) as usize
}

/// The `count` nearest others of each row by cosine; rows have length 1. Exact up to [`EXACT_UP_TO`] rows. `None`: it
/// was stopped.
pub fn nearest(rows: &Rows, count: usize, course: &Course) -> Option<Neighbours> {
    if rows.len() <= EXACT_UP_TO { exact::nearest(rows, count, course) } else { cells::nearest(rows, count, course) }
}

/// The `count` nearest others of each text by its words: cosine of TF-IDF. `None`: it was stopped.
pub fn nearest_by_words(words: &Lexicon, count: usize, course: &Course) -> Option<Neighbours> {
    lexical::nearest(words, count, course)
}

/// An undirected graph: the others each node is joined to, by rising number, with the weight of the edge.
#[derive(Clone, Default)]
pub struct Graph {
    starts: Vec<usize>,
    edges: Vec<(u32, f32)>,
}

impl Graph {
    /// Joins each text to its neighbours: those by meaning weigh what [`kernel`] says, those by words their similarity,
    /// and where both name each other, the edge weighs twice as much.
    pub fn new(meaning: &Neighbours, words: &Neighbours) -> Graph {
        Graph::of_some(meaning, words, |_, _| true)
    }

    /// The same of those pairs of neighbours only that `is_in` takes, whichever comes first.
    pub fn of_some(meaning: &Neighbours, words: &Neighbours, is_in: impl Fn(u32, u32) -> bool) -> Graph {
        let (is_in, scales) = (&is_in, &Scales::of(meaning, &is_in));
        let by_words = |_, _, similarity: f32| similarity * WORDS_WEIGHT;
        Graph::from_pairs(meaning.len().max(words.len()), || {
            let by_meaning = pairs(meaning, is_in, |one, other, similarity| scales.weight(one, other, similarity));
            by_meaning.chain(pairs(words, is_in, by_words)).filter(|(.., weight)| *weight > 0.0)
        })
    }

    /// From pairs of nodes below `nodes`, each joined with a weight; several of the same two add up. The pairs are gone
    /// through twice instead of being kept: there may be tens of millions.
    pub fn from_pairs<Pairs: Iterator<Item = (u32, u32, f32)>>(nodes: usize, pairs: impl Fn() -> Pairs) -> Graph {
        let mut starts = vec![0; nodes + 1];
        for (one, other, _) in pairs() {
            starts[one as usize + 1] += 1;
            starts[other as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut edges = vec![(0, 0.0); starts[nodes]];
        let mut free = starts.clone();
        for (one, other, weight) in pairs() {
            for (from, to) in [(one, other), (other, one)] {
                edges[free[from as usize]] = (to, weight);
                free[from as usize] += 1;
            }
        }
        Graph { starts, edges }.added_up()
    }

    /// From the edges of each node, by rising number, each edge at both its ends.
    pub fn from_rows(rows: impl Iterator<Item = Vec<(u32, f32)>>) -> Graph {
        let mut graph = Graph { starts: vec![0], edges: Vec::new() };
        for row in rows {
            graph.edges.extend(row);
            graph.starts.push(graph.edges.len());
        }
        graph
    }

    /// Sorts the edges of each node and makes several to the same other one.
    fn added_up(mut self) -> Graph {
        let mut kept = 0;
        for node in 0..self.len() {
            let (start, end) = (self.starts[node], self.starts[node + 1]);
            self.edges[start..end].sort_unstable_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
            self.starts[node] = kept;
            for at in start..end {
                let (other, weight) = self.edges[at];
                if kept > self.starts[node] && self.edges[kept - 1].0 == other {
                    self.edges[kept - 1].1 += weight;
                } else {
                    self.edges[kept] = (other, weight);
                    kept += 1;
                }
            }
        }
        if let Some(end) = self.starts.last_mut() {
            *end = kept;
        }
        self.edges.truncate(kept);
        self.edges.shrink_to_fit();
        self
    }

    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nodes one node is joined to, and the weight of the edge.
    pub fn joined(&self, node: usize) -> &[(u32, f32)] {
        let end = self.starts.get(node + 1).copied().unwrap_or(0);
        self.starts.get(node).and_then(|start| self.edges.get(*start..end)).unwrap_or_default()
    }
}

/// Each text with each of its neighbours that `is_in` takes, and what that weighs.
fn pairs(
    neighbours: &Neighbours,
    is_in: impl Fn(u32, u32) -> bool + Copy,
    weight: impl Fn(u32, u32, f32) -> f32 + Copy,
) -> impl Iterator<Item = (u32, u32, f32)> {
    (0..).zip(neighbours.iter()).flat_map(move |(one, others)| {
        let some = others.iter().filter(move |(other, _)| is_in(one, *other));
        some.map(move |(other, similarity)| (one, *other, weight(one, *other, *similarity)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_that_both_ends_name_weigh_twice() {
        // Node 2 names nobody, so that its scale is the smallest: e^(−1 ∕ 0.3).
        let meaning = [vec![(1, 0.5)], vec![(0, 0.5), (2, 0.5)], vec![]].into_iter().collect();
        let words = [vec![(2, 1.0)], vec![], vec![]].into_iter().collect();
        let graph = Graph::new(&meaning, &words);
        let joined = |node: usize| -> Vec<(u32, f32)> {
            graph.joined(node).iter().map(|(other, weight)| (*other, (weight * 1e3).round() / 1e3)).collect()
        };
        assert_eq!(joined(0), [(1, 0.736), (2, 0.25)]);
        assert_eq!(joined(1), [(0, 0.736), (2, 0.036)]);
        assert_eq!(joined(2), [(0, 0.25), (1, 0.036)]);
        assert_eq!(joined(3), []);
    }

    #[test]
    fn the_number_of_neighbours_grows_with_the_texts() {
        assert_eq!([0, 200, 1_000, 3_200, 1_000_000].map(neighbour_count), [5, 5, 11, 20, 20]);
    }

    #[test]
    fn cells_find_nearly_all_that_the_exact_search_finds() {
        // Points around 40 centres, from a fixed sequence.
        let mut state = 7_u32;
        let mut draw = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        let centres: Vec<f32> = (0..40 * 16).map(|_| draw()).collect();
        let mut rows = Rows::new(16);
        for at in 0..2_000 {
            let mut point: Vec<f32> =
                centres[at % 40 * 16..][..16].iter().map(|centre| centre + 0.6 * draw()).collect();
            let length = point.iter().map(|value| value * value).sum::<f32>().sqrt();
            point.iter_mut().for_each(|value| *value /= length);
            rows.push(&point);
        }
        let course = Course::default();
        let exact = exact::nearest(&rows, 10, &course).unwrap();
        let near = cells::nearest(&rows, 10, &course).unwrap();
        let found: usize = exact
            .iter()
            .zip(near.iter())
            .map(|(exact, near)| exact.iter().filter(|(other, _)| near.iter().any(|(found, _)| found == other)).count())
            .sum();
        assert!(found > 19_000, "{found} of 20000");
        assert_eq!(Some(near), cells::nearest(&rows, 10, &course));
        course.stop();
        assert_eq!((exact::nearest(&rows, 10, &course), cells::nearest(&rows, 10, &course)), (None, None));
    }
}
