//! Who asked, what they were told, who waits and since when.

use super::{Outcome, Way};
use crate::model::{SignalId, Stage, Time};

/// One ticket or piece of feedback through which a person asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub signal: SignalId,
    pub at: Time,
}

/// Everything one person asked about one opportunity, the oldest first, and what they were told, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub asks: Vec<Ask>,
    pub told: Vec<Entry>,
}

/// One time that a person was told. What is only on its way isn't one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub outcome: Outcome,
    pub way: Way,
    pub at: Time,
}

/// What there is to tell about an opportunity, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub outcome: Outcome,
    pub since: Time,
}

/// Where a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They know how things stand.
    Told,
    /// The opportunity went on or they asked again since they were last told, or they never were.
    Due,
    /// Not told anything since they asked, and nothing is decided yet.
    Later,
}

/// What the stages of an opportunity amount to; `stages` holds each change of the stage, the oldest first. Several
/// stages in a row that say the same to people count from the first of them.
pub fn outcome_of(stages: &[(Stage, Time)]) -> Option<Reached> {
    let told = |stage: Stage| match stage {
        Stage::Captured | Stage::Assessing | Stage::Ready => None,
        Stage::Exported => Some(Outcome::Planned),
        Stage::InProgress => Some(Outcome::InProgress),
        Stage::Delivered | Stage::Verified => Some(Outcome::Shipped),
        Stage::Rejected => Some(Outcome::Declined),
    };
    let outcome = told(stages.last()?.0)?;
    let same = stages.iter().rev().take_while(|(stage, _)| told(*stage) == Some(outcome));
    same.last().map(|(_, since)| Reached { outcome, since: *since })
}

/// A person who was told the present outcome knows, until they ask again.
pub fn standing(asked: &Asked, reached: Option<Reached>) -> Standing {
    match (asked.told.last(), reached) {
        (Some(last), Some(reached)) if last.outcome != reached.outcome => Standing::Due,
        (Some(_), _) if unanswered(asked).is_none() => Standing::Told,
        (_, Some(_)) => Standing::Due,
        (_, None) => Standing::Later,
    }
}

/// Since when a person waits: since they asked what nobody answered, or else since things went on. None: they don't.
pub fn waits_since(asked: &Asked, reached: Option<Reached>) -> Option<Time> {
    match standing(asked, reached) {
        Standing::Told => None,
        Standing::Later | Standing::Due => unanswered(asked).or(reached.map(|reached| reached.since)),
    }
}

/// When a person first asked after they were last told; their first word if they never were.
fn unanswered(asked: &Asked) -> Option<Time> {
    let last = asked.told.last().map(|told| told.at);
    asked.asks.iter().map(|ask| ask.at).find(|at| last.is_none_or(|last| *at > last))
}

/// Milliseconds from a person's first word to the first time they were told, of all who were. Telling somebody before
/// their first ticket came counts as no wait at all.
pub fn first_replies<'a>(people: impl IntoIterator<Item = &'a Asked>) -> Vec<i64> {
    let wait = |asked: &Asked| Some(asked.told.first()?.at.0.saturating_sub(asked.asks.first()?.at.0).max(0));
    people.into_iter().filter_map(wait).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn asked(asks: &[i64], told: &[(Outcome, i64)]) -> Asked {
        Asked {
            asks: asks.iter().map(|at| Ask { signal: SignalId(1), at: Time(*at) }).collect(),
            told: told
                .iter()
                .map(|(outcome, at)| Entry { outcome: *outcome, way: Way::Ticket, at: Time(*at) })
                .collect(),
        }
    }

    #[rstest]
    #[case(&[], None)]
    #[case(&[(Stage::Assessing, 1), (Stage::Ready, 2)], None)]
    #[case(&[(Stage::Exported, 3)], Some((Outcome::Planned, 3)))]
    #[case(&[(Stage::Exported, 3), (Stage::Delivered, 7), (Stage::Verified, 9)], Some((Outcome::Shipped, 7)))]
    #[case(&[(Stage::Delivered, 3), (Stage::InProgress, 5), (Stage::Delivered, 8)], Some((Outcome::Shipped, 8)))]
    #[case(&[(Stage::Rejected, 3), (Stage::Captured, 5)], None)]
    fn stages_amount_to_an_outcome(#[case] stages: &[(Stage, i64)], #[case] wanted: Option<(Outcome, i64)>) {
        let stages: Vec<(Stage, Time)> = stages.iter().map(|(stage, at)| (*stage, Time(*at))).collect();
        assert_eq!(outcome_of(&stages).map(|reached| (reached.outcome, reached.since.0)), wanted);
    }

    #[rstest]
    #[case::nothing_to_tell(&[], None, Standing::Later, Some(1))]
    #[case::never_told(&[], Some((Outcome::Planned, 5)), Standing::Due, Some(1))]
    #[case::up_to_date(&[(Outcome::Planned, 6)], Some((Outcome::Planned, 5)), Standing::Told, None)]
    #[case::went_on(&[(Outcome::Planned, 6)], Some((Outcome::Shipped, 9)), Standing::Due, Some(9))]
    #[case::told_ahead(&[(Outcome::Shipped, 6)], Some((Outcome::Shipped, 9)), Standing::Told, None)]
    #[case::taken_back(&[(Outcome::Declined, 6)], None, Standing::Told, None)]
    #[case::asked_again(&[(Outcome::Planned, 2)], Some((Outcome::Planned, 1)), Standing::Due, Some(4))]
    #[case::asked_again_undecided(&[(Outcome::Declined, 2)], None, Standing::Later, Some(4))]
    fn people_wait_or_know(
        #[case] told: &[(Outcome, i64)],
        #[case] reached: Option<(Outcome, i64)>,
        #[case] wanted: Standing,
        #[case] since: Option<i64>,
    ) {
        let asked = asked(&[1, 4], told);
        let reached = reached.map(|(outcome, since)| Reached { outcome, since: Time(since) });
        assert_eq!(standing(&asked, reached), wanted);
        assert_eq!(waits_since(&asked, reached), since.map(Time));
    }

    #[test]
    fn waits_end_with_the_first_reply() {
        let people = [
            asked(&[10, 40], &[(Outcome::Planned, 25), (Outcome::Shipped, 90)]),
            asked(&[10], &[]),
            asked(&[10], &[(Outcome::Planned, 4)]),
        ];
        assert_eq!(first_replies(&people), [15, 0]);
    }

    proptest! {
        /// Whoever waits has a since, whoever knows has none, and telling the present outcome ends every wait.
        #[test]
        fn telling_ends_the_wait(
            asks in prop::collection::vec(0..1_000_i64, 1..4),
            told in prop::collection::vec((0..4_usize, 0..1_000_i64), 0..4),
            reached in prop::option::of((0..4_usize, 0..1_000_i64)),
        ) {
            let told: Vec<(Outcome, i64)> = told.into_iter().map(|(o, at)| (Outcome::ALL[o], at)).collect();
            let mut person = asked(&asks, &told);
            let reached = reached.map(|(o, since)| Reached { outcome: Outcome::ALL[o], since: Time(since) });
            let waits = standing(&person, reached) != Standing::Told;
            prop_assert_eq!(waits_since(&person, reached).is_some(), waits);
            if let Some(reached) = reached {
                person.told.push(Entry { outcome: reached.outcome, way: Way::Phone, at: Time(2_000) });
                prop_assert_eq!(standing(&person, Some(reached)), Standing::Told);
            }
        }
    }
}
