//! A workspace of two connections on which the tests of services and customers work.

use std::collections::BTreeMap;
use std::path::Path;

use engine::api::types::{PlaceValue, SignalQuery, WorkspaceName};
use engine::api::{Engine, workspace_file};
use engine::model::{ConnectionId, Customer, Kind, Person, Record, RuleField, Status, Time, TriageState};
use engine::store::bulk::write_records;
use engine::store::{Columns, Store, settle};
use support::{Clock, open, time};
use tempfile::TempDir;

pub const DESK: ConnectionId = ConnectionId(1);
pub const OPS: ConnectionId = ConnectionId(2);
pub const NOW: &str = "2026-11-21T09:00:00Z";

/// A ticket with facts, e.g. `("project", "shop")`.
pub fn ticket(id: &str, service: Option<&str>, facts: &[(&str, &str)]) -> Record {
    let at = time(NOW).plus(-Time::HOUR * i64::from(id.bytes().last().unwrap_or(0)));
    Record {
        external_id: id.to_owned(),
        kind: Kind::Ticket,
        title: format!("Ticket {id}"),
        body: String::new(),
        url: None,
        severity: None,
        status: Status::Open,
        happened_at: at,
        updated_at: at,
        resolved_at: None,
        service: service.map(str::to_owned),
        customer: None,
        reporter: None,
        facts: facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        raw: String::new(),
    }
}

/// Written by somebody at `email`, of an organisation if the tool names one.
pub fn letter(id: &str, organisation: Option<&str>, email: &str) -> Record {
    let customer = organisation.map(|name| Customer { name: name.to_owned(), ..Customer::default() });
    let reporter = Some(Person { name: format!("Person {email}"), email: Some(email.to_owned()) });
    Record { customer, reporter, ..ticket(id, None, &[]) }
}

pub struct Mapped {
    pub folder: TempDir,
    pub clock: Clock,
}

impl Mapped {
    pub async fn new() -> Mapped {
        let mapped = Mapped { folder: TempDir::new().unwrap(), clock: Clock::at(NOW) };
        mapped.store().await.close().await.unwrap();
        mapped
    }

    pub async fn with(records: &[Record]) -> (Mapped, Engine) {
        let mapped = Mapped::new().await;
        mapped.pull(DESK, records).await;
        let engine = mapped.open().await;
        (mapped, engine)
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub async fn store(&self) -> Store {
        let file = workspace_file(self.path(), WorkspaceName::Own);
        let store = Store::open(&file, self.clock.now()).await.unwrap();
        rusqlite::Connection::open(file)
            .unwrap()
            .execute_batch(
                "INSERT OR IGNORE INTO connection (id, uid, name, vendor, base_url, user, project, created_at) VALUES
                   (1, 'desk', 'Desk', 'zendesk', '', '', '', 0), (2, 'ops', 'Ops', 'pagerduty', '', '', '', 0)",
            )
            .unwrap();
        store
    }

    pub async fn open(&self) -> Engine {
        open(self.path(), &self.clock).await
    }

    /// What a pull of one page leaves, while the engine is closed.
    pub async fn pull(&self, connection: ConnectionId, records: &[Record]) {
        let store = self.store().await;
        page(&store, connection, records).await;
        settle::pending(&store).await.unwrap();
        store.close().await.unwrap();
    }

    /// The columns as a start without a snapshot reads them.
    pub async fn fresh_columns(&self) -> Columns {
        let _ = std::fs::remove_file(self.path().join("workspace.columns"));
        let store = self.store().await;
        store.columns().clone()
    }

    pub fn rows(&self, sql: &str) -> Vec<(String, Option<String>)> {
        let database = rusqlite::Connection::open(workspace_file(self.path(), WorkspaceName::Own)).unwrap();
        let mut select = database.prepare(sql).unwrap();
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// The service of each signal, by its id in the tool.
    pub fn services(&self) -> BTreeMap<String, Option<String>> {
        let sql = "SELECT s.connection_id || '/' || s.external_id, v.name FROM signal s
                   LEFT JOIN service v ON v.id = s.service_id";
        self.rows(sql).into_iter().collect()
    }

    pub fn customers(&self) -> BTreeMap<String, Option<String>> {
        let sql = "SELECT s.external_id, c.name FROM signal s LEFT JOIN customer c ON c.id = s.customer_id";
        self.rows(sql).into_iter().collect()
    }
}

pub async fn page(store: &Store, connection: ConnectionId, records: &[Record]) {
    let mut write = store.write().await.unwrap();
    write_records(&mut write, connection, records).await.unwrap();
    write.commit().await.unwrap();
}

pub fn place(connection: Option<ConnectionId>, field: RuleField, value: &str) -> PlaceValue {
    PlaceValue { connection, field, value: value.to_owned() }
}

/// How many signals of each service the filter offers, whatever was decided about them.
pub async fn facet(engine: &Engine) -> Vec<(String, u32)> {
    let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
    let facets = engine.facets(query).await.unwrap();
    let mut found: Vec<(String, u32)> = facets.services.into_iter().map(|one| (one.name, one.count)).collect();
    found.sort();
    found
}

pub fn now() -> Time {
    time(NOW)
}
