//! Behaviour through the engine's public door, one binary.

mod import;
mod opportunities;
mod score;
mod store;
mod types;
