//! The way out: what an opportunity looks like as a backlog item or a file. Pure; sending is the api's.

pub mod draft;
pub mod fields;
pub mod files;
mod likeness;
pub mod redact;
mod sample;
pub mod template;

pub use draft::{CauseSaid, DimensionSaid, EvidenceSaid, LinkSaid, Quote, RiskSaid, Story, ValueSaid, Written};
pub use likeness::likeness;
pub use sample::check;
