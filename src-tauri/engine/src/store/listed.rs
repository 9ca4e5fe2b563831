//! What lists show of opportunities beside their evidence, held in memory: read once, then anew after a commit that
//! changed any of it. Pulls bring signals, which leave it as it is.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use sqlx::SqliteConnection;

use super::andon::{self, Flag};
use super::items::{self, Item};
use super::opportunities::{self, Record};
use super::risks::{self, Risk};
use super::{Store, scores};
use crate::error::Result;
use crate::model::OpportunityId;
use crate::score::RiskAssessment;
use crate::score::inputs::{self, Inputs};

#[derive(Debug, Default)]
pub struct Listed {
    /// Every opportunity, deleted ones too, by number.
    pub records: Vec<Record>,
    /// What people entered for their values.
    pub inputs: HashMap<OpportunityId, Inputs>,
    /// The register of each that has one, in the order of the kinds.
    pub risks: HashMap<OpportunityId, Vec<Risk>>,
    /// The same without the kinds.
    pub judged: HashMap<OpportunityId, Vec<RiskAssessment>>,
    /// The linked items of each that has some, the one changed last first.
    pub items: HashMap<OpportunityId, Vec<Item>>,
    /// Those whose export a flag stops.
    pub stopped: HashMap<OpportunityId, Flag>,
}

impl Store {
    /// As of the newest commit. Don't hold a connection of the readers across the call.
    pub async fn listed(&self) -> Result<Arc<Listed>> {
        if let Some(held) = self.held_list() {
            return Ok(held);
        }
        // No commit comes between the reading and what it is kept as.
        let _turn = self.turn.lock().await;
        if let Some(held) = self.held_list() {
            return Ok(held);
        }
        let listed = Arc::new(read(&mut *self.readers.begin().await?).await?);
        self.hold_list(Some(listed.clone()));
        Ok(listed)
    }

    fn held_list(&self) -> Option<Arc<Listed>> {
        self.listed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn hold_list(&self, listed: Option<Arc<Listed>>) {
        *self.listed.write().unwrap_or_else(PoisonError::into_inner) = listed;
    }
}

/// Whether the transaction changed any of it, and forgets that it did.
pub(super) async fn changed(tx: &mut SqliteConnection) -> Result<bool> {
    Ok(sqlx::query("DELETE FROM opportunities_changed").execute(tx).await?.rows_affected() > 0)
}

async fn read(read: &mut SqliteConnection) -> Result<Listed> {
    let records = opportunities::all(&mut *read).await?;
    let risks = risks::all(&mut *read).await?;
    let mut others = scores::inputs(&mut *read).await?;
    let mut items: HashMap<OpportunityId, Vec<Item>> = HashMap::new();
    for item in items::linked(&mut *read, None).await? {
        items.entry(item.opportunity).or_default().push(item);
    }
    let inputs = records
        .iter()
        .map(|record| (record.id, inputs::all(&record.rice, others.remove(&record.id).unwrap_or_default())))
        .collect();
    let judged = |of: &Vec<Risk>| of.iter().map(|(_, judged)| judged.clone()).collect();
    Ok(Listed {
        inputs,
        judged: risks.iter().map(|(id, of)| (*id, judged(of))).collect(),
        risks,
        items,
        stopped: andon::stopped(read).await?,
        records,
    })
}
