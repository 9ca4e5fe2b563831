//! Louvain's method (Blondel and others, 2008): nodes move to the neighbouring group that raises the modularity most,
//! groups become the nodes of a smaller graph, and so on; then the nodes may move once more between what was found.
//! After the first round only those are asked again whose neighbours moved (Traag and others, 2019). Nodes are visited
//! in their order and ties go to the smaller number, so that the result is the same on every run.

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::course::Course;
use crate::graph::Graph;

/// Visits to each node, at most on average, before groups become nodes.
const VISITS: usize = 20;

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
    let mut names = vec![None; groups.iter().max().map_or(0, |last| *last as usize + 1)];
    let mut count = 0;
    let mut next = || {
        count += 1;
        count - 1
    };
    groups.iter().map(|group| *names[*group as usize].get_or_insert_with(&mut next)).collect()
}

/// A graph whose nodes are groups of the level below.
struct Level<'g> {
    /// Of the texts it may be hundreds of megabytes.
    graph: Cow<'g, Graph>,
    /// Weight inside each node, counted twice.
    loops: Vec<f64>,
    /// Weight of all edges at each node, loops included.
    degrees: Vec<f64>,
    total: f64,
}

impl<'g> Level<'g> {
    fn new(graph: &'g Graph) -> Self {
        Level::with_loops(Cow::Borrowed(graph), vec![0.0; graph.len()])
    }

    fn with_loops(graph: Cow<'g, Graph>, loops: Vec<f64>) -> Self {
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
        let mut near = Sums::new(count);
        let mut waiting: VecDeque<u32> = (0..count as u32).collect();
        let mut waits = vec![true; count];
        let mut any = false;
        for visit in 0..VISITS * count {
            let Some(node) = waiting.pop_front() else { break };
            if visit % 4_096 == 0 && course.go_on().is_none() {
                break;
            }
            waits[node as usize] = false;
            let own = groups[node as usize];
            let best = self.best(node as usize, resolution, &groups, &mut weights, &mut near);
            if best == own {
                continue;
            }
            any = true;
            groups[node as usize] = best;
            for (other, _) in self.graph.joined(node as usize) {
                if groups[*other as usize] != best && !std::mem::replace(&mut waits[*other as usize], true) {
                    waiting.push_back(*other);
                }
            }
        }
        any.then(|| renumbered(&groups))
    }

    /// The group in which the node raises the modularity most; the groups' weights are changed as if it went there.
    fn best(&self, node: usize, resolution: f64, groups: &[u32], weights: &mut [f64], near: &mut Sums) -> u32 {
        for (other, weight) in self.graph.joined(node) {
            near.add(groups[*other as usize], *weight);
        }
        let (own, degree) = (groups[node], self.degrees[node]);
        weights[own as usize] -= degree;
        let gain = |group: u32, towards: f64| towards - resolution * degree * weights[group as usize] / self.total;
        let (mut best, mut most) = (own, gain(own, near.of(own)));
        for group in &near.touched {
            let gain = gain(*group, near.of(*group));
            if gain > most + LEAST_GAIN || (gain > most - LEAST_GAIN && best != own && *group < best) {
                (best, most) = (*group, gain);
            }
        }
        weights[best as usize] += degree;
        near.clear();
        best
    }

    /// The graph whose nodes are the groups.
    fn joined(&self, groups: &[u32]) -> Level<'static> {
        let count = groups.iter().max().map_or(0, |last| *last as usize + 1);
        let mut members = vec![Vec::new(); count];
        groups.iter().enumerate().for_each(|(node, group)| members[*group as usize].push(node));
        let mut loops = vec![0.0; count];
        let mut near = Sums::new(count);
        let rows = members.iter().enumerate().map(|(group, members)| {
            for node in members {
                loops[group] += self.loops[*node];
                for (other, weight) in self.graph.joined(*node) {
                    near.add(groups[*other as usize], *weight);
                }
            }
            loops[group] += near.of(group as u32);
            near.touched.sort_unstable();
            let others = near.touched.iter().filter(|other| **other as usize != group);
            let row = others.map(|other| (*other, near.of(*other) as f32)).collect();
            near.clear();
            row
        });
        let graph = Cow::Owned(Graph::from_rows(rows));
        Level::with_loops(graph, loops)
    }
}

/// Weights added up by group, for few groups of many.
struct Sums {
    of_group: Vec<f64>,
    /// Groups whose sum isn't 0.
    touched: Vec<u32>,
}

impl Sums {
    fn new(groups: usize) -> Sums {
        Sums { of_group: vec![0.0; groups], touched: Vec::new() }
    }

    /// Adds a weight above 0.
    fn add(&mut self, group: u32, weight: f32) {
        let sum = &mut self.of_group[group as usize];
        if *sum == 0.0 {
            self.touched.push(group);
        }
        *sum += f64::from(weight);
    }

    fn of(&self, group: u32) -> f64 {
        self.of_group[group as usize]
    }

    fn clear(&mut self) {
        for group in self.touched.drain(..) {
            self.of_group[group as usize] = 0.0;
        }
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
        Graph::from_pairs(count as usize * 4, || edges.iter().copied())
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
        assert_eq!(found(&Graph::from_pairs(3, std::iter::empty), 1.0), [0, 1, 2]);
        assert_eq!(found(&Graph::default(), 1.0), [] as [u32; 0]);
    }
}
