//! Any JSON interface, shown by those of real Redmine, Request Tracker, Alertmanager and Prometheus.

use engine::api::Context;
use engine::api::Engine;
use engine::api::types::{ConnectionForm, PullReport, SignalDetail, SignalQuery, Target, WorkspaceName};
use engine::connectors::Account;
use engine::http::Limits;
use engine::model::{ConnectionId, Kind, Severity, SignalId, TriageState};
use rstest::rstest;
use serde_json::json;
use support::servers::{Alertmanager, Prometheus, Redmine, RequestTracker, redmine, request_tracker};
use support::{Clock, context};
use tempfile::TempDir;

struct Desk {
    engine: Engine,
    _folder: TempDir,
}

impl Desk {
    async fn open() -> Desk {
        let folder = TempDir::new().unwrap();
        let context = Context { limits: Limits::default(), ..context(&Clock::at("2026-11-21T09:00:00Z")) };
        let engine = Engine::open(folder.path(), WorkspaceName::Own, context).await.unwrap();
        Desk { engine, _folder: folder }
    }

    /// Looks whether everything works, and connects.
    async fn connect(&self, form: &ConnectionForm, secret: &str) -> ConnectionId {
        let secret = (!secret.is_empty()).then(|| secret.to_owned());
        let check = self.engine.check_connection(form.clone(), secret.clone(), None).await.unwrap();
        assert!(check.ok, "{:?}", check.steps);
        self.engine.add_connection(form.clone(), secret).await.unwrap().id
    }

    /// Connects, and reads twice: the second time brings nothing new. Gives the first report.
    async fn read_twice(&self, form: &ConnectionForm, secret: &str) -> PullReport {
        let id = self.connect(form, secret).await;
        let first = self.engine.pull(id).await.unwrap();
        let again = self.engine.pull(id).await.unwrap();
        assert_eq!((again.problem, again.new, again.changed, again.set_aside), (None, 0, 0, 0));
        assert_eq!(first.problem, None);
        first
    }

    async fn signals(&self) -> Vec<SignalDetail> {
        let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
        let mut all = Vec::new();
        for id in self.engine.signal_ids(query).await.unwrap() {
            all.push(self.engine.signal(SignalId(id)).await.unwrap());
        }
        all
    }
}

fn form(base_url: &str, user: &str, settings: &[(&str, &str)]) -> ConnectionForm {
    let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let account = Account {
        vendor: "http_json".to_owned(),
        base_url: base_url.to_owned(),
        user: user.to_owned(),
        settings,
        ..Account::default()
    };
    ConnectionForm { name: "Any".to_owned(), account }
}

const ISSUES: (&str, &str) = ("path", "/issues.json?status_id=*&project_id=checkout");
const KEY: [(&str, &str); 2] = [("sign_in", "header"), ("header", "X-Redmine-API-Key")];

#[rstest]
#[case::by_page_number(&[("paging", "page"), ("size", "limit=40")])]
#[case::by_offset(&[("paging", "offset"), ("size", "limit=100")])]
#[case::by_offset_with_the_list_named(&[("paging", "offset"), ("size", "limit=25"), ("list", "issues")])]
#[tokio::test]
async fn real_redmine_is_read_by_every_way_it_pages(#[case] paging: &[(&str, &str)]) {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    let form = form(&redmine.url, "", &[&[ISSUES][..], &KEY, paging].concat());
    let first = desk.read_twice(&form, Redmine::KEY).await;
    assert_eq!((first.new, first.set_aside), (Redmine::ISSUES as u32 - 1, 0));
    let all = desk.signals().await;
    let issue = all.iter().find(|signal| signal.external_id == "5").expect("issue 5 is here");
    assert_eq!(issue.row.title, "Card payment 5 is refused at checkout");
    assert_eq!((issue.row.severity, issue.row.service.as_deref()), (Some(Severity::Low), Some("Checkout")));
}

#[tokio::test]
async fn real_redmine_is_asked_only_for_what_changed() {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    redmine.create_project("json-since").await;
    let first = redmine.create_issue("json-since", "The map is empty", "").await;
    let path = ("path", "/issues.json?status_id=*&project_id=json-since&sort=updated_on");
    let ways = [("paging", "offset"), ("since", "updated_on=>=")];
    let form = form(&redmine.url, "", &[&[path][..], &KEY, &ways].concat());
    let id = desk.connect(&form, Redmine::KEY).await;
    assert_eq!(desk.engine.pull(id).await.unwrap().new, 1);
    redmine.change_issue(first, json!({ "subject": "The map stays empty" })).await;
    redmine.create_issue("json-since", "The list is empty", "").await;
    let report = desk.engine.pull(id).await.unwrap();
    assert_eq!((report.problem, report.new, report.changed), (None, 1, 1));
}

#[rstest]
#[case::an_address_in_the_answer(&[("paging", "cursor"), ("next", "next_page")])]
#[case::page_numbers(&[("paging", "page")])]
#[tokio::test]
async fn real_request_tracker_is_read_by_every_way_it_pages(#[case] paging: &[(&str, &str)]) {
    let (desk, tracker) = (Desk::open().await, request_tracker().await);
    let path = "/REST/2.0/tickets?query=Queue='Helpdesk'&fields=Subject,Status,Created,LastUpdated&per_page=50";
    let settings = [&[("path", path), ("sign_in", "basic")][..], paging].concat();
    let first = desk.read_twice(&form(&tracker.url, "root", &settings), RequestTracker::PASSWORD).await;
    assert_eq!((first.new, first.set_aside), (RequestTracker::TICKETS as u32, 0));
}

#[tokio::test]
async fn real_request_tracker_takes_a_token_in_a_header() {
    let (desk, tracker) = (Desk::open().await, request_tracker().await);
    let settings = [
        ("path", "/REST/2.0/tickets?query=id=1&fields=Subject,Created"),
        ("sign_in", "header"),
        ("header", "Authorization"),
    ];
    let first = desk.read_twice(&form(&tracker.url, "", &settings), &format!("token {}", tracker.token)).await;
    assert_eq!(first.new, 1);
}

#[tokio::test]
async fn real_alertmanager_is_a_bare_list() {
    let (desk, alerts) = (Desk::open().await, Alertmanager::start().await);
    let labels = json!({ "alertname": "Latency", "service": "checkout", "severity": "critical" });
    alerts.fire(labels, json!({ "summary": "p99 over 2 s", "description": "Since the release" })).await;
    let form = form(&alerts.url, "", &[("path", "/api/v2/alerts"), ("sign_in", "none")]);

    // The preview is live: what the person changes is shown at once.
    let file = desk.engine.sample_connection(form.clone(), None, None).await.unwrap();
    let guessed = desk.engine.preview_import(file.clone(), None).await.unwrap();
    assert_eq!((guessed.blocked.clone(), guessed.first_rows[0].title.as_str()), (None, "Latency"));
    let mut mapping = guessed.mapping;
    for (column, target) in guessed.columns.iter().zip(&mut mapping.columns) {
        match column.name.as_str() {
            "annotations.summary" => *target = Target::Title,
            "labels.alertname" => *target = Target::LeaveOut,
            _ => {}
        }
    }
    let changed = desk.engine.preview_import(file, Some(mapping)).await.unwrap();
    assert_eq!(changed.first_rows[0].title, "p99 over 2 s");

    assert_eq!(desk.read_twice(&form, "").await.new, 1);
    let alert = desk.signals().await.remove(0);
    assert_eq!((alert.row.kind, alert.row.severity), (Kind::Alert, Some(Severity::Critical)));
    assert_eq!((alert.row.service.as_deref(), alert.body.as_str()), (Some("checkout"), "Since the release"));
}

#[tokio::test]
async fn real_prometheus_holds_its_list_deep_inside() {
    let latency = ("Latency", json!({ "service": "checkout", "severity": "critical" }), json!({ "summary": "Slow" }));
    let (desk, prometheus) = (Desk::open().await, Prometheus::start(&[latency]).await);
    let form = form(&prometheus.url, "", &[("path", "/api/v1/alerts"), ("sign_in", "none"), ("list", "data.alerts")]);
    assert_eq!(desk.read_twice(&form, "").await.new, 1);
    let alert = desk.signals().await.remove(0);
    assert_eq!((alert.row.title.as_str(), alert.row.service.as_deref()), ("Latency", Some("checkout")));
    assert_eq!(alert.row.severity, Some(Severity::Critical));
}
