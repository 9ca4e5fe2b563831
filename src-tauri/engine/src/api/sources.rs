#![allow(unused_variables)]
use super::Engine;
use super::types::*;
use crate::connectors::*;
use crate::error::{Problem, Result};
use crate::model::*;

impl Engine {
    pub async fn vendors(&self) -> Result<Vec<Vendor>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn connections(&self) -> Result<Vec<ConnectionView>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn check_connection(
        &self,
        form: ConnectionForm,
        secret: Option<String>,
        existing: Option<ConnectionId>,
    ) -> Result<CheckReport> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn add_connection(&self, form: ConnectionForm, secret: Option<String>) -> Result<ConnectionView> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn edit_connection(
        &self,
        id: ConnectionId,
        form: ConnectionForm,
        secret: Option<String>,
    ) -> Result<ConnectionView> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn pause_connection(&self, id: ConnectionId, paused: bool) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn delete_connection(&self, id: ConnectionId) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn pull(&self, id: ConnectionId) -> Result<PullReport> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn cancel(&self, id: Option<ConnectionId>) -> Result<()> {
        self.running.stop(id);
        Ok(())
    }

    pub async fn set_aside(&self, id: ConnectionId) -> Result<Vec<SetAsideView>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn run_import(&self, file: StagedFile, mapping: Mapping) -> Result<ImportReport> {
        Err(Problem::refused("Not here yet."))
    }
}
