//! Habits that hurt, looked for in the records: each is found, not found, or there is no data, with the records that
//! count and those that don't. By service and kind of work, never by person.
//!
//! Reading order: `operation` (incidents, targets, causes) and `work` (batches, requests, reopened work, sprints) look;
//! `receipts` tells what was looked at.

mod operation;
mod receipts;
mod work;

use super::Engine;
use super::types::{AntiPattern, PatternOf, PatternRecord, PatternState, PulseRecord};
use crate::error::{Problem, Result};
use crate::model::Time;

/// Most of the habits are looked for in so much time.
const PERIOD: i64 = 90 * Time::DAY;
/// Fewer than this say nothing about a share.
const ENOUGH: usize = 5;

/// A habit before it is looked for: id, title, rule, advice.
type About = (&'static str, &'static str, &'static str, &'static str);

const UNLINKED: About = (
    "unlinked",
    "Incidents without a cause",
    "In 90 days, more than half of 5 or more incidents of deployed services have no confirmed change and nobody said \
     that there was none.",
    "Judge the suggested links once a week.",
);
const BATCHES: About = (
    "batches",
    "Big batches",
    "In 90 days, a deployment brought far more changes than its service’s usually do.",
    "Release what is ready once a day.",
);
const TECHNOLOGY: About = (
    "technology",
    "Only technology is to blame",
    "A recurring problem has causes in technology only, and nobody looked in the other three dimensions.",
    "Ask for a second kind of cause in every review.",
);
const TARGETS: About = (
    "targets",
    "Targets missed without a decision",
    "In 90 days, fewer than 80 % of 5 or more incidents of a class were restored in time, and the forum decided nothing \
     about it.",
    "Decide in the forum whether to keep the target or what helps.",
);
const UNANSWERED: About = (
    "unanswered",
    "Requests without an answer",
    "Five or more tickets or pieces of feedback are open for more than 30 days and nobody decided about them.",
    "Empty the inbox every Friday.",
);
const REOPENED: About = (
    "reopened",
    "Work is reopened",
    "In 90 days, more than one in ten incidents, tickets and changes were reopened.",
    "Agree on what “done” means before closing.",
);
const EMPTY_SPRINTS: About = (
    "empty_sprints",
    "Sprints without a finished change",
    "One of a service’s last six sprints of 14 days finished nothing.",
    "Cut the next change until it fits into a week.",
);

/// Always in this order.
const ALL: [About; 7] = [UNLINKED, BATCHES, TECHNOLOGY, TARGETS, UNANSWERED, REOPENED, EMPTY_SPRINTS];

impl Engine {
    /// All that are looked for, always in the same order.
    pub async fn anti_patterns(&self) -> Result<Vec<AntiPattern>> {
        let improvements = self.improvement_of_pattern().await?;
        let mut all = Vec::with_capacity(ALL.len());
        for (id, title, _, advice) in ALL {
            let seen = self.look_for(id, 0).await?;
            all.push(AntiPattern {
                id: id.to_owned(),
                title: title.to_owned(),
                state: seen.state,
                says: seen.says,
                advice: advice.to_owned(),
                improvement: improvements.iter().find(|(of, _)| of == id).map(|(_, uid)| uid.clone()),
            });
        }
        Ok(all)
    }

    /// What the detector of this habit sees. `most` is how many of many records it needs to name.
    async fn look_for(&self, id: &str, most: u32) -> Result<Seen> {
        match id {
            "unlinked" => self.unlinked_incidents().await,
            "batches" => self.big_batches().await,
            "technology" => self.only_technology().await,
            "targets" => self.undecided_targets().await,
            "unanswered" => self.unanswered_requests(most).await,
            "reopened" => self.reopened_work(most).await,
            "empty_sprints" => self.empty_sprints().await,
            _ => Err(Problem::not_found(format!("No habit {id:?} is looked for."))),
        }
    }
}

/// What a detector saw.
struct Seen {
    state: PatternState,
    says: String,
    /// How the number is made, beside the rule: a line each.
    how: Vec<String>,
    /// None: whenever it began.
    from: Option<Time>,
    counted: Part,
    /// What was looked at and doesn't count.
    others: Part,
}

impl Seen {
    fn no_data(says: impl Into<String>) -> Seen {
        Seen {
            state: PatternState::NoData,
            says: says.into(),
            how: Vec::new(),
            from: None,
            counted: Part::default(),
            others: Part::default(),
        }
    }

    fn when(found: bool, says: impl Into<String>) -> Seen {
        let state = if found { PatternState::Found } else { PatternState::NotFound };
        Seen { state, ..Seen::no_data(says) }
    }

    fn since(self, from: Time) -> Seen {
        Seen { from: Some(from), ..self }
    }

    fn behind(self, counted: impl Into<Part>, others: impl Into<Part>) -> Seen {
        Seen { counted: counted.into(), others: others.into(), ..self }
    }
}

/// Records of one sort: how many there are, and the first of them.
#[derive(Default)]
struct Part {
    total: u32,
    first: Vec<PatternRecord>,
}

impl From<Vec<PatternRecord>> for Part {
    fn from(all: Vec<PatternRecord>) -> Part {
        Part { total: all.len() as u32, first: all }
    }
}

/// A line for one record.
fn line(record: PulseRecord, says: impl Into<String>) -> PatternRecord {
    PatternRecord { of: PatternOf::Record { record }, says: says.into() }
}
