#![allow(unused_variables)]
use super::Engine;
use super::types::*;
use crate::connectors::*;
use crate::error::{Problem, Result};
use crate::model::*;

impl Engine {
    pub async fn preview_export(&self, id: OpportunityId, connection: ConnectionId) -> Result<ExportPreview> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn look_alikes(&self, id: OpportunityId, connection: ConnectionId) -> Result<Vec<LookAlike>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn send_export(&self, id: OpportunityId, connection: ConnectionId, draft: Draft) -> Result<OutboxEntry> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn settle_outbox(&self, id: OutboxId) -> Result<OutboxEntry> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn cancel_outbox(&self, id: OutboxId) -> Result<OutboxEntry> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn outbox(&self) -> Result<Vec<OutboxEntry>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn items(&self) -> Result<Vec<ItemView>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn link_item(
        &self,
        id: OpportunityId,
        connection: ConnectionId,
        external_id: String,
    ) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn unlink_item(&self, item: ItemId) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn read_statuses(&self) -> Result<StatusReport> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn save_opportunities(&self, format: ExportFormat, query: OpportunityQuery) -> Result<SavedFile> {
        Err(Problem::refused("Not here yet."))
    }
}
