//! The checklist before an export: what a team needs to know to begin.

use serde::Serialize;
use ts_rs::TS;

use super::evidence::Piece;
use super::risk::{RiskAssessment, RiskLevel};
use super::{ValueSpread, numbers};

/// One line of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// The score is complete, so it has a value.
    Value,
    /// At least one kind of risk was judged.
    Risk,
    /// At least one linked signal matters (importance 1 or more).
    Evidence,
    Hypothesis,
    /// The metric that should move.
    Expected,
    /// A flag stops its export. The line is there only while one does.
    Andon,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Check {
    pub requirement: Requirement,
    pub holds: bool,
    /// What holds, or what is missing: "Evidence, 39 signals", "No risk was judged".
    pub says: String,
}

/// Whether an opportunity can be exported without a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Readiness {
    /// The same five in the same order, and first a flag that stops the export while there is one.
    pub checks: Vec<Check>,
    pub ready: bool,
}

/// What the checklist looks at.
pub struct Known<'a> {
    pub value: Option<ValueSpread>,
    /// What the value is counted in.
    pub points: &'a str,
    /// What has to be set before there is a value, by label.
    pub missing: &'a [String],
    pub risks: &'a [RiskAssessment],
    pub evidence: &'a [Piece],
    pub hypothesis: &'a str,
    pub expected: &'a str,
    /// Why a flag stops its export; None: none does.
    pub stopped: Option<&'a str>,
}

impl Readiness {
    pub fn of(known: &Known<'_>) -> Self {
        let mut checks: Vec<Check> = known.stopped.into_iter().map(andon).collect();
        checks.extend([
            value(known),
            risk(known.risks),
            evidence(known.evidence),
            text(
                Requirement::Hypothesis,
                known.hypothesis,
                "A hypothesis",
                "No hypothesis says what should get better",
            ),
            text(Requirement::Expected, known.expected, "An expected metric", "No metric says how we would notice"),
        ]);
        let ready = checks.iter().all(|check| check.holds);
        Readiness { checks, ready }
    }

    /// What is missing, a sentence each.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.checks.iter().filter(|check| !check.holds).map(|check| check.says.as_str())
    }

    /// A flag stops its export.
    pub fn is_stopped(&self) -> bool {
        self.checks.iter().any(|check| check.requirement == Requirement::Andon)
    }
}

fn andon(why: &str) -> Check {
    Check { requirement: Requirement::Andon, holds: false, says: why.to_owned() }
}

fn value(known: &Known<'_>) -> Check {
    let says = match known.value {
        Some(value) => format!("Value, {} {}", numbers::number(value.p50), known.points),
        None if known.missing.is_empty() => "The score gives no value".to_owned(),
        None => format!("No value without {}", known.missing.join(" and ").to_lowercase()),
    };
    Check { requirement: Requirement::Value, holds: known.value.is_some(), says }
}

fn risk(risks: &[RiskAssessment]) -> Check {
    let says = match risks.iter().map(RiskAssessment::score).max() {
        Some(worst) => {
            let judged = numbers::counted(u32::try_from(risks.len()).unwrap_or(u32::MAX), "risk", "risks");
            format!("{judged} judged, the worst {}", RiskLevel::of(worst).word())
        }
        None => "No risk was judged".to_owned(),
    };
    Check { requirement: Requirement::Risk, holds: !risks.is_empty(), says }
}

fn evidence(pieces: &[Piece]) -> Check {
    let own = || pieces.iter().filter(|piece| !piece.duplicate);
    let counting = u32::try_from(own().filter(|piece| piece.importance > 0).count()).unwrap_or(u32::MAX);
    let says = match (counting, own().count()) {
        (0, 0) => "No evidence is linked".to_owned(),
        (0, _) => "No evidence matters: all of it has importance 0".to_owned(),
        (counting, _) => format!("Evidence, {}", numbers::counted(counting, "signal", "signals")),
    };
    Check { requirement: Requirement::Evidence, holds: counting > 0, says }
}

fn text(requirement: Requirement, text: &str, there: &str, missing: &str) -> Check {
    let holds = !text.trim().is_empty();
    Check { requirement, holds, says: if holds { there } else { missing }.to_owned() }
}
