//! Behaviour through the engine's public door, one binary.

mod opportunities;
mod score;
mod store;
mod tidy;
mod types;
