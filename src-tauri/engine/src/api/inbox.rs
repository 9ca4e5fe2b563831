#![allow(unused_variables)]
use super::types::*;
use super::Engine;
#[allow(unused_imports)]
use crate::connectors::*;
use crate::error::{Problem, Result};
use crate::model::*;

impl Engine {
    pub async fn signal_rows(&self, ids: Vec<SignalId>) -> Result<Vec<SignalRow>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn signal(&self, id: SignalId) -> Result<SignalDetail> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn facets(&self, query: SignalQuery) -> Result<Facets> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn mark_seen(&self, ids: Vec<SignalId>, seen: bool) -> Result<()> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn accept(&self, ids: Vec<SignalId>, into: AcceptInto, importance: u8) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn merge(&self, ids: Vec<SignalId>, into: SignalId) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn decline(&self, ids: Vec<SignalId>, reason: DeclineReason, note: String) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn snooze(&self, ids: Vec<SignalId>, until: Time) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn reopen(&self, ids: Vec<SignalId>) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

}
