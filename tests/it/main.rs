//! Behaviour through the engine's public door, one binary.

mod store;
mod types;
