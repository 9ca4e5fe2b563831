//! A workspace on which the tests of opportunities work.

use std::path::Path;

use engine::api::types::{OpportunityQuery, OpportunityRow, WorkspaceName};
use engine::api::{Engine, workspace_file};
use engine::model::{OpportunityId, Range, RiceInputs, SignalId, Stage};
use support::{Clock, open};
use tempfile::TempDir;

pub const OPP_1: OpportunityId = OpportunityId(1);
pub const OPP_2: OpportunityId = OpportunityId(2);

pub struct Bench {
    pub folder: TempDir,
    pub clock: Clock,
    pub engine: Engine,
}

impl Bench {
    pub async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::at("2026-11-21T09:00:00Z");
        let engine = open(folder.path(), &clock).await;
        Bench { folder, clock, engine }
    }

    /// A workspace with four signals: two tickets of Ana at Acme, one of Ben at Bolt, and an incident of Bolt.
    pub async fn with_signals() -> Self {
        let bench = Bench::new().await;
        plant(bench.folder.path());
        bench
    }

    pub async fn row(&self, id: OpportunityId) -> OpportunityRow {
        let list = self.engine.opportunities(everything()).await.unwrap();
        list.rows.iter().find(|row| row.id == id).map(|row| (**row).clone()).unwrap()
    }
}

pub fn everything() -> OpportunityQuery {
    OpportunityQuery { stages: Stage::ALL.to_vec(), include_deleted: true, ..OpportunityQuery::default() }
}

/// Signals as a pull would have left them: 1 and 2 from Ana (Acme, €184,000), 3 from Ben (Bolt, revenue not
/// known), 4 an incident that nobody reported.
fn plant(folder: &Path) {
    let database = rusqlite::Connection::open(workspace_file(folder, WorkspaceName::Own)).unwrap();
    database
        .execute_batch(
            "INSERT INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
               VALUES (1, 'desk', 'Desk', 'redmine', 'https://desk.example.com', '', '', 0);
             INSERT INTO customer (id, name, revenue) VALUES (1, 'Acme', 184000), (2, 'Bolt', NULL);
             INSERT INTO reporter (id, identity, name, customer_id) VALUES (1, 'ana@acme.example', 'Ana', 1),
               (2, 'ben@bolt.example', 'Ben', 2);
             INSERT INTO signal (id, connection_id, external_id, kind, status, customer_id, reporter_id, happened_at,
               updated_at, title, content_hash) VALUES
               (1, 1, 'T-1', 5, 0, 1, 1, 1795000000000, 0, 'Charged again', 1),
               (2, 1, 'T-2', 5, 0, 1, 1, 1795100000000, 0, 'Paid twice', 2),
               (3, 1, 'T-3', 6, 0, NULL, 2, 1795200000000, 0, 'Two invoices, one order', 3),
               (4, 1, 'I-4', 0, 1, 2, NULL, 1787000000000, 0, 'Payment queue stuck', 4);
             INSERT INTO signal_text (signal_id, body, facts, raw)
               SELECT id, 'The card was charged two times.', '{}', '' FROM signal;",
        )
        .unwrap();
}

pub fn exact(reach: f64, impact: f64, effort: f64) -> RiceInputs {
    RiceInputs {
        reach: Some(Range::exactly(reach)),
        impact: Some(Range::exactly(impact)),
        confidence: None,
        effort: Some(Range::exactly(effort)),
    }
}

pub fn ids(ids: &[u32]) -> Vec<SignalId> {
    ids.iter().copied().map(SignalId).collect()
}
