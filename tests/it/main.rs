//! Behaviour through the engine's public door, one binary.

mod score;
mod store;
mod types;
