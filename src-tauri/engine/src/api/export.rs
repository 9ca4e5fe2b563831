//! Opportunities on their way into trackers and files, and what comes back.
//!
//! An export is crash-safe: the entry is committed before anything is sent, marked before the send, and
//! settled with the item in one transaction. A send without a stored answer is looked up by its key first,
//! so there is never a second item, and never none.

use super::Engine;
use super::types::{ExportPreview, LookAlike, OutboxEntry, OutboxState, StepDone};
use crate::connectors::{Draft, ExportKey, TrackerItem};
use crate::error::{Problem, ProblemKind, Result};
use crate::journal::{self, Change, Entity};
use crate::model::{ConnectionId, OpportunityId, OutboxId, Stage};
use crate::store::outbox::{self, Entry};
