//! Louvain's method (Blondel and others, 2008): nodes move to the neighbouring group that raises the modularity most,
//! groups become the nodes of a smaller graph, and so on; then the nodes may move once more between what was found.
//! After the first round only those are asked again whose neighbours moved (Traag and others, 2019). Ties go to the
//! smaller number, so that the result is the same on every run.
//!
//! In which order nodes are visited decides between results that are nearly as good. So it is done in several orders,
//! and what all of them keep together is where the last one begins (Ovelgönne and Geyer-Schulz, 2012: core groups).

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use crate::course::Course;
use crate::graph::Graph;

use super::RESOLUTIONS;

/// Orders in which nodes are visited.
pub const ORDERS: u32 = 4;

/// Cores are sought at the resolution of the finest groups: coarser ones mostly consist of them.
const CORES_AT: f64 = RESOLUTIONS[RESOLUTIONS.len() - 1];

/// Visits to each node, at most on average, before groups become nodes.
const VISITS: usize = 20;

/// Times the whole is gone through, at most, each from what the last one found.
const PASSES: usize = 4;

/// A gain must be worth it, so that rounding can't make nodes walk in circles.
const LEAST_GAIN: f64 = 1e-9;

/// A graph and its small groups that larger ones grow from. They are found once for all resolutions.
pub struct Cores<'g> {
    nodes: Level<'g>,
    /// The core of each node.
    core: Vec<u32>,
    cores: Level<'static>,
    order: u32,
}

impl<'g> Cores<'g> {
    /// Found by visiting the nodes in one of the [`ORDERS`]. `None`: it was stopped.
    pub fn found(graph: &'g Graph, order: u32, course: &Course) -> Option<Cores<'g>> {
        let nodes = Level::new(graph);
        let core = nodes.moved(CORES_AT, nodes.alone(), order, course).unwrap_or(nodes.alone());
        course.go_on()?;
        let cores = nodes.joined(&core);
        Some(Cores { nodes, core, cores, order })
    }

    /// Nodes that are together in all tries.
    pub fn common(graph: &'g Graph, tries: &[Vec<u32>]) -> Cores<'g> {
        let nodes = Level::new(graph);
        let mut core = vec![0; graph.len()];
        for groups in tries {
            let mut names = HashMap::new();
            for (core, group) in core.iter_mut().zip(groups) {
                let next = names.len() as u32;
                *core = *names.entry((*core, *group)).or_insert(next);
            }
        }
        let cores = nodes.joined(&core);
        Cores { nodes, core, cores, order: 0 }
    }

    /// The group of each node after one try: cores become groups, and then each node may move. A higher resolution gives
    /// more groups, numbered from 0 in the order of their first node. `None`: it was stopped.
    pub fn tried(&self, resolution: f64, course: &Course) -> Option<Vec<u32>> {
        let alone = self.cores.alone();
        let of_core = self.cores.passed(resolution, alone.clone(), self.order, course).unwrap_or(alone);
        let of_node: Vec<u32> = self.core.iter().map(|core| of_core[*core as usize]).collect();
        let moved = self.nodes.moved(resolution, of_node.clone(), self.order, course).unwrap_or(of_node);
        // Stopped nodes stay where they are, which looks as if none wanted to move.
        course.go_on()?;
        Some(renumbered(&moved))
    }

    /// The same after all passes.
    pub fn groups(&self, resolution: f64, course: &Course) -> Option<Vec<u32>> {
        let mut of_node = self.tried(resolution, course)?;
        for _ in 0..PASSES {
            let Some(passed) = self.nodes.passed(resolution, of_node.clone(), self.order, course) else { break };
            of_node = passed;
        }
        course.go_on()?;
        Some(renumbered(&of_node))
    }
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

    /// Each node as a group of its own.
    fn alone(&self) -> Vec<u32> {
        (0..self.graph.len() as u32).collect()
    }

    /// The group of each node after nodes moved from `groups`, and then groups as the nodes of smaller graphs;
    /// `None` if no node wanted to.
    fn passed(&self, resolution: f64, groups: Vec<u32>, order: u32, course: &Course) -> Option<Vec<u32>> {
        let mut of_node = self.moved(resolution, groups, order, course)?;
        let mut level = self.joined(&of_node);
        while let Some(moved) = level.moved(resolution, level.alone(), order, course) {
            of_node.iter_mut().for_each(|group| *group = moved[*group as usize]);
            level = level.joined(&moved);
        }
        Some(of_node)
    }

    /// The group of each node after nodes moved from `groups`, numbered without gaps; `None` if none wanted to.
    fn moved(&self, resolution: f64, mut groups: Vec<u32>, order: u32, course: &Course) -> Option<Vec<u32>> {
        let count = self.graph.len();
        let mut weights = vec![0.0; count];
        groups.iter().zip(&self.degrees).for_each(|(group, degree)| weights[*group as usize] += degree);
        let mut near = Sums::new(count);
        let mut waiting = in_order(count, order);
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
        near.add(self.graph.joined(node), groups);
        let (own, degree) = (groups[node], self.degrees[node]);
        weights[own as usize] -= degree;
        let gain = |group: u32, towards: f64| towards - resolution * degree * weights[group as usize] / self.total;
        let (mut best, mut most) = (own, gain(own, near.of(own)));
        for group in near.touched() {
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
                near.add(self.graph.joined(*node), groups);
            }
            loops[group] += near.of(group as u32);
            near.touched_mut().sort_unstable();
            let others = near.touched().iter().filter(|other| **other as usize != group);
            let row = others.map(|other| (*other, near.of(*other) as f32)).collect();
            near.clear();
            row
        });
        let graph = Cow::Owned(Graph::from_rows(rows));
        Level::with_loops(graph, loops)
    }
}

/// The numbers below `count` from the first or the middle one on, forwards or backwards.
fn in_order(count: usize, order: u32) -> VecDeque<u32> {
    let mut numbers: Vec<u32> = (0..count as u32).collect();
    if order >= 2 {
        numbers.rotate_left(count / 2);
    }
    if order % 2 == 1 {
        numbers.reverse();
    }
    numbers.into()
}

/// Weights added up by group, for few groups of many.
struct Sums {
    of_group: Vec<f64>,
    /// The groups whose sum isn't 0 come first, and then there is room for one more.
    touched: Vec<u32>,
    count: usize,
    /// The groups at the other ends of one node's edges.
    ends: Vec<u32>,
}

impl Sums {
    fn new(groups: usize) -> Sums {
        Sums { of_group: vec![0.0; groups], touched: vec![0; groups + 1], count: 0, ends: Vec::new() }
    }

    /// Adds the weights of edges, all above 0. What the processor can't guess is kept out of its way, so that it waits
    /// for the memory of many groups at once: they are all read before the first is added to, and whether a group is
    /// touched for the first time is no branch.
    fn add(&mut self, edges: &[(u32, f32)], groups: &[u32]) {
        self.ends.clear();
        self.ends.extend(edges.iter().map(|(other, _)| groups[*other as usize]));
        for (group, (_, weight)) in self.ends.iter().zip(edges) {
            let sum = &mut self.of_group[*group as usize];
            self.touched[self.count] = *group;
            self.count += usize::from(*sum == 0.0);
            *sum += f64::from(*weight);
        }
    }

    fn of(&self, group: u32) -> f64 {
        self.of_group[group as usize]
    }

    /// The groups whose sum isn't 0.
    fn touched(&self) -> &[u32] {
        &self.touched[..self.count]
    }

    fn touched_mut(&mut self) -> &mut [u32] {
        &mut self.touched[..self.count]
    }

    fn clear(&mut self) {
        for group in &self.touched[..self.count] {
            self.of_group[*group as usize] = 0.0;
        }
        self.count = 0;
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
        let course = &Course::default();
        let tries: Vec<Vec<u32>> = (0..ORDERS)
            .map(|order| Cores::found(graph, order, course).unwrap().tried(resolution, course).unwrap())
            .collect();
        Cores::common(graph, &tries).groups(resolution, course).unwrap()
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
    fn each_order_visits_all() {
        let orders = [0, 1, 2, 3].map(|order| in_order(5, order));
        assert_eq!(orders, [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 3, 4, 0, 1], [1, 0, 4, 3, 2]]);
    }

    #[test]
    fn a_graph_without_edges_or_nodes_is_no_trouble() {
        assert_eq!(found(&Graph::from_pairs(3, std::iter::empty), 1.0), [0, 1, 2]);
        assert_eq!(found(&Graph::default(), 1.0), [] as [u32; 0]);
    }
}
