//! The built program, run as a person or a script runs it.

// What can't be set up for a test ends the test.
#![allow(clippy::expect_used)]

mod digest;
mod forum;
mod highlights;
mod laptop;
mod loopback;
mod notes;
mod outcome;
mod problems;
mod pulse;
mod score;
mod sharing;
mod talk;
mod template;
mod themes;
mod tree;
mod triage;
mod views;
mod whole;
