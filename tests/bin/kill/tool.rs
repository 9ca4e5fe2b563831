//! The tool that is pulled from and exported to, and what it holds in the end.

use std::time::Duration;

use engine::connectors::Account;
use support::fake_redmine::{Issues, serve};
use support::servers::Redmine;
use wiremock::MockServer;

/// Issues of the small tool: several pages.
const ISSUES: u32 = 430;
/// What some more of them are about, so that there are themes; so many of each.
const SUBJECTS: [&str; 3] =
    ["Checkout times out with a large cart", "Wrong tax rate on the invoice PDF", "Signed out while typing a form"];
const OF_A_SUBJECT: u32 = 25;
/// The empty project of the real one.
const PROJECT: &str = "backlog";

pub enum Tool {
    /// Speaks Redmine's API, quickly.
    Small {
        server: MockServer,
        issues: Issues,
    },
    Real(Redmine),
}

impl Tool {
    pub async fn small() -> Tool {
        let issues = Issues::generated(ISSUES);
        for (number, subject) in (0..OF_A_SUBJECT).flat_map(|number| SUBJECTS.map(|subject| (number, subject))) {
            issues.add_issue(&format!("{subject}, customer {}", name_of(number)), "");
        }
        Tool::Small { server: serve(&issues, Duration::from_millis(3)).await, issues }
    }

    pub async fn real() -> Tool {
        Tool::Real(Redmine::start().await)
    }

    pub fn account(&self) -> Account {
        let (base_url, project) = match self {
            Tool::Small { server, .. } => (server.uri(), "shop"),
            Tool::Real(redmine) => (redmine.url.clone(), PROJECT),
        };
        Account { vendor: "redmine".into(), base_url, project: project.to_owned(), ..Account::default() }
    }

    /// How many issues carry `key`.
    pub fn holding(&self, key: &str) -> usize {
        match self {
            Tool::Small { issues, .. } => issues.holding(key),
            Tool::Real(redmine) => redmine.holding(PROJECT, key) as usize,
        }
    }

    /// All issues.
    pub fn len(&self) -> usize {
        match self {
            Tool::Small { issues, .. } => issues.len(),
            Tool::Real(redmine) => redmine.holding(PROJECT, "") as usize,
        }
    }
}

/// A word of its own for each number: texts that differ in digits only are one text.
fn name_of(number: u32) -> String {
    number.to_string().chars().map(|digit| char::from(b'a' + (digit as u8 - b'0'))).collect()
}
