//! The use-cases: everything the window, the command line and the tests may ask of Throughline.

mod commands;
mod export;
mod inbox;
mod opportunities;
mod sources;
mod workspace;
pub mod types;

pub use commands::{dispatch, typescript};

/// One open workspace.
pub struct Engine {}
