//! The backlog audit: reads the open items of trackers, compares them with what signals, opportunities and other items
//! say, and counts what nothing speaks for. Nothing is ever written to a tracker.

mod compare;
mod decisions;
mod found;
mod list;
mod near;
mod read;
mod report;
mod saved;
