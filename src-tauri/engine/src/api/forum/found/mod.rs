//! What could be on the list: each room of the engine is asked what it has.

mod operation;
mod outcome;
mod work;

use super::Look;
use crate::api::Engine;
use crate::api::types::{Decided, ForumFact, ForumItem, ForumKind, ForumPlace, ForumVerb, ForumWay, PulseRecord};
use crate::api::words::counted;
use crate::error::Result;
use crate::model::{SignalId, Time};

/// At most so many suggestions of one kind.
const MOST: usize = 5;
/// At most so many lines of what is known.
const FACTS: usize = 5;

/// What the key of a detour begins with; what decisions about it are kept by follows.
pub(super) const DETOUR: &str = "detour ";

/// An item that the program suggests, or that a person added.
pub(super) struct Suggestion {
    pub item: ForumItem,
    /// When something about it was new last; decided before, it comes again.
    pub fresh: Time,
    /// Why it is too early to decide.
    pub not_ripe: Option<String>,
}

impl Engine {
    pub(super) async fn found_for_forum(&self, look: &Look) -> Result<Vec<Suggestion>> {
        let mut found = vec![since_last_time(look)];
        found.extend(self.raised_flags().await?);
        found.extend(self.open_incidents().await?);
        found.extend(self.missed_targets().await?);
        found.extend(self.came_back(look).await?);
        found.extend(self.outcome_checks(look).await?);
        found.extend(self.checks_due(look).await?);
        found.extend(self.close_calls().await?);
        found.extend(self.links_to_review().await?);
        found.extend(self.changes_to_decide().await?);
        found.extend(self.unused_features().await?);
        found.extend(self.possible_detours().await?);
        found.extend(self.same_signals().await?);
        found.extend(self.assessment_falls().await?);
        Ok(found)
    }
}

/// The beginning of an item, whose parts the methods below add.
fn item(kind: ForumKind, key: String, title: impl Into<String>) -> ForumItem {
    ForumItem {
        key,
        kind,
        title: title.into(),
        know: String::new(),
        facts: Vec::new(),
        because: because(kind).to_owned(),
        asks: String::new(),
        brings: brings(kind).to_owned(),
        minutes: minutes(kind),
        starts: None,
        ways: Vec::new(),
        decision: None,
        leads_to: None,
    }
}

impl ForumItem {
    fn know(mut self, know: impl Into<String>) -> Self {
        self.know = know.into();
        self
    }

    fn asks(mut self, asks: impl Into<String>) -> Self {
        self.asks = asks.into();
        self
    }

    fn way(mut self, verb: ForumVerb, title: impl Into<String>) -> Self {
        self.ways.push(ForumWay { verb, title: title.into() });
        self
    }

    /// One more line of what is known; beyond the fifth none is added.
    fn fact(mut self, text: impl Into<String>, signal: Option<SignalId>) -> Self {
        if self.facts.len() < FACTS {
            self.facts.push(ForumFact { text: text.into(), signal });
        }
        self
    }

    fn record(self, record: &PulseRecord) -> Self {
        self.fact(format!("{} {}", record.label, record.title), Some(record.id))
    }

    fn leads(mut self, to: ForumPlace) -> Self {
        self.leads_to = Some(to);
        self
    }

    fn ripe(self, fresh: Time) -> Suggestion {
        Suggestion { item: self, fresh, not_ripe: None }
    }

    fn not_ripe(self, why: impl Into<String>) -> Suggestion {
        Suggestion { item: self, fresh: NEVER, not_ripe: Some(why.into()) }
    }
}

/// Once decided, it is decided for good.
const NEVER: Time = Time(0);

pub(super) fn own(key: &str, title: &str) -> Suggestion {
    let note = item(ForumKind::Own, key.to_owned(), title);
    let improve = "Make it an improvement";
    note.way(ForumVerb::Note, "Write the decision down").way(ForumVerb::Improve, improve).ripe(NEVER)
}

/// An item that isn't there any more, as it was when it was decided.
pub(super) fn decided(key: &str, decided: &Decided) -> Suggestion {
    let mut was = item(decided.kind, key.to_owned(), decided.title.clone()).know(decided.know.clone());
    was.because.clone_from(&decided.because);
    was.brings.clone_from(&decided.brings);
    was.minutes = decided.minutes;
    was.way(ForumVerb::Note, "Write the decision down").ripe(NEVER)
}

fn since_last_time(look: &Look) -> Suggestion {
    let actions = look.actions();
    let done = actions.iter().filter(|action| action.done_at.is_some()).count() as u32;
    let late = actions.iter().filter(|action| action.late).count() as u32;
    let mut know = match actions.len() {
        0 => "No action is open".to_owned(),
        n => format!("{}: {done} done, {late} late", counted(n as u32, "actions")),
    };
    let skipped = look.skipped().len() as u32;
    if skipped > 0 {
        know.push_str(&format!("; {} skipped since", counted(skipped, "meetings")));
    }
    let mut found =
        item(ForumKind::SinceLastTime, "since".to_owned(), "Since last time").know(know).asks("For information");
    for action in &actions {
        let state = match (action.done_at, action.late) {
            (Some(_), _) => "done",
            (None, true) => "late",
            (None, false) => "open",
        };
        let owner = if action.owner.is_empty() { String::new() } else { format!(", {}", action.owner) };
        found = found.fact(format!("{} ({state}{owner})", action.text), None);
    }
    if let Some(cadence) = look.cadence.as_ref().filter(|cadence| cadence.every_weeks > 1) {
        found.because = format!("Every {} weeks", cadence.every_weeks);
    }
    found.way(ForumVerb::Note, "Write something down").ripe(look.now)
}

fn because(kind: ForumKind) -> &'static str {
    match kind {
        ForumKind::SinceLastTime => "Every week",
        ForumKind::Andon => "Export stopped",
        ForumKind::OpenIncident => "Open incident",
        ForumKind::MissedTarget => "Missed target",
        ForumKind::CameBack => "Came back",
        ForumKind::OutcomeDue => "Verdict is due",
        ForumKind::CheckDue => "Check is due",
        ForumKind::Own => "Added",
        ForumKind::CloseCall => "Close call",
        ForumKind::LinksToReview => "Links to review",
        ForumKind::StandardChange => "Standard change",
        ForumKind::SprintSize => "Sprint size",
        ForumKind::UnusedFeature => "Unused",
        ForumKind::Detour => "May be a detour",
        ForumKind::Duplicates => "Reads the same",
        ForumKind::Assessment => "How we see ourselves",
    }
}

/// How long it usually takes.
fn minutes(kind: ForumKind) -> u32 {
    match kind {
        ForumKind::OpenIncident => 10,
        ForumKind::MissedTarget => 8,
        ForumKind::CameBack | ForumKind::StandardChange => 7,
        ForumKind::CloseCall | ForumKind::CheckDue | ForumKind::OutcomeDue => 6,
        ForumKind::Assessment => 10,
        _ => 5,
    }
}

/// The role that usually brings it, until a person says who.
fn brings(kind: ForumKind) -> &'static str {
    match kind {
        ForumKind::SinceLastTime | ForumKind::MissedTarget | ForumKind::Andon | ForumKind::Assessment => "Operations",
        ForumKind::OpenIncident | ForumKind::LinksToReview | ForumKind::StandardChange | ForumKind::SprintSize => {
            "Development"
        }
        ForumKind::CameBack
        | ForumKind::OutcomeDue
        | ForumKind::UnusedFeature
        | ForumKind::Detour
        | ForumKind::CloseCall
        | ForumKind::CheckDue => "Product",
        ForumKind::Duplicates => "Support",
        ForumKind::Own => "",
    }
}
