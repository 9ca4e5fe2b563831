#![allow(unused_variables)]
use super::types::*;
use super::Engine;
#[allow(unused_imports)]
use crate::connectors::*;
use crate::error::{Problem, Result};
use crate::model::*;

impl Engine {
    pub async fn workspace(&self) -> Result<WorkspaceInfo> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn set_settings(&self, settings: Settings) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn fill_demo(&self) -> Result<WorkspaceInfo> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn undo(&self) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn redo(&self) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn recent(&self, limit: u32) -> Result<Vec<HistoryEntry>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn find(&self, text: String) -> Result<Vec<FoundThing>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn backups(&self) -> Result<Vec<Backup>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn back_up(&self) -> Result<Backup> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn restore(&self, name: String) -> Result<WorkspaceInfo> {
        Err(Problem::refused("Not here yet."))
    }

}
