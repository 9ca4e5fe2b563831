//! Which assumption to test first, and what its tests say of it so far.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{Problem, Result};

/// What a test showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TestVerdict {
    Held,
    Failed,
    Unclear,
}

/// How far the testing of an assumption, or one test, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TestState {
    /// There is no test.
    Untested,
    Planned,
    Running,
    Held,
    Failed,
    Unclear,
}

impl TestState {
    /// Of one test.
    pub fn of(verdict: Option<TestVerdict>, started: bool) -> Self {
        match verdict {
            Some(TestVerdict::Held) => TestState::Held,
            Some(TestVerdict::Failed) => TestState::Failed,
            Some(TestVerdict::Unclear) => TestState::Unclear,
            None if started => TestState::Running,
            None => TestState::Planned,
        }
    }

    /// Of an assumption, from its tests in their order. What runs now comes before older verdicts; else the last verdict
    /// counts, so that a test that is repeated replaces the one before.
    pub fn of_all(tests: &[TestState]) -> Self {
        let has = |wanted: TestState| tests.contains(&wanted);
        if has(TestState::Running) {
            return TestState::Running;
        }
        let verdict = tests.iter().rev().find(|state| !matches!(state, TestState::Planned));
        verdict.copied().unwrap_or(if has(TestState::Planned) { TestState::Planned } else { TestState::Untested })
    }

    /// Nobody knows yet whether the assumption holds.
    pub fn is_open(self) -> bool {
        !matches!(self, TestState::Held | TestState::Failed)
    }
}

/// How much it is worth to test an assumption: importance (1, a nuisance if it is wrong, to 5, all is for nothing) times
/// unsureness (6 minus how sure we are, 1 to 5), so 1 to 25. None while one of the two was not weighed.
pub fn weight(importance: Option<u8>, sureness: Option<u8>) -> Option<u8> {
    Some(importance?.saturating_mul(6_u8.saturating_sub(sureness?)))
}

/// The same in words: `importance 5 × unsureness 4 = 20 of 25`.
pub fn weight_in_words(importance: Option<u8>, sureness: Option<u8>) -> String {
    match (importance, sureness, weight(importance, sureness)) {
        (Some(importance), Some(sureness), Some(weight)) => {
            format!("importance {importance} × unsureness {} = {weight} of 25", 6_u8.saturating_sub(sureness))
        }
        _ => "not weighed".to_owned(),
    }
}

/// Refuses numbers outside 1 to 5.
pub fn check_weights(importance: Option<u8>, sureness: Option<u8>) -> Result<()> {
    if [importance, sureness].into_iter().flatten().all(|number| (1..=5).contains(&number)) {
        return Ok(());
    }
    Err(Problem::bad_input("Importance and sureness go from 1 to 5.").kept("Nothing was changed."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_most_and_is_least_sure_weighs_most() {
        let cases = [(5, 1), (5, 5), (1, 1), (3, 3)].map(|(i, s)| weight(Some(i), Some(s)));
        assert_eq!(cases, [Some(25), Some(5), Some(5), Some(9)]);
        assert_eq!((weight(None, Some(1)), weight(Some(5), None)), (None, None));
        assert_eq!(weight_in_words(Some(5), Some(2)), "importance 5 × unsureness 4 = 20 of 25");
    }

    #[test]
    fn the_last_verdict_counts_unless_a_test_runs() {
        use TestState::{Failed, Held, Planned, Running, Unclear, Untested};
        let cases: [(&[TestState], TestState); 7] = [
            (&[], Untested),
            (&[Planned], Planned),
            (&[Failed, Planned], Failed),
            (&[Failed, Held], Held),
            (&[Held, Running, Planned], Running),
            (&[Held, Unclear], Unclear),
            (&[Held, Failed], Failed),
        ];
        for (tests, state) in cases {
            assert_eq!(TestState::of_all(tests), state, "{tests:?}");
        }
    }
}
