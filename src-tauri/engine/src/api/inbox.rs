#![allow(unused_variables)]
use super::Engine;
use super::types::*;
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
}
