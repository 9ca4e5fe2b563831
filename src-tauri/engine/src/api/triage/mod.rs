//! Triage at speed: which signals a verb takes and what it would do, declines with a draft, snoozes that end with an
//! event, merges taken apart, and what doesn't show in the usual lists.

mod decline;
mod hidden;
mod named;
mod preview;
mod rules;
mod snooze;
mod unlike;
mod unmerge;
mod waking;

pub(super) use rules::Rule;
