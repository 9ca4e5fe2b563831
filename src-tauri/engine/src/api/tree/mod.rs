//! The opportunity tree: outcome, opportunity, solution, assumption and its tests. Reading it; `decisions` changes it.

mod decisions;
mod nodes;
mod stages;

use super::Engine;
use super::opportunities::{Everything, absent, reference};
use super::types::{
    NextTest, OpportunityTree, RiskHint, RiskView, SolutionStatus, TestState, TreeAssumption, TreeOpportunity,
    TreeOutcome, TreeSolution, TreeTest,
};
use crate::error::Result;
use crate::model::{OpportunityId, RiskKind, Stage};
use crate::score::assumption::{weight, weight_in_words};
use crate::store::opportunities::Record;
use crate::store::tree::{self as stored, Assumption, Rows, Test};
use nodes::{day, kind, verdict};

/// From this likelihood on the register says already what a failed assumption would tell it.
const LIKELY: u8 = 4;

impl Engine {
    /// Everything that hangs under an outcome, and the opportunities that hang under none. Deleted opportunities are left
    /// out; rejected ones stay under their outcome.
    pub async fn opportunity_tree(&self) -> Result<OpportunityTree> {
        let all = self.everything().await?;
        let rows = stored::all(&mut *self.store.reader().acquire().await?).await?;
        let branch = |uid: &str| {
            let record = all.records().find(|record| record.uid == uid && !record.deleted)?;
            Some(branch(&all, &rows, record))
        };
        let mut outcomes = Vec::new();
        for outcome in &rows.outcomes {
            let under = rows.placed.iter().filter(|placed| placed.parent == outcome.uid);
            let opportunities =
                under.filter_map(|placed| branch(&placed.uid)).collect::<Result<Vec<TreeOpportunity>>>()?;
            outcomes.push(TreeOutcome {
                uid: outcome.uid.clone(),
                title: outcome.title.clone(),
                measure: outcome.measure.clone(),
                target: outcome.target.clone(),
                dropped: outcome.dropped.clone(),
                next: heaviest(opportunities.iter().filter_map(|one| one.next.as_ref())),
                opportunities,
            });
        }
        let placed = |record: &Record| {
            rows.placed
                .iter()
                .any(|placed| placed.uid == record.uid && rows.outcomes.iter().any(|one| one.uid == placed.parent))
        };
        let mut without: Vec<TreeOpportunity> = Vec::new();
        for record in all.records().filter(|record| record.competes() && !placed(record)) {
            without.extend(branch(&record.uid).transpose()?);
        }
        without.sort_by_key(|one| (one.row.rank.unwrap_or(u32::MAX), one.row.id));
        let in_force = outcomes.iter().filter(|outcome| outcome.dropped.is_none());
        let next = heaviest(
            in_force
                .filter_map(|outcome| outcome.next.as_ref())
                .chain(without.iter().filter_map(|one| one.next.as_ref())),
        );
        Ok(OpportunityTree { outcomes, without, next })
    }

    /// What hangs under one opportunity.
    pub async fn opportunity_branch(&self, id: OpportunityId) -> Result<TreeOpportunity> {
        let all = self.everything().await?;
        let rows = stored::all(&mut *self.store.reader().acquire().await?).await?;
        let record = all.records().find(|record| record.id == id).ok_or_else(|| absent(id))?;
        branch(&all, &rows, record)
    }
}

fn branch(all: &Everything, rows: &Rows, record: &Record) -> Result<TreeOpportunity> {
    let mut solutions = Vec::new();
    for solution in rows.solutions.iter().filter(|solution| solution.parent == record.uid) {
        solutions.push(TreeSolution {
            uid: solution.uid.clone(),
            title: solution.title.clone(),
            status: match (&solution.dropped, solution.chosen) {
                (Some(_), _) => SolutionStatus::Dropped,
                (None, true) => SolutionStatus::Chosen,
                (None, false) => SolutionStatus::Idea,
            },
            effort: solution.effort,
            dropped: solution.dropped.clone(),
            assumptions: assumptions(rows, &solution.uid)?,
        });
    }
    let own = assumptions(rows, &record.uid)?;
    let judged = all.risk_views(record.id);
    let in_force = || {
        let of_solutions = solutions.iter().filter(|solution| solution.dropped.is_none());
        own.iter().chain(of_solutions.flat_map(|solution| &solution.assumptions)).filter(|one| one.dropped.is_none())
    };
    let next = (record.competes() && !matches!(record.stage, Stage::Delivered | Stage::Verified))
        .then(|| {
            let open: Vec<NextTest> = in_force().filter_map(|one| next_test(one, record)).collect();
            heaviest(open.iter())
        })
        .flatten();
    let refused = |uid: &str| rows.assumptions.iter().any(|one| one.uid == uid && one.no_risk);
    let risks = in_force()
        .filter(|one| one.state == TestState::Failed && !refused(&one.uid))
        .filter(|one| !shown_already(&judged, one.kind))
        .map(risk_hint)
        .collect();
    Ok(TreeOpportunity { uid: record.uid.clone(), row: all.row(record), next, risks, assumptions: own, solutions })
}

fn assumptions(rows: &Rows, parent: &str) -> Result<Vec<TreeAssumption>> {
    rows.assumptions.iter().filter(|one| one.parent == parent).map(|one| assumption(rows, one)).collect()
}

fn assumption(rows: &Rows, one: &Assumption) -> Result<TreeAssumption> {
    let tests: Vec<TreeTest> =
        rows.tests.iter().filter(|test| test.parent == one.uid).map(test).collect::<Result<_>>()?;
    let in_force: Vec<TestState> = tests.iter().filter(|test| test.dropped.is_none()).map(|test| test.state).collect();
    Ok(TreeAssumption {
        uid: one.uid.clone(),
        title: one.title.clone(),
        kind: kind(one)?,
        importance: one.importance,
        sureness: one.sureness,
        weight: weight(one.importance, one.sureness),
        state: TestState::of_all(&in_force),
        dropped: one.dropped.clone(),
        tests,
    })
}

fn test(one: &Test) -> Result<TreeTest> {
    let verdict = verdict(one)?;
    Ok(TreeTest {
        uid: one.uid.clone(),
        method: one.method.clone(),
        expected: one.expected.clone(),
        result: one.result.clone(),
        verdict,
        state: TestState::of(verdict, one.started_on.is_some()),
        started_on: day(one.started_on.as_deref()),
        due_on: day(one.due_on.as_deref()),
        ended_on: day(one.ended_on.as_deref()),
        dropped: one.dropped.clone(),
    })
}

/// None for one that was tested, or not weighed.
fn next_test(one: &TreeAssumption, record: &Record) -> Option<NextTest> {
    let weight = one.weight.filter(|_| one.state.is_open())?;
    Some(NextTest {
        uid: one.uid.clone(),
        title: one.title.clone(),
        opportunity: reference(record),
        weight,
        because: weight_in_words(one.importance, one.sureness),
    })
}

/// The first of those that weigh most.
fn heaviest<'a>(all: impl Iterator<Item = &'a NextTest>) -> Option<NextTest> {
    all.fold(None, |best: Option<&NextTest>, one| match best {
        Some(best) if best.weight >= one.weight => Some(best),
        _ => Some(one),
    })
    .cloned()
}

fn shown_already(judged: &[RiskView], kind: RiskKind) -> bool {
    judged.iter().any(|risk| risk.kind == kind && risk.assessment.likelihood >= LIKELY)
}

fn risk_hint(one: &TreeAssumption) -> RiskHint {
    let failed = one.tests.iter().rev().find(|test| test.state == TestState::Failed && test.dropped.is_none());
    let result = failed.map(|test| test.result.as_str()).filter(|result| !result.is_empty());
    RiskHint {
        assumption: one.uid.clone(),
        kind: one.kind,
        says: match result {
            Some(result) => format!("“{}” didn’t hold: {result}", one.title),
            None => format!("“{}” didn’t hold", one.title),
        },
        impact: one.importance,
    }
}
