//! What the benchmarks share.

pub mod corpus;
pub mod table;
