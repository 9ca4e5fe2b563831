#![allow(unused_variables)]
use super::Engine;
use super::types::*;
#[allow(unused_imports)]
use crate::connectors::*;
use crate::error::{Problem, Result};
use crate::model::*;

impl Engine {
    pub async fn opportunities(&self, query: OpportunityQuery) -> Result<OpportunityList> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn opportunity(&self, id: OpportunityId) -> Result<OpportunityDetail> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn create_opportunity(&self, title: String) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn edit_opportunity(
        &self,
        id: OpportunityId,
        field: OpportunityField,
        value: String,
    ) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn set_stage(&self, id: OpportunityId, stage: Stage, reason: String) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn delete_opportunity(&self, id: OpportunityId, deleted: bool) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn set_evidence(
        &self,
        id: OpportunityId,
        signals: Vec<SignalId>,
        importance: Option<u8>,
    ) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn set_score(&self, id: OpportunityId, inputs: RiceInputs) -> Result<StepDone> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn try_score(&self, id: OpportunityId, inputs: RiceInputs) -> Result<Receipt> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn receipt(&self, id: OpportunityId, of: NumberOf) -> Result<Receipt> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn opportunity_history(&self, id: OpportunityId) -> Result<Vec<HistoryEntry>> {
        Err(Problem::refused("Not here yet."))
    }

    pub async fn signal_history(&self, id: SignalId) -> Result<Vec<HistoryEntry>> {
        Err(Problem::refused("Not here yet."))
    }
}
