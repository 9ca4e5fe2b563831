//! What an opportunity is worth, how sure that is, and why. Pure: numbers in, numbers and sentences out.
//!
//! The arithmetic is the crate `scoring`. Here it meets the workspace: [`method`] is what is ranked by, [`inputs`] checks
//! what people enter, [`fields`] and [`measures`] count what formulas may use and [`moments`] says until when that holds,
//! [`risk`] is the axis beside the value, [`readiness`] what is missing before an export, [`evidence`] counts who stands
//! behind one, [`panel`] measures what their signals tell, [`suggest`] says what that evidence tells about an input,
//! [`assumption`] what to test first, [`receipt`] explains every number of these, and [`numbers`] writes numbers for
//! people.

pub mod assumption;
pub mod evidence;
pub mod fields;
pub mod inputs;
pub mod measures;
pub mod method;
pub mod moments;
pub mod numbers;
pub mod panel;
pub mod readiness;
pub mod receipt;
pub mod risk;
pub mod suggest;

pub use assumption::{TestState, TestVerdict};
pub use evidence::{EvidenceCounts, Piece};
pub use measures::Measures;
pub use method::{Facts, Method};
pub use readiness::{Check, Readiness, Requirement};
pub use receipt::{NumberOf, Receipt, ReceiptLine, ReceiptSignal};
pub use risk::{RiskAssessment, RiskLevel};
pub use scoring::{Chance, Contender, Framework, Standing, TopChance, ValueSpread, Worlds};
pub use suggest::SuggestedInput;
