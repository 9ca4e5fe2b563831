//! The rules by example: plain records in, links and numbers out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod detours;
mod dora;
mod links;
mod made;
mod properties;
mod restore;
