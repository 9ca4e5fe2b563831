//! The way back: who asked for an opportunity, what they were told about it, who still waits, and what they could be
//! told. Pure: rows and the time go in, the ledger and texts come out.

mod ledger;
mod letters;
mod rule;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use ledger::{Ask, Asked, Entry, Reached, Standing, first_replies, outcome_of, standing, waits_since};
pub use letters::{Facts, LONGEST, PLACES, filled, suggested};
pub use rule::{GRACE, StatusNoteRule};

macro_rules! spelled {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word used in JSON, in the store and on the command line.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

/// What there is to tell the people who asked for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It stands in the backlog.
    Planned,
    InProgress,
    Shipped,
    Declined,
}

spelled!(Outcome { Planned = "planned", InProgress = "in_progress", Shipped = "shipped", Declined = "declined" });

impl Outcome {
    /// Inside a sentence about the opportunity: "it is planned".
    pub fn in_words(self) -> &'static str {
        match self {
            Outcome::Planned => "is planned",
            Outcome::InProgress => "is in progress",
            Outcome::Shipped => "has shipped",
            Outcome::Declined => "was declined",
        }
    }

    /// As a tracker would call it.
    pub fn as_status(self) -> &'static str {
        match self {
            Outcome::Planned => "planned",
            Outcome::InProgress => "in progress",
            Outcome::Shipped => "shipped",
            Outcome::Declined => "declined",
        }
    }
}

/// Through what somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A reply in their ticket, sent from here.
    Ticket,
    /// The same, written there by hand.
    ByHand,
    Mail,
    Phone,
    Talk,
    Other,
}

spelled!(Way { Ticket = "ticket", ByHand = "by_hand", Mail = "mail", Phone = "phone", Talk = "talk", Other = "other" });

/// What kind of text goes out: a letter to the person, or a bare note on the state for the desk's own records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterForm {
    Letter,
    StatusNote,
}

spelled!(LetterForm { Letter = "letter", StatusNote = "status_note" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_word(outcome.word()), Some(*outcome));
            assert_eq!(serde_json::to_value(outcome).expect("serialises"), outcome.word());
        }
        for way in Way::ALL {
            assert_eq!(Way::from_word(way.word()), Some(*way));
            assert_eq!(serde_json::to_value(way).expect("serialises"), way.word());
        }
        for form in LetterForm::ALL {
            assert_eq!(LetterForm::from_word(form.word()), Some(*form));
            assert_eq!(serde_json::to_value(form).expect("serialises"), form.word());
        }
    }
}
