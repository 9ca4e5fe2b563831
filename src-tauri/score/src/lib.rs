//! What an opportunity is worth, and how sure that is. Pure: numbers in, numbers and sentences out; no clock, no files.
//!
//! [`formula`] is the language all values are written in, and [`framework`]s are published formulas with their inputs.
//! [`worlds`] turns the doubt in inputs into draws, [`rank`] compares opportunities over them, [`learn`] says which
//! doubt matters, [`capacity`] what fits, and [`group`] keeps several people's estimates apart.

mod best;
pub mod capacity;
pub mod formula;
pub mod framework;
pub mod group;
pub mod kano;
pub mod learn;
mod normal;
mod quantile;
pub mod range;
pub mod rank;
pub mod worlds;

pub use formula::Formula;
pub use framework::Framework;
pub use range::{Chance, Given, Range, ValueSpread};
pub use rank::{Contender, Standing, TopChance};
pub use worlds::Worlds;
