//! Which signals a verb takes. The verbs and their preview ask the same rule.

use crate::api::Engine;
use crate::api::types::{LeftOut, SnoozeUntil, TriageVerb};
use crate::model::{Kind, Status, TriageState};
use crate::store::triage::Candidate;
use crate::store::waits;

const IS_MERGED: &str = "It is merged into another signal";

/// A verb, ready to judge signals.
pub(in crate::api) struct Rule<'e> {
    engine: &'e Engine,
    verb: TriageVerb,
}

impl<'e> Rule<'e> {
    pub fn of(engine: &'e Engine, verb: TriageVerb) -> Self {
        Rule { engine, verb }
    }

    /// Those that the verb takes, and the others with the reason.
    pub fn part(&self, signals: Vec<Candidate>) -> (Vec<Candidate>, Vec<LeftOut>) {
        let (mut taken, mut left_out) = (Vec::with_capacity(signals.len()), Vec::new());
        for signal in signals {
            match self.refuses(&signal) {
                Some(why) => left_out.push(LeftOut { id: signal.id.0, title: signal.title, reason: why.to_owned() }),
                None => taken.push(signal),
            }
        }
        (taken, left_out)
    }

    /// Why the verb leaves this signal as it is; None when it takes it.
    fn refuses(&self, signal: &Candidate) -> Option<&'static str> {
        let merged = signal.state == TriageState::Merged;
        match self.verb {
            TriageVerb::Accept => merged.then_some(IS_MERGED),
            TriageVerb::Merge { into } => (signal.id == into).then_some("It is the one that stays"),
            TriageVerb::Decline if merged => Some(IS_MERGED),
            TriageVerb::Decline => {
                let burning = signal.kind == Kind::Incident && signal.status == Status::Open;
                burning.then_some("An open incident can't be declined")
            }
            TriageVerb::Snooze { .. } if merged => Some(IS_MERGED),
            TriageVerb::Snooze { until: SnoozeUntil::MoreSignals { .. } } => {
                let theme = waits::theme_of(&self.engine.store.columns(), signal.id);
                theme.is_none().then_some("It is in no theme, so nothing more can come to it")
            }
            TriageVerb::Snooze { until: SnoozeUntil::Deployed { change } } => {
                (signal.id == change).then_some("It can't wait for itself")
            }
            TriageVerb::Snooze { .. } => None,
            TriageVerb::Reopen => {
                let back = self.engine.store.columns().state(signal.id, self.engine.now());
                (back == Some(TriageState::Inbox)).then_some("It is in the inbox already")
            }
            TriageVerb::Unmerge => (!merged).then_some("It isn't merged into another signal"),
        }
    }
}
