//! The way out: what an opportunity looks like as a backlog item or a file. Pure; sending is the api's.

pub mod draft;
pub mod fields;
pub mod files;
mod likeness;
pub mod redact;

pub use draft::{Quote, Story};
pub use likeness::likeness;
