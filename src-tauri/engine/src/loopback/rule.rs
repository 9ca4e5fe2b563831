//! Which records get a note on how far things are, without a person approving each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Outcome, Reached};
use crate::model::Time;

/// A state stands so long before records are told of it: a slip can be taken back until then.
pub const GRACE: i64 = 10 * Time::MINUTE;

/// What the records of one connection are told, each since when. What was reached before isn't told: switching a rule
/// on writes nothing by itself. Empty: nothing is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusNoteRule(BTreeMap<Outcome, Time>);

impl StatusNoteRule {
    /// The same with other outcomes: what is told already goes on as it was, what is new begins `now`.
    pub fn with(&self, tells: &[Outcome], now: Time) -> StatusNoteRule {
        StatusNoteRule(tells.iter().map(|outcome| (*outcome, self.0.get(outcome).copied().unwrap_or(now))).collect())
    }

    pub fn tells(&self) -> Vec<Outcome> {
        self.0.keys().copied().collect()
    }

    pub fn is_off(&self) -> bool {
        self.0.is_empty()
    }

    /// When records are told that this was reached, if it stands until then; None: not at all.
    pub fn tells_at(&self, reached: Reached) -> Option<Time> {
        let since = self.0.get(&reached.outcome)?;
        (reached.since >= *since).then(|| reached.since.plus(GRACE))
    }

    /// Whether records are told now that this was reached.
    pub fn wants(&self, reached: Reached, now: Time) -> bool {
        self.tells_at(reached).is_some_and(|at| at <= now)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const ON: Time = Time(1_000_000);

    fn at(minutes: i64) -> Time {
        ON.plus(minutes * Time::MINUTE)
    }

    #[rstest]
    #[case::not_told_of(Outcome::Declined, 5, 60, false)]
    #[case::reached_before_it_was_on(Outcome::Planned, -1, 60, false)]
    #[case::may_be_a_slip(Outcome::Planned, 5, 14, false)]
    #[case::stands(Outcome::Planned, 5, 15, true)]
    fn a_rule_tells_what_was_reached_since(
        #[case] outcome: Outcome,
        #[case] since: i64,
        #[case] now: i64,
        #[case] wanted: bool,
    ) {
        let rule = StatusNoteRule::default().with(&[Outcome::Planned, Outcome::Shipped], ON);
        assert_eq!(rule.wants(Reached { outcome, since: at(since) }, at(now)), wanted);
    }

    #[test]
    fn what_is_told_already_goes_on_as_it_was() {
        let rule = StatusNoteRule::default().with(&[Outcome::Planned], ON).with(&Outcome::ALL[..2], at(60));
        assert!(rule.wants(Reached { outcome: Outcome::Planned, since: at(5) }, at(90)));
        assert!(!rule.wants(Reached { outcome: Outcome::InProgress, since: at(5) }, at(90)));
        assert!(rule.with(&[], at(90)).is_off());
        let json = serde_json::to_string(&rule).expect("serialises");
        assert_eq!(serde_json::from_str::<StatusNoteRule>(&json).expect("reads back"), rule);
    }
}
