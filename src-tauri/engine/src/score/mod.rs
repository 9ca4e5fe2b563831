//! What an opportunity is worth, how sure that is, and why. Pure: numbers in, numbers and sentences out.
//!
//! [`rice`] is the formula, [`spread`] carries the doubt in its inputs through it, [`rank`] compares
//! opportunities, [`risk`] is the axis beside the value, [`readiness`] what is missing before an export,
//! [`evidence`] counts who stands behind one, [`suggest`] says what that evidence tells about an
//! input, [`receipt`] explains every number of these, and [`numbers`] writes numbers for people.

pub mod evidence;
pub mod numbers;
pub mod rank;
pub mod readiness;
pub mod receipt;
pub mod rice;
pub mod risk;
pub mod spread;
pub mod suggest;

pub use evidence::{EvidenceCounts, Piece};
pub use rank::{Contender, Standing, TopChance};
pub use readiness::{Check, Readiness, Requirement};
pub use receipt::{NumberOf, Receipt, ReceiptLine, ReceiptSignal};
pub use risk::{RiskAssessment, RiskLevel};
pub use spread::{Chance, ValueSpread};
pub use suggest::SuggestedInput;
