//! Louvain's method: nodes move to the neighbouring group that raises the modularity most, groups become the nodes of
//! a smaller graph, and so on; then the nodes may move once more between what was found. Nodes are visited in their
//! order and ties go to the smaller number, so that the result is the same on every run.

use crate::course::Course;
use crate::graph::Graph;

/// Rounds over all nodes, at most, before groups become nodes.
const ROUNDS: usize = 20;

/// Times the whole is gone through, at most, each from what the last one found.
const PASSES: usize = 4;

/// A gain must be worth it, so that rounding can't make nodes walk in circles.
const LEAST_GAIN: f64 = 1e-9;

/// The group of each node, numbered from 0 in the order of their first node. A higher resolution gives more groups.
/// `None`: it was stopped.
pub fn groups(graph: &Graph, resolution: f64, course: &Course) -> Option<Vec<u32>> {
    let bottom = Level::new(graph);
    let mut of_node: Vec<u32> = (0..graph.len() as u32).collect();
    for _ in 0..PASSES {
        let Some(moved) = bottom.moved(resolution, of_node.clone(), course) else { break };
        of_node = moved;
        course.go_on()?;
        let mut level = bottom.joined(&of_node);
        while let Some(moved) = level.moved(resolution, (0..level.graph.len() as u32).collect(), course) {
            course.go_on()?;
            of_node.iter_mut().for_each(|group| *group = moved[*group as usize]);
            level = level.joined(&moved);
        }
    }
    // Stopped nodes stay where they are, which looks as if none wanted to move.
    course.go_on()?;
    Some(renumbered(&of_node))
}

/// Numbers groups from 0 in the order of their first member.
pub fn renumbered(groups: &[u32]) -> Vec<u32> {
    let mut names = std::collections::HashMap::new();
    groups
        .iter()
        .map(|group| {
            let next = names.len() as u32;
            *names.entry(*group).or_insert(next)
        })
        .collect()
}

/// A graph whose nodes are groups of the level below.
struct Level {
    graph: Graph,
    /// Weight inside each node, counted twice.
    loops: Vec<f64>,
    /// Weight of all edges at each node, loops included.
    degrees: Vec<f64>,
    total: f64,
}

impl Level {
    fn new(graph: &Graph) -> Level {
        Level::with_loops(graph.clone(), vec![0.0; graph.len()])
    }

    fn with_loops(graph: Graph, loops: Vec<f64>) -> Level {
        let degrees: Vec<f64> = loops
            .iter()
            .enumerate()
            .map(|(node, inside)| inside + graph.joined(node).iter().map(|(_, weight)| f64::from(*weight)).sum::<f64>())
            .collect();
        let total = degrees.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        Level { graph, loops, degrees, total }
    }

    /// The group of each node after nodes moved from `groups`, numbered without gaps; `None` if none wanted to.
    fn moved(&self, resolution: f64, mut groups: Vec<u32>, course: &Course) -> Option<Vec<u32>> {
        let count = self.graph.len();
        let mut weights = vec![0.0; count];
        groups.iter().zip(&self.degrees).for_each(|(group, degree)| weights[*group as usize] += degree);
        let mut towards = vec![0.0_f64; count];
        let mut any = false;
        for _ in 0..ROUNDS {
            let mut moves = 0;
            for node in 0..count {
                let own = groups[node];
                let mut near = Vec::new();
                for (other, weight) in self.graph.joined(node) {
                    let group = groups[*other as usize];
                    if towards[group as usize] == 0.0 {
                        near.push(group);
                    }
                    towards[group as usize] += f64::from(*weight);
                }
                let degree = self.degrees[node];
                weights[own as usize] -= degree;
                let gain =
                    |group: u32| towards[group as usize] - resolution * degree * weights[group as usize] / self.total;
                let (mut best, mut most) = (own, gain(own));
                for group in &near {
                    let gain = gain(*group);
                    if gain > most + LEAST_GAIN || (gain > most - LEAST_GAIN && best != own && *group < best) {
                        (best, most) = (*group, gain);
                    }
                }
                weights[best as usize] += degree;
                groups[node] = best;
                moves += usize::from(best != own);
                near.iter().for_each(|group| towards[*group as usize] = 0.0);
            }
            any |= moves > 0;
            if moves == 0 || course.go_on().is_none() {
                break;
            }
        }
        any.then(|| renumbered(&groups))
    }

    /// The graph whose nodes are the groups.
    fn joined(&self, groups: &[u32]) -> Level {
        let count = groups.iter().max().map_or(0, |last| *last as usize + 1);
        let mut loops = vec![0.0; count];
        let mut edges = Vec::new();
        for (node, group) in groups.iter().enumerate() {
            loops[*group as usize] += self.loops[node];
            for (other, weight) in self.graph.joined(node) {
                let other = groups[*other as usize];
                if other == *group {
                    loops[*group as usize] += f64::from(*weight);
                } else {
                    edges.push((*group, other, *weight));
                }
            }
        }
        Level::with_loops(Graph::from_edges(count, edges), loops)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings of four that touch at one edge.
    fn rings(count: u32) -> Graph {
        let mut edges = Vec::new();
        for ring in 0..count {
            for (one, other) in [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)] {
                edges.push((ring * 4 + one, ring * 4 + other, 1.0));
            }
            if ring > 0 {
                edges.push((ring * 4 - 1, ring * 4, 0.5));
            }
        }
        let back: Vec<_> = edges.iter().map(|(one, other, weight)| (*other, *one, *weight)).collect();
        edges.extend(back);
        Graph::from_edges(count as usize * 4, edges)
    }

    fn found(graph: &Graph, resolution: f64) -> Vec<u32> {
        groups(graph, resolution, &Course::default()).unwrap()
    }

    #[test]
    fn rings_are_found() {
        let expected: Vec<u32> = (0..5).flat_map(|ring| [ring; 4]).collect();
        assert_eq!(found(&rings(5), 1.0), expected);
    }

    #[test]
    fn the_resolution_decides_how_fine_the_groups_are() {
        assert_eq!(found(&rings(5), 0.0).iter().max(), Some(&0));
        assert_eq!(found(&rings(5), 50.0).iter().max(), Some(&19));
    }

    #[test]
    fn a_graph_without_edges_or_nodes_is_no_trouble() {
        assert_eq!(found(&Graph::from_edges(3, Vec::new()), 1.0), [0, 1, 2]);
        assert_eq!(found(&Graph::default(), 1.0), [] as [u32; 0]);
    }
}
