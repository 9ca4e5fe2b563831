//! What a decision needs to know of the tree's nodes: their level, what is above them, who stands beside them.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::api::types::{TestVerdict, TreeForm, TreeLevel, TreeRef};
use crate::error::{Problem, Result};
use crate::journal::Entity;
use crate::model::RiskKind;
use crate::store::opportunities::{self, Record};
use crate::store::tree::{self as stored, Assumption, Rows, Test};

/// All nodes as they are stored.
pub(super) struct Nodes {
    pub rows: Rows,
    pub records: Vec<Record>,
}

/// One node, whatever its level.
pub(super) struct Node {
    pub at: TreeRef,
    /// "" for nothing above it.
    pub parent: String,
    pub dropped: Option<String>,
    pub form: TreeForm,
}

impl Nodes {
    pub async fn read(read: &mut SqliteConnection) -> Result<Nodes> {
        Ok(Nodes { rows: stored::all(&mut *read).await?, records: opportunities::all(read).await? })
    }

    /// A node that is there; a deleted opportunity is not.
    pub fn get(&self, at: &TreeRef) -> Result<Node> {
        let absent = || Problem::not_found("This part of the tree isn’t here any more.").kept("Nothing was changed.");
        self.find(at)?.ok_or_else(absent)
    }

    /// The node of any level but that of opportunities.
    pub fn by_uid(&self, uid: &str) -> Result<Node> {
        let levels = [TreeLevel::Outcome, TreeLevel::Solution, TreeLevel::Assumption, TreeLevel::Test];
        let at = |level| TreeRef { level, uid: uid.to_owned() };
        for level in levels {
            if let Some(node) = self.find(&at(level))? {
                return Ok(node);
            }
        }
        self.get(&at(TreeLevel::Opportunity))
    }

    /// The record of an opportunity that is not deleted.
    pub fn record(&self, uid: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.uid == uid && !record.deleted)
    }

    /// Those that hang under `parent` on a level, in their order.
    pub fn children(&self, level: TreeLevel, parent: &str) -> Vec<&str> {
        match level {
            TreeLevel::Outcome => self.rows.outcomes.iter().map(|one| one.uid.as_str()).collect(),
            TreeLevel::Opportunity => under(&self.rows.placed, parent, |one| (&one.parent, &one.uid)),
            TreeLevel::Solution => under(&self.rows.solutions, parent, |one| (&one.parent, &one.uid)),
            TreeLevel::Assumption => under(&self.rows.assumptions, parent, |one| (&one.parent, &one.uid)),
            TreeLevel::Test => under(&self.rows.tests, parent, |one| (&one.parent, &one.uid)),
        }
    }

    /// The opportunity that a node is about, for the toast and its links; None for an outcome.
    pub fn opportunity_of(&self, node: &Node) -> Option<&Record> {
        match node.at.level {
            TreeLevel::Outcome => None,
            TreeLevel::Opportunity => self.record(&node.at.uid),
            TreeLevel::Solution => self.record(&node.parent),
            TreeLevel::Assumption => self.record(&node.parent).or_else(|| {
                let solution = self.rows.solutions.iter().find(|one| one.uid == node.parent)?;
                self.record(&solution.parent)
            }),
            TreeLevel::Test => {
                let above = TreeRef { level: TreeLevel::Assumption, uid: node.parent.clone() };
                self.opportunity_of(&self.get(&above).ok()?)
            }
        }
    }

    fn find(&self, at: &TreeRef) -> Result<Option<Node>> {
        let uid = at.uid.as_str();
        let found = match at.level {
            TreeLevel::Outcome => self.rows.outcomes.iter().find(|one| one.uid == uid).map(|one| {
                let (title, measure, target) = (one.title.clone(), one.measure.clone(), one.target.clone());
                (String::new(), one.dropped.clone(), TreeForm::Outcome { title, measure, target })
            }),
            TreeLevel::Opportunity => self.record(uid).map(|record| {
                let placed = self.rows.placed.iter().find(|one| one.uid == uid);
                let parent = placed.map(|one| one.parent.clone()).unwrap_or_default();
                (parent, None, TreeForm::Opportunity { title: record.title.clone() })
            }),
            TreeLevel::Solution => self.rows.solutions.iter().find(|one| one.uid == uid).map(|one| {
                let form = TreeForm::Solution { title: one.title.clone(), chosen: one.chosen, effort: one.effort };
                (one.parent.clone(), one.dropped.clone(), form)
            }),
            TreeLevel::Assumption => match self.rows.assumptions.iter().find(|one| one.uid == uid) {
                Some(one) => Some((one.parent.clone(), one.dropped.clone(), assumption_form(one)?)),
                None => None,
            },
            TreeLevel::Test => match self.rows.tests.iter().find(|one| one.uid == uid) {
                Some(one) => Some((one.parent.clone(), one.dropped.clone(), test_form(one)?)),
                None => None,
            },
        };
        Ok(found.map(|(parent, dropped, form)| Node { at: at.clone(), parent, dropped, form }))
    }
}

impl Node {
    /// Its title, or the method of a test.
    pub fn title(&self) -> &str {
        title(&self.form)
    }
}

pub(super) fn title(form: &TreeForm) -> &str {
    match form {
        TreeForm::Outcome { title, .. }
        | TreeForm::Opportunity { title }
        | TreeForm::Solution { title, .. }
        | TreeForm::Assumption { title, .. } => title,
        TreeForm::Test { method, .. } => method,
    }
}

pub(super) fn level(form: &TreeForm) -> TreeLevel {
    match form {
        TreeForm::Outcome { .. } => TreeLevel::Outcome,
        TreeForm::Opportunity { .. } => TreeLevel::Opportunity,
        TreeForm::Solution { .. } => TreeLevel::Solution,
        TreeForm::Assumption { .. } => TreeLevel::Assumption,
        TreeForm::Test { .. } => TreeLevel::Test,
    }
}

/// The journal's entity, and the field that holds the place.
pub(super) fn entity(level: TreeLevel) -> (Entity, &'static str) {
    match level {
        TreeLevel::Outcome => (Entity::Outcome, "place"),
        TreeLevel::Opportunity => (Entity::Opportunity, "tree"),
        TreeLevel::Solution => (Entity::Solution, "place"),
        TreeLevel::Assumption => (Entity::Assumption, "place"),
        TreeLevel::Test => (Entity::AssumptionTest, "place"),
    }
}

/// For sentences.
pub(super) fn word(level: TreeLevel) -> &'static str {
    match level {
        TreeLevel::Outcome => "outcome",
        TreeLevel::Opportunity => "opportunity",
        TreeLevel::Solution => "solution",
        TreeLevel::Assumption => "assumption",
        TreeLevel::Test => "test",
    }
}

pub(super) fn with_article(level: TreeLevel) -> &'static str {
    match level {
        TreeLevel::Outcome => "an outcome",
        TreeLevel::Opportunity => "an opportunity",
        TreeLevel::Solution => "a solution",
        TreeLevel::Assumption => "an assumption",
        TreeLevel::Test => "a test",
    }
}

/// Whether a node of one level may hang under another, or under nothing. Levels only ever go down, so nothing can come to
/// hang under itself.
pub(super) fn may_hang(level: TreeLevel, under: Option<TreeLevel>) -> bool {
    matches!(
        (level, under),
        (TreeLevel::Outcome, None)
            | (TreeLevel::Opportunity, None | Some(TreeLevel::Outcome))
            | (TreeLevel::Solution, Some(TreeLevel::Opportunity))
            | (TreeLevel::Assumption, Some(TreeLevel::Opportunity | TreeLevel::Solution))
            | (TreeLevel::Test, Some(TreeLevel::Assumption))
    )
}

pub(super) fn verdict(test: &Test) -> Result<Option<TestVerdict>> {
    let word = |word: &String| serde_json::from_value(serde_json::Value::from(word.as_str()));
    test.verdict
        .as_ref()
        .map(word)
        .transpose()
        .map_err(|_| Problem::system(format!("The verdict of the test “{}” can't be read.", test.method)))
}

pub(super) fn kind(one: &Assumption) -> Result<RiskKind> {
    RiskKind::from_word(&one.kind)
        .ok_or_else(|| Problem::system(format!("The kind of the assumption “{}” can't be read.", one.title)))
}

/// None for what is no day, too.
pub(super) fn day(text: Option<&str>) -> Option<NaiveDate> {
    text?.parse().ok()
}

fn under<'a, T>(rows: &'a [T], parent: &str, of: impl Fn(&'a T) -> (&'a String, &'a String)) -> Vec<&'a str> {
    rows.iter().map(of).filter(|(above, _)| *above == parent).map(|(_, uid)| uid.as_str()).collect()
}

fn assumption_form(one: &Assumption) -> Result<TreeForm> {
    let (importance, sureness) = (one.importance, one.sureness);
    Ok(TreeForm::Assumption { title: one.title.clone(), kind: kind(one)?, importance, sureness })
}

fn test_form(one: &Test) -> Result<TreeForm> {
    Ok(TreeForm::Test {
        method: one.method.clone(),
        expected: one.expected.clone(),
        result: one.result.clone(),
        verdict: verdict(one)?,
        started_on: day(one.started_on.as_deref()),
        due_on: day(one.due_on.as_deref()),
        ended_on: day(one.ended_on.as_deref()),
    })
}
