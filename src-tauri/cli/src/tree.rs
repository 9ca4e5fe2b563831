//! The opportunity tree and the timeline, as text.

use std::collections::HashMap;

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::*;
use engine::error::{Problem, Result};
use engine::model::{OpportunityId, RiskKind, Stage, Time};
use serde::Serialize;

use crate::done::Done;
use crate::show::{self, Table};
use crate::{read, workspace};

/// A node is named by OPP-31, by its title, or by the beginning of its title.
#[derive(Debug, Subcommand)]
pub enum Tree {
    /// Everything, or what hangs under one opportunity.
    Show {
        #[arg(value_parser = read::opportunity)]
        opportunity: Option<OpportunityId>,
        /// Leave out what was dropped.
        #[arg(long)]
        in_force: bool,
    },
    /// Hang something new into the tree.
    #[command(subcommand)]
    Add(Add),
    /// Hang a node under another, last, or at a place from 1.
    Move {
        node: String,
        /// "none" takes an opportunity out of its outcome; left out, it stays under the same and takes another place.
        #[arg(long)]
        under: Option<String>,
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        at: Option<u32>,
    },
    /// It stays where it is, struck through.
    Drop { node: String, reason: String },
    /// Bring back what was dropped.
    Restore { node: String },
    /// Say which solution is chosen, or that it is not any more.
    Choose {
        solution: String,
        #[arg(long)]
        undo: bool,
    },
    /// Write down what a test showed: held, failed or unclear.
    Verdict {
        test: String,
        #[arg(value_parser = read::json_word::<TestVerdict>)]
        verdict: TestVerdict,
        #[arg(default_value = "")]
        result: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Add {
    Outcome {
        title: String,
        /// What is measured, and where it stands.
        #[arg(long, default_value = "")]
        measure: String,
        /// Where it should be, and by when.
        #[arg(long, default_value = "")]
        target: String,
    },
    Opportunity {
        /// The outcome.
        under: String,
        title: String,
    },
    Solution {
        /// The opportunity.
        under: String,
        title: String,
        /// In person-weeks.
        #[arg(long)]
        effort: Option<f64>,
        #[arg(long)]
        chosen: bool,
    },
    Assumption(Assumption),
    Test(Test),
}

#[derive(Debug, Args)]
pub struct Assumption {
    /// The solution, or the opportunity.
    under: String,
    title: String,
    /// value, usability, feasibility, viability or operational.
    #[arg(long, value_parser = read::risk_kind)]
    kind: RiskKind,
    /// 1 (a nuisance if it is wrong) to 5 (all is for nothing).
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=5))]
    importance: Option<u8>,
    /// 1 (a guess) to 5 (as good as certain).
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=5))]
    sureness: Option<u8>,
}

#[derive(Debug, Args)]
pub struct Test {
    /// The assumption.
    under: String,
    method: String,
    /// What must come out for it to hold.
    #[arg(long, default_value = "")]
    expected: String,
    /// A day, as 2026-12-01.
    #[arg(long)]
    started: Option<chrono::NaiveDate>,
    #[arg(long)]
    due: Option<chrono::NaiveDate>,
}

pub async fn perform(engine: &Engine, what: Option<Tree>) -> Result<Done> {
    let done = match what {
        None => return show(engine, None, false).await,
        Some(Tree::Show { opportunity, in_force }) => return show(engine, opportunity, in_force).await,
        Some(Tree::Add(add)) => return added(engine, add).await,
        Some(Tree::Move { node, under, at }) => {
            let nodes = nodes(engine).await?;
            let node = named(&nodes, &node)?;
            let under = match under.as_deref() {
                None => node.parent.clone(),
                Some("none") => None,
                Some(name) => Some(named(&nodes, name)?.at.clone()),
            };
            engine.move_in_tree(node.at.clone(), under, at.map_or(u32::MAX, |at| at - 1)).await?
        }
        Some(Tree::Drop { node, reason }) => engine.drop_in_tree(one(engine, &node).await?.at, reason).await?,
        Some(Tree::Restore { node }) => engine.restore_in_tree(one(engine, &node).await?.at).await?,
        Some(Tree::Choose { solution, undo }) => {
            let node = one(engine, &solution).await?;
            let TreeForm::Solution { title, effort, .. } = node.form else {
                return Err(
                    Problem::bad_input(format!("“{}” is no solution.", node.title)).kept("Nothing was changed.")
                );
            };
            let form = TreeForm::Solution { title, effort, chosen: !undo };
            engine.edit_in_tree(node.at.uid, form).await?
        }
        Some(Tree::Verdict { test, verdict, result }) => {
            let node = one(engine, &test).await?;
            let TreeForm::Test { method, expected, started_on, due_on, ended_on, .. } = node.form else {
                return Err(Problem::bad_input(format!("“{}” is no test.", node.title)).kept("Nothing was changed."));
            };
            let verdict = Some(verdict);
            let form = TreeForm::Test { method, expected, result, verdict, started_on, due_on, ended_on };
            engine.edit_in_tree(node.at.uid, form).await?
        }
    };
    Ok(workspace::step(&done))
}

async fn added(engine: &Engine, add: Add) -> Result<Done> {
    let (under, form) = match add {
        Add::Outcome { title, measure, target } => (None, TreeForm::Outcome { title, measure, target }),
        Add::Opportunity { under, title } => (Some(under), TreeForm::Opportunity { title }),
        Add::Solution { under, title, effort, chosen } => (Some(under), TreeForm::Solution { title, chosen, effort }),
        Add::Assumption(Assumption { under, title, kind, importance, sureness }) => {
            (Some(under), TreeForm::Assumption { title, kind, importance, sureness })
        }
        Add::Test(Test { under, method, expected, started, due }) => (
            Some(under),
            TreeForm::Test {
                method,
                expected,
                result: String::new(),
                verdict: None,
                started_on: started,
                due_on: due,
                ended_on: None,
            },
        ),
    };
    let under = match under {
        Some(name) => Some(one(engine, &name).await?.at),
        None => None,
    };
    let made = engine.add_to_tree(under, form).await?;
    Ok(Done::new(&made, format!("{}\n", show::line(&made.step.message))))
}

/// A node with what names it.
#[derive(Clone)]
struct Node {
    at: TreeRef,
    parent: Option<TreeRef>,
    /// `OPP-31`; empty for anything but an opportunity.
    label: String,
    title: String,
    form: TreeForm,
}

async fn one(engine: &Engine, name: &str) -> Result<Node> {
    named(&nodes(engine).await?, name).cloned()
}

/// The node with that label or title, or the only one whose title begins so.
fn named<'a>(nodes: &'a [Node], name: &str) -> Result<&'a Node> {
    let wanted = name.trim().to_lowercase();
    let exact = |node: &&Node| node.label.to_lowercase() == wanted || node.title.to_lowercase() == wanted;
    let exactly: Vec<&Node> = nodes.iter().filter(exact).collect();
    let begins = nodes.iter().filter(|node| node.title.to_lowercase().starts_with(&wanted));
    let found = if exactly.is_empty() { begins.collect() } else { exactly };
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(Problem::not_found(format!("Nothing in the tree is called {name}."))
            .kept("Nothing was changed.")
            .todo("See the names with `throughline tree`.")),
        several => Err(Problem::bad_input(format!("{} parts of the tree are called so.", several.len()))
            .kept("Nothing was changed.")
            .todo("Write more of the title.")),
    }
}

async fn nodes(engine: &Engine) -> Result<Vec<Node>> {
    let tree = engine.opportunity_tree().await?;
    let mut all = Vec::new();
    for outcome in tree.outcomes {
        let at = TreeRef { level: TreeLevel::Outcome, uid: outcome.uid };
        for one in outcome.opportunities {
            add_branch(&mut all, one, Some(at.clone()));
        }
        let title = outcome.title.clone();
        let form = TreeForm::Outcome { title: outcome.title, measure: outcome.measure, target: outcome.target };
        all.push(Node { at, parent: None, label: String::new(), title, form });
    }
    for one in tree.without {
        add_branch(&mut all, one, None);
    }
    Ok(all)
}

fn add_branch(all: &mut Vec<Node>, one: TreeOpportunity, parent: Option<TreeRef>) {
    let at = TreeRef { level: TreeLevel::Opportunity, uid: one.uid };
    for solution in one.solutions {
        let here = TreeRef { level: TreeLevel::Solution, uid: solution.uid };
        add_assumptions(all, solution.assumptions, &here);
        let (title, chosen) = (solution.title, solution.status == SolutionStatus::Chosen);
        let form = TreeForm::Solution { title: title.clone(), chosen, effort: solution.effort };
        all.push(Node { at: here, parent: Some(at.clone()), label: String::new(), title, form });
    }
    add_assumptions(all, one.assumptions, &at);
    let title = one.row.title;
    let form = TreeForm::Opportunity { title: title.clone() };
    all.push(Node { at, parent, label: one.row.label, title, form });
}

fn add_assumptions(all: &mut Vec<Node>, assumptions: Vec<TreeAssumption>, under: &TreeRef) {
    for one in assumptions {
        let at = TreeRef { level: TreeLevel::Assumption, uid: one.uid };
        for TreeTest { uid, method, expected, result, verdict, started_on, due_on, ended_on, .. } in one.tests {
            let here = TreeRef { level: TreeLevel::Test, uid };
            let title = method.clone();
            let form = TreeForm::Test { method, expected, result, verdict, started_on, due_on, ended_on };
            all.push(Node { at: here, parent: Some(at.clone()), label: String::new(), title, form });
        }
        let (title, kind, importance, sureness) = (one.title, one.kind, one.importance, one.sureness);
        let form = TreeForm::Assumption { title: title.clone(), kind, importance, sureness };
        all.push(Node { at, parent: Some(under.clone()), label: String::new(), title, form });
    }
}

async fn show(engine: &Engine, opportunity: Option<OpportunityId>, in_force: bool) -> Result<Done> {
    let mut text = Drawing { lines: Vec::new(), in_force };
    if let Some(id) = opportunity {
        let branch = engine.opportunity_branch(id).await?;
        text.branch(0, &branch);
        for risk in &branch.risks {
            text.lines.push(format!("Risk to judge, {}: {}", show::word(risk.kind), show::line(&risk.says)));
        }
        text.next(branch.next.as_ref());
        return Ok(Done::new(&branch, text.lines.join("\n")));
    }
    let tree = engine.opportunity_tree().await?;
    for outcome in &tree.outcomes {
        let numbers: Vec<&str> =
            [&outcome.measure, &outcome.target].into_iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
        let words = [&[outcome.title.as_str()], numbers.as_slice()].concat().join(" · ");
        if text.line(0, &words, outcome.dropped.as_ref()) {
            outcome.opportunities.iter().for_each(|one| text.branch(1, one));
        }
    }
    if !tree.without.is_empty() {
        text.line(0, "No outcome yet", None);
        tree.without.iter().for_each(|one| text.branch(1, one));
    }
    if text.lines.is_empty() {
        text.lines.push("There is no outcome yet. Make one with `tree add outcome`.".to_owned());
    }
    text.next(tree.next.as_ref());
    Ok(Done::new(&tree, text.lines.join("\n")))
}

struct Drawing {
    lines: Vec<String>,
    in_force: bool,
}

impl Drawing {
    /// False when it is left out, and what hangs under it with it.
    fn line(&mut self, depth: usize, words: &str, dropped: Option<&String>) -> bool {
        if self.in_force && dropped.is_some() {
            return false;
        }
        let why = dropped.map(|why| format!(" (dropped: {})", show::line(why))).unwrap_or_default();
        self.lines.push(format!("{}{}{why}", "  ".repeat(depth), show::line(words)));
        true
    }

    fn branch(&mut self, depth: usize, one: &TreeOpportunity) {
        let value = one.row.value.map(|value| format!(", {}", show::number(value.p50.round()))).unwrap_or_default();
        self.line(depth, &format!("{} {} ({}{value})", one.row.label, one.row.title, show::word(one.row.stage)), None);
        for solution in &one.solutions {
            let effort = solution.effort.map(|weeks| format!(", {} weeks", show::number(weeks))).unwrap_or_default();
            let words = format!("{} [{}{effort}]", solution.title, show::word(solution.status));
            if self.line(depth + 1, &words, solution.dropped.as_ref()) {
                solution.assumptions.iter().for_each(|one| self.assumption(depth + 2, one));
            }
        }
        one.assumptions.iter().for_each(|one| self.assumption(depth + 1, one));
    }

    fn assumption(&mut self, depth: usize, one: &TreeAssumption) {
        let weight = one.weight.map_or_else(|| "not weighed".to_owned(), |weight| format!("{weight} of 25"));
        let words = format!("? {} [{}, {}, {weight}]", one.title, show::word(one.kind), show::word(one.state));
        if !self.line(depth, &words, one.dropped.as_ref()) {
            return;
        }
        for test in &one.tests {
            let due =
                test.due_on.filter(|_| test.verdict.is_none()).map(|day| format!(", due {day}")).unwrap_or_default();
            let result = if test.result.is_empty() { String::new() } else { format!(": {}", test.result) };
            let words = format!("- {} [{}{due}]{result}", test.method, show::word(test.state));
            self.line(depth + 1, &words, test.dropped.as_ref());
        }
    }

    fn next(&mut self, next: Option<&NextTest>) {
        if let Some(next) = next {
            let (title, label) = (show::line(&next.title), &next.opportunity.label);
            self.lines.push(format!("\nTest next: {title} ({label}), because {}.", next.because));
        }
    }
}

/// One line of the timeline.
#[derive(Serialize)]
struct Reached {
    opportunity: OpportunityRef,
    times: StageTimes,
}

/// Opportunities with the day they first reached each stage.
pub async fn timeline(engine: &Engine, query: OpportunityQuery) -> Result<Done> {
    let list = engine.opportunities(query).await?;
    let mut times: HashMap<OpportunityId, StageTimes> =
        engine.stage_times().await?.into_iter().map(|one| (one.id, one)).collect();
    let mut table =
        Table::new(&["ID", "*Title", "Captured", "Assessing", "Ready", "Exported", "Started", "Delivered", "Verified"]);
    let mut reached = Vec::new();
    for row in list.rows {
        let Some(times) = times.remove(&row.id) else { continue };
        let first = |stage: Stage| times.stages.iter().find(|(one, _)| *one == stage).map(|(_, at)| *at);
        let way = Stage::ALL.iter().filter(|stage| **stage != Stage::Rejected);
        let mut cells = vec![row.label.clone(), row.title.clone()];
        cells.extend(way.map(|stage| first(*stage).map(day).unwrap_or_default()));
        table.row(cells);
        reached.push(Reached {
            opportunity: OpportunityRef { id: row.id, label: row.label.clone(), title: row.title.clone() },
            times,
        });
    }
    Ok(Done::new(&reached, table.text("There is no opportunity yet.")))
}

fn day(at: Time) -> String {
    show::time(at).chars().take(10).collect()
}
