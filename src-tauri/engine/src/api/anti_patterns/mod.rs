//! Habits that hurt, looked for in the records: each is found, not found, or there is no data, with the records behind
//! it. By service and kind of work, never by person.

mod detectors;

use super::Engine;
use super::types::{AntiPattern, PatternRecord, PatternState};
use crate::error::Result;

/// At most so many records are listed.
const LISTED: usize = 20;

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

impl Engine {
    /// All that are looked for, always in the same order.
    pub async fn anti_patterns(&self) -> Result<Vec<AntiPattern>> {
        let seen = [
            (UNLINKED, self.unlinked_incidents().await?),
            (BATCHES, self.big_batches().await?),
            (TECHNOLOGY, self.only_technology().await?),
            (TARGETS, self.undecided_targets().await?),
            (UNANSWERED, self.unanswered_requests().await?),
            (REOPENED, self.reopened_work().await?),
            (EMPTY_SPRINTS, self.empty_sprints().await?),
        ];
        let improvements = self.improvement_of_pattern().await?;
        Ok(seen
            .into_iter()
            .map(|((id, title, rule, advice), seen)| AntiPattern {
                id: id.to_owned(),
                title: title.to_owned(),
                rule: rule.to_owned(),
                advice: advice.to_owned(),
                state: seen.state,
                says: seen.says,
                records: seen.behind.len() as u32,
                behind: seen.behind.into_iter().take(LISTED).collect(),
                improvement: improvements.iter().find(|(of, _)| of == id).map(|(_, uid)| uid.clone()),
            })
            .collect())
    }
}

/// What a detector saw.
struct Seen {
    state: PatternState,
    says: String,
    behind: Vec<PatternRecord>,
}

impl Seen {
    fn no_data(says: impl Into<String>) -> Seen {
        Seen { state: PatternState::NoData, says: says.into(), behind: Vec::new() }
    }

    fn when(found: bool, says: impl Into<String>, behind: Vec<PatternRecord>) -> Seen {
        let state = if found { PatternState::Found } else { PatternState::NotFound };
        Seen { state, says: says.into(), behind }
    }
}
