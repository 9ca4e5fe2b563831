//! A workspace whose signals are about three subjects.

use engine::api::types::*;
use engine::api::{Engine, workspace_file};
use engine::model::{ConnectionId, Customer, Kind, Record, SignalId, Status, ThemeId, Time, TriageState};
use engine::store::Store;
use engine::store::bulk::write_records;
use support::{Clock, open, time};
use tempfile::TempDir;

pub const NOW: &str = "2026-11-21T09:00:00Z";

/// Subjects whose texts share words, so that words alone tell them apart.
pub const SUBJECTS: [(&str, [&str; 8]); 3] = [
    (
        "cart",
        [
            "Checkout times out with a large cart",
            "Large cart never finishes checkout",
            "Checkout spinner hangs on large carts",
            "Timeout at checkout, cart of 340 lines",
            "Our large cart can't pass the checkout",
            "Cart checkout timeout again today",
            "Checkout fails for the large cart of our buyer",
            "Large cart: checkout times out at payment",
        ],
    ),
    (
        "invoice",
        [
            "Wrong tax rate on the invoice PDF",
            "Invoice PDF shows the wrong tax",
            "Tax rate of invoice is wrong since Monday",
            "The invoice PDF prints a wrong tax rate",
            "Wrong VAT tax on invoice documents",
            "Invoice tax rate wrong for reverse charge",
            "PDF invoice: tax rate is wrong",
            "Auditor found a wrong tax rate on invoices",
        ],
    ),
    (
        "login",
        [
            "Signed out in the middle of work",
            "I was signed out again while typing",
            "Session ends, signed out during approval",
            "Signed out every ten minutes by the session",
            "Users signed out when the session expires",
            "Why am I signed out after lunch, session gone",
            "Signed out twice, the session is lost",
            "Session lost: signed out while uploading",
        ],
    ),
];

pub fn ticket(id: usize, title: &str, days: i64) -> Record {
    let at = time(NOW).plus(-days * Time::DAY);
    let name = format!("Customer {}", id % 5);
    Record {
        external_id: format!("T-{id}"),
        kind: Kind::Ticket,
        title: title.to_owned(),
        body: String::new(),
        url: None,
        severity: None,
        status: Status::Open,
        happened_at: at,
        updated_at: at,
        resolved_at: None,
        service: None,
        customer: Some(Customer { name, revenue: Some(10_000 * (1 + id as i64 % 5)), ..Customer::default() }),
        reporter: None,
        facts: Default::default(),
        raw: String::new(),
    }
}

pub struct Bench {
    pub folder: TempDir,
    pub clock: Clock,
    pub engine: Engine,
    pub subject: Vec<&'static str>,
}

impl Bench {
    /// A workspace with the first `each` texts of every subject, alternating.
    pub async fn with(each: usize) -> Bench {
        let (folder, clock) = (TempDir::new().unwrap(), Clock::at(NOW));
        let engine = open(folder.path(), &clock).await;
        let mut bench = Bench { folder, clock, engine, subject: Vec::new() };
        bench.bring(0..each).await;
        bench
    }

    /// Brings in texts of every subject, as a pull would.
    pub async fn bring(&mut self, texts: std::ops::Range<usize>) {
        let mut records = Vec::new();
        for at in texts {
            for (subject, titles) in SUBJECTS {
                self.subject.push(subject);
                records.push(ticket(self.subject.len(), titles[at], 2 + at as i64 * 9));
            }
        }
        self.write(&records).await;
    }

    pub async fn write(&mut self, records: &[Record]) {
        self.engine.close().await.unwrap();
        let file = workspace_file(self.folder.path(), WorkspaceName::Own);
        let store = Store::open(&file, time(NOW)).await.unwrap();
        let sql = "INSERT INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
                   VALUES (1, 'desk', 'Desk', 'redmine', '', '', '', 0) ON CONFLICT DO NOTHING";
        rusqlite::Connection::open(&file).unwrap().execute(sql, []).unwrap();
        let mut write = store.write().await.unwrap();
        write_records(&mut write, ConnectionId(1), records).await.unwrap();
        write.commit().await.unwrap();
        store.close().await.unwrap();
        self.engine = open(self.folder.path(), &self.clock).await;
    }

    pub async fn group(&self) -> ThemesStanding {
        self.engine.group_signals(false).await.unwrap()
    }

    pub async fn rows(&self) -> Vec<ThemeRow> {
        self.engine.themes(ThemeQuery::default()).await.unwrap().themes
    }

    pub async fn theme_of(&self, signal: u32) -> Option<ThemeId> {
        self.engine.theme_place(SignalId(signal)).await.unwrap().theme.map(|theme| theme.id)
    }

    /// The theme that holds the first text of a subject.
    pub async fn theme(&self, subject: &str) -> ThemeId {
        let at = self.subject.iter().position(|of| *of == subject).unwrap();
        self.theme_of(at as u32 + 1).await.unwrap()
    }

    pub async fn members(&self, theme: ThemeId) -> Vec<u32> {
        let query = SignalQuery { themes: vec![theme], states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
        let mut ids = self.engine.signal_ids(query).await.unwrap();
        ids.sort_unstable();
        ids
    }

    pub fn of_subject(&self, subject: &str) -> Vec<u32> {
        (1..).zip(&self.subject).filter(|(_, of)| **of == subject).map(|(id, _)| id).collect()
    }
}
