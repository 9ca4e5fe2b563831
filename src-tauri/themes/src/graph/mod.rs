//! Who is near whom: each text's nearest others by meaning and by words, as one weighted graph.
//! The same input gives the same graph to the last bit.

mod cells;
mod exact;
mod lexical;

use crate::course::Course;
use crate::matrix::Rows;

pub use exact::top;

/// Above this many texts the near ones are sought in the nearest cells only.
pub const EXACT_UP_TO: usize = 30_000;

/// How much the words count beside the meaning.
const WORDS_WEIGHT: f32 = 0.25;

/// The nearest others of each text with their similarity, best first, ties by number.
pub type Neighbours = Vec<Vec<(u32, f32)>>;

/// Neighbours of each text worth asking for: few among few texts, so that small groups stay apart.
pub fn neighbour_count(texts: usize) -> usize {
    ((texts as f64).sqrt() / 3.7).round().clamp(5.0, 15.0) as usize
}

/// The `count` nearest others of each row by cosine; rows have length 1. Exact up to [`EXACT_UP_TO`] rows. `None`: it
/// was stopped.
pub fn nearest(rows: &Rows, count: usize, course: &Course) -> Option<Neighbours> {
    if rows.len() <= EXACT_UP_TO { exact::nearest(rows, count, course) } else { cells::nearest(rows, count, course) }
}

/// The `count` nearest others of each text by its words: cosine of TF-IDF. `None`: it was stopped.
pub fn nearest_by_words(tokens: &[Vec<String>], count: usize, course: &Course) -> Option<Neighbours> {
    lexical::nearest(tokens, count, course)
}

/// An undirected graph: the others each node is joined to, by rising number, with the weight of the edge.
#[derive(Clone, Default)]
pub struct Graph {
    starts: Vec<usize>,
    edges: Vec<(u32, f32)>,
}

impl Graph {
    /// Joins each text to its neighbours; where both name each other, the edge weighs twice as much.
    pub fn new(meaning: &Neighbours, words: &Neighbours) -> Graph {
        let nodes = meaning.len().max(words.len());
        let mut directed: Vec<(u32, u32, f32)> = Vec::new();
        for (neighbours, factor) in [(meaning, 1.0), (words, WORDS_WEIGHT)] {
            for (one, others) in neighbours.iter().enumerate() {
                for (other, similarity) in others.iter().filter(|(_, similarity)| *similarity > 0.0) {
                    let weight = similarity * factor;
                    directed.push((one as u32, *other, weight));
                    directed.push((*other, one as u32, weight));
                }
            }
        }
        Graph::from_edges(nodes, directed)
    }

    /// From edges given in both directions; several between the same two add up.
    pub fn from_edges(nodes: usize, mut directed: Vec<(u32, u32, f32)>) -> Graph {
        directed.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)).then(one.2.total_cmp(&other.2)));
        let mut starts = vec![0; nodes + 1];
        let mut edges: Vec<(u32, f32)> = Vec::with_capacity(directed.len());
        let mut last = None;
        for (one, other, weight) in directed {
            if last == Some((one, other)) {
                if let Some(edge) = edges.last_mut() {
                    edge.1 += weight;
                }
            } else {
                edges.push((other, weight));
                last = Some((one, other));
            }
            if let Some(end) = starts.get_mut(one as usize + 1) {
                *end = edges.len();
            }
        }
        for at in 1..starts.len() {
            starts[at] = starts[at].max(starts[at - 1]);
        }
        Graph { starts, edges }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_that_both_ends_name_weigh_twice() {
        let meaning = vec![vec![(1, 0.5)], vec![(0, 0.5), (2, 0.25)], vec![]];
        let graph = Graph::new(&meaning, &vec![vec![(2, 1.0)], vec![], vec![]]);
        assert_eq!(graph.joined(0), [(1, 1.0), (2, 0.25)]);
        assert_eq!(graph.joined(1), [(0, 1.0), (2, 0.25)]);
        assert_eq!(graph.joined(2), [(0, 0.25), (1, 0.25)]);
        assert_eq!(graph.joined(3), []);
    }

    #[test]
    fn the_number_of_neighbours_grows_with_the_texts() {
        assert_eq!([0, 400, 1_000, 3_000, 1_000_000].map(neighbour_count), [5, 5, 9, 15, 15]);
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
            .zip(&near)
            .map(|(exact, near)| exact.iter().filter(|(other, _)| near.iter().any(|(found, _)| found == other)).count())
            .sum();
        assert!(found > 19_000, "{found} of 20000");
        assert_eq!(Some(near), cells::nearest(&rows, 10, &course));
        course.stop();
        assert_eq!((exact::nearest(&rows, 10, &course), cells::nearest(&rows, 10, &course)), (None, None));
    }
}
