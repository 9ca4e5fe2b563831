//! What could go wrong, as likelihood times impact. Risk is an axis of its own: it never lowers the value.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{Problem, Result};

/// How somebody judged one kind of risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RiskAssessment {
    /// 1 (hardly) to 5 (nearly certain).
    pub likelihood: u8,
    /// 1 (a nuisance) to 5 (it would be for nothing).
    pub impact: u8,
    /// What could go wrong; may be empty.
    pub note: String,
}

/// The word for a score of 1 to 25.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    Low,
    Medium,
    High,
    VeryHigh,
}

impl RiskAssessment {
    /// Refuses numbers outside 1 to 5.
    pub fn check(&self) -> Result<()> {
        if [self.likelihood, self.impact].iter().all(|number| (1..=5).contains(number)) {
            return Ok(());
        }
        Err(Problem::bad_input("Likelihood and impact go from 1 to 5.").kept("Nothing was changed."))
    }

    /// Likelihood times impact, 1 to 25.
    pub fn score(&self) -> u8 {
        self.likelihood.saturating_mul(self.impact)
    }

    pub fn level(&self) -> RiskLevel {
        RiskLevel::of(self.score())
    }

    /// `likelihood 2, impact 3: Nobody sees it`.
    pub fn in_words(&self) -> String {
        let note = if self.note.is_empty() { String::new() } else { format!(": {}", self.note) };
        format!("likelihood {}, impact {}{note}", self.likelihood, self.impact)
    }
}

impl RiskLevel {
    pub fn of(score: u8) -> Self {
        match score {
            0..=4 => RiskLevel::Low,
            5..=9 => RiskLevel::Medium,
            10..=14 => RiskLevel::High,
            _ => RiskLevel::VeryHigh,
        }
    }

    /// `very high`, for sentences.
    pub fn word(self) -> &'static str {
        match self {
            RiskLevel::Low => "low",
            RiskLevel::Medium => "medium",
            RiskLevel::High => "high",
            RiskLevel::VeryHigh => "very high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_has_its_word() {
        let of = |likelihood, impact| RiskAssessment { likelihood, impact, note: String::new() };
        let words: Vec<_> = [(1, 1), (2, 2), (1, 5), (3, 3), (2, 5), (3, 4), (3, 5), (5, 5)]
            .map(|(likelihood, impact)| (of(likelihood, impact).score(), of(likelihood, impact).level().word()))
            .to_vec();
        assert_eq!(
            words,
            [
                (1, "low"),
                (4, "low"),
                (5, "medium"),
                (9, "medium"),
                (10, "high"),
                (12, "high"),
                (15, "very high"),
                (25, "very high")
            ]
        );
        assert!(of(0, 3).check().is_err() && of(3, 6).check().is_err() && of(5, 1).check().is_ok());
    }
}
