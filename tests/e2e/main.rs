//! The real window, driven as a person drives it. One at a time: windows side by side take each other's focus.

// A step that fails ends the test; clippy lets only the test functions themselves do it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod barriers;
mod demo;
mod main_job;
mod mapping;
mod matching;
mod pictures;
mod themes;
mod vault;
mod verbs;

/// The selected row of the inbox.
pub const SELECTED: &str = "[role='option'][aria-selected='true']";
/// What the toast says.
pub const TOAST: &str = "[role='status'][aria-live='polite']";
