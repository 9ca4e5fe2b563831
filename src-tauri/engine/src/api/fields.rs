//! What goes where: the rules by which an opportunity fills the fields of one tracker.

use std::collections::BTreeMap;

use super::Engine;
use super::opportunity_edits::stage_in_words;
use super::trackers::Line;
use super::types::{FieldsView, OpportunityDetail, OwnField, StepDone};
use crate::connectors::{self, ExportKey, FieldValue, ItemChange, Tracker};
use crate::error::Result;
use crate::export::fields::{FieldRule, Told, checked, usual};
use crate::journal::{Change, Entity};
use crate::model::{ConnectionId, Range};
use crate::store::connections;

impl Engine {
    pub async fn connection_fields(&self, id: ConnectionId) -> Result<FieldsView> {
        let connection = connections::one(self.store.reader(), id).await?;
        let tracker = connectors::tracker(&connection.account())?;
        let own = tracker.own_fields();
        let named = |(name, label): &(&str, &str)| OwnField { name: (*name).to_owned(), label: (*label).to_owned() };
        Ok(FieldsView {
            rules: connection.rules().unwrap_or_else(|| usual(follows(&*tracker))),
            own: own.known.iter().map(named).collect(),
            others: own.others.to_owned(),
            follows: follows(&*tracker),
        })
    }

    /// Decides it as one undoable step. Items that are there already stay as they are.
    pub async fn set_connection_fields(&self, id: ConnectionId, rules: Vec<FieldRule>) -> Result<StepDone> {
        let connection = connections::one(self.store.reader(), id).await?;
        let tracker = connectors::tracker(&connection.account())?;
        let rules = checked(rules, tracker.own_fields(), follows(&*tracker))?;
        let text = if rules == usual(follows(&*tracker)) {
            String::new()
        } else {
            serde_json::to_string(&rules).unwrap_or_default()
        };
        let change = Change::new(Entity::Connection, &connection.uid, "fields", text);
        self.decide(format!("Changed what goes where in “{}”", connection.name), &[change]).await
    }
}

impl Line<'_> {
    /// The rules in force.
    pub fn rules(&self) -> Vec<FieldRule> {
        self.connection.rules().unwrap_or_else(|| usual(self.follows()))
    }

    /// True when an item that is there can be changed.
    pub fn follows(&self) -> bool {
        follows(&*self.tracker)
    }
}

fn follows(tracker: &dyn Tracker) -> bool {
    tracker.update("0", &ItemChange::default(), &ExportKey(String::new())).is_some()
}

/// What a tracker's own fields can be filled with. Whatever nobody has set is missing.
pub(super) fn facts(detail: &OpportunityDetail) -> BTreeMap<Told, FieldValue> {
    let row = &detail.row;
    let likely = |range: Option<Range>| range.map(|range| number(range.likely));
    let count = |many: u32| Some(number(many.into()));
    let text = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(|t| FieldValue::Text(t.to_owned()));
    [
        (Told::Value, row.value.map(|value| number(value.p50))),
        (Told::Reach, likely(row.inputs.reach)),
        (Told::Impact, likely(row.inputs.impact)),
        (Told::Confidence, likely(row.inputs.confidence)),
        (Told::Effort, likely(row.inputs.effort)),
        (Told::Owner, text(&detail.row.owner)),
        (Told::Service, text(row.service.as_deref().unwrap_or_default())),
        (Told::Stage, text(&stage_in_words(row.stage))),
        (Told::Evidence, count(row.evidence.signals())),
        (Told::People, count(row.evidence.reporters)),
        (Told::Customers, count(row.evidence.customers)),
        (Told::Revenue, Some(number(row.evidence.revenue as f64)).filter(|_| row.evidence.customers > 0)),
    ]
    .into_iter()
    .filter_map(|(told, value)| Some((told, value?)))
    .collect()
}

/// Two decimals, and none from a hundred on.
fn number(exact: f64) -> FieldValue {
    FieldValue::Number(if exact.abs() >= 100.0 { exact.round() } else { (exact * 100.0).round() / 100.0 })
}
