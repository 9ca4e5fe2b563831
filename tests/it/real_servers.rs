//! The engine against Redmine, Request Tracker, Alertmanager and Prometheus running for real on loopback.

use std::sync::Arc;

use engine::api::types::{
    CommentState, ConnectionForm, ConnectionView, PullReport, SignalDetail, SignalQuery, WorkspaceName,
};
use engine::api::{Context, Engine};
use engine::connectors::Account;
use engine::error::{Problem, ProblemKind};
use engine::http::Limits;
use engine::model::{ConnectionId, Kind, Severity, SignalId, Status, StatusCategory, TriageState};
use rstest::rstest;
use serde_json::json;
use support::breaking_line::BreakingLine;
use support::servers::{Alertmanager, Prometheus, Redmine, RequestTracker, free_port, redmine, request_tracker};
use support::{Clock, context};
use tempfile::TempDir;

/// A workspace of its own, patient enough for real servers on a busy machine.
struct Desk {
    engine: Engine,
    _folder: TempDir,
}

impl Desk {
    async fn open() -> Desk {
        Desk::reopened(TempDir::new().unwrap()).await
    }

    /// As after a crash.
    async fn reopened(folder: TempDir) -> Desk {
        let context = Context {
            limits: Limits::default(),
            // Export keys must be unique in a Redmine that other tests share.
            new_uid: Arc::new(|| format!("{:032x}", rand::random::<u128>())),
            ..context(&Clock::at("2026-11-21T09:00:00Z"))
        };
        let engine = Engine::open(folder.path(), WorkspaceName::Own, context).await.unwrap();
        Desk { engine, _folder: folder }
    }

    async fn connect(&self, account: Account, secret: &str) -> ConnectionView {
        let form = ConnectionForm { name: account.vendor.clone(), account };
        let secret = (!secret.is_empty()).then(|| secret.to_owned());
        self.engine.add_connection(form, secret).await.unwrap()
    }

    async fn pull(&self, id: ConnectionId) -> PullReport {
        self.engine.pull(id).await.unwrap()
    }

    async fn signals(&self) -> Vec<SignalDetail> {
        let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
        let mut all = Vec::new();
        for id in self.engine.signal_ids(query).await.unwrap() {
            all.push(self.engine.signal(SignalId(id)).await.unwrap());
        }
        all
    }

    async fn signal(&self, external_id: &str) -> SignalDetail {
        let all = self.signals().await;
        all.into_iter().find(|signal| signal.external_id == external_id).expect("the signal is here")
    }
}

fn counts(report: &PullReport) -> (u32, u32, u32, u32) {
    assert_eq!(report.problem, None);
    (report.new, report.changed, report.resolved_by_absence, report.set_aside)
}

#[tokio::test]
async fn redmine_is_read_to_its_end_once() {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    let connection = desk.connect(redmine.account("checkout"), Redmine::KEY).await;
    let whole = Redmine::ISSUES as u32 - 1;
    assert_eq!(counts(&desk.pull(connection.id).await), (whole, 0, 0, 0));
    let again = desk.pull(connection.id).await;
    assert_eq!(counts(&again), (0, 0, 0, 0));
    assert!(again.read < whole, "the second pull starts at the cursor, not from the beginning");

    let issue = desk.signal("5").await;
    assert_eq!((issue.row.kind, issue.row.severity), (Kind::Ticket, Some(Severity::Low)));
    assert_eq!(issue.row.title, "Card payment 5 is refused at checkout");
    assert_eq!(
        issue.body,
        "What happened\n\n- The card was refused at step 5\n- Log (http://logs.example.test/5) & code 5"
    );
    assert_eq!(issue.row.service.as_deref(), Some("Checkout"));
    assert_eq!(issue.reporter.unwrap().name, "Nina Novak");
    assert!(issue.facts.contains(&("category".to_owned(), "Payments".to_owned())));
}

#[tokio::test]
async fn redmine_tells_what_changed_since() {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    redmine.create_project("since").await;
    let first = redmine.create_issue("since", "The map is empty", "").await;
    redmine.create_issue("since", "The list is empty", "").await;
    let connection = desk.connect(redmine.account("since"), Redmine::KEY).await;
    assert_eq!(counts(&desk.pull(connection.id).await), (2, 0, 0, 0));

    redmine.change_issue(first, json!({ "subject": "The map stays empty" })).await;
    redmine.set_status(first, "Closed").await;
    redmine.create_issue("since", "The chart is empty", "").await;
    assert_eq!(counts(&desk.pull(connection.id).await), (1, 1, 0, 0));
    let changed = desk.signal(&first.to_string()).await;
    assert_eq!(changed.row.title, "The map stays empty");
    assert_eq!(changed.row.status, Status::Closed);
    assert!(changed.resolved_at.is_some());
}

#[tokio::test]
async fn redmine_shows_a_member_less_than_an_administrator() {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    let connection = desk.connect(redmine.account("vault"), Redmine::MEMBER_KEY).await;
    let report = desk.pull(connection.id).await;
    let problem = report.problem.expect("the vault is closed to her");
    assert!(matches!(problem.kind, ProblemKind::Credential | ProblemKind::NotFound), "{problem}");
    assert_eq!(desk.signals().await.len(), 0);
}

#[tokio::test]
async fn request_tracker_is_read_to_its_end_once_with_what_people_wrote() {
    let (desk, tracker) = (Desk::open().await, request_tracker().await);
    let connection = desk.connect(tracker.account("Helpdesk"), &tracker.token).await;
    assert_eq!(counts(&desk.pull(connection.id).await), (RequestTracker::TICKETS as u32, 0, 0, 0));
    assert_eq!(counts(&desk.pull(connection.id).await), (0, 0, 0, 0));

    let plain = desk.signal("1").await;
    assert_eq!(plain.body, "The terminal froze after item 1.\nIt stayed dark for an hour.");
    assert_eq!(plain.reporter.unwrap().email.as_deref(), Some("rita@example.test"));
    let html = desk.signal("4").await;
    assert_eq!(html.body, "The terminal froze after item 4 & stayed dark.");
    assert_eq!((html.row.kind, html.row.status), (Kind::Ticket, Status::Closed));
    assert_eq!(desk.signal("3").await.row.status, Status::Resolved);
    assert!(desk.signal("3").await.resolved_at.is_some());
    assert_eq!(plain.resolved_at, None, "1970 is no date");
}

#[rstest]
#[case::token(true)]
#[case::password(false)]
#[tokio::test]
async fn request_tracker_tells_what_changed_since(#[case] by_token: bool) {
    let (desk, tracker) = (Desk::open().await, request_tracker().await);
    let queue = if by_token { "Rita's desk" } else { "Second desk" };
    tracker.create_queue(queue).await;
    let first = tracker.create_ticket(queue, "The badge is lost", "I left it in the bus.").await;
    let mut account = tracker.account(queue);
    let secret = if by_token { tracker.token.as_str() } else { RequestTracker::PASSWORD };
    if !by_token {
        account.user = "root".to_owned();
    }
    let connection = desk.connect(account, secret).await;
    assert_eq!(counts(&desk.pull(connection.id).await), (1, 0, 0, 0));
    tracker.change_ticket(first, json!({ "Status": "resolved" })).await;
    tracker.create_ticket(queue, "The door is stuck", "Since this morning.").await;
    assert_eq!(counts(&desk.pull(connection.id).await), (1, 1, 0, 0));
    let resolved = desk.signal(&first.to_string()).await;
    assert_eq!((resolved.row.status, resolved.body.as_str()), (Status::Resolved, "I left it in the bus."));
}

#[tokio::test]
async fn an_alert_that_is_gone_is_resolved() {
    let (desk, alerts) = (Desk::open().await, Alertmanager::start().await);
    let latency = json!({ "alertname": "Latency", "service": "checkout", "severity": "critical" });
    alerts.fire(latency.clone(), json!({ "summary": "p99 over 2 s", "description": "Since the release" })).await;
    alerts.fire(json!({ "alertname": "DiskFull", "job": "node", "severity": "warning" }), json!({})).await;
    let connection = desk.connect(alerts.account(), "").await;
    assert_eq!(counts(&desk.pull(connection.id).await), (2, 0, 0, 0));
    alerts.fire(latency.clone(), json!({ "summary": "p99 over 2 s", "description": "Since the release" })).await;
    assert_eq!(counts(&desk.pull(connection.id).await), (0, 0, 0, 0), "a repeat changes nothing");

    alerts.resolve(latency).await;
    assert_eq!(counts(&desk.pull(connection.id).await), (0, 0, 1, 0));
    let mut seen: Vec<_> =
        desk.signals().await.into_iter().map(|s| (s.row.title, s.row.severity, s.row.service, s.row.status)).collect();
    seen.sort();
    let wanted = [
        ("DiskFull".to_owned(), Some(Severity::Medium), Some("node".to_owned()), Status::Open),
        ("p99 over 2 s".to_owned(), Some(Severity::Critical), Some("checkout".to_owned()), Status::Resolved),
    ];
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn real_prometheus_alerts_come_with_their_rules_and_go() {
    let latency = ("Latency", json!({ "service": "checkout", "severity": "critical" }), json!({ "summary": "Slow" }));
    let disk = ("DiskFull", json!({ "job": "node", "severity": "warning" }), json!({}));
    let (desk, prometheus) = (Desk::open().await, Prometheus::start(&[latency.clone(), disk.clone()]).await);
    let connection = desk.connect(prometheus.account(), "").await;
    assert_eq!(counts(&desk.pull(connection.id).await), (2, 0, 0, 0));
    assert_eq!(counts(&desk.pull(connection.id).await), (0, 0, 0, 0), "what goes on changes nothing");

    prometheus.fire(&[disk]).await;
    assert_eq!(counts(&desk.pull(connection.id).await), (0, 0, 1, 0));
    let signals = desk.signals().await;
    let slow = signals.iter().find(|signal| signal.row.title == "Slow").expect("the latency alert is here");
    assert_eq!((slow.row.severity, slow.row.status), (Some(Severity::Critical), Status::Resolved));
    assert_eq!(slow.row.service.as_deref(), Some("checkout"));
    let fact = |name: &str| slow.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    assert_eq!(fact("query").as_deref(), Some("vector(1) > 0"));
    assert_eq!(fact("rule_group").as_deref(), Some("always"));
    let full = signals.iter().find(|signal| signal.row.title == "DiskFull").expect("the disk alert is here");
    assert_eq!((full.row.severity, full.row.status), (Some(Severity::Medium), Status::Open));
}

#[derive(Clone, Copy)]
enum Broken {
    Secret,
    Project,
    Address,
}

#[rstest]
#[tokio::test]
async fn a_failed_pull_keeps_what_is_stored_and_says_why(
    #[values("redmine", "request_tracker")] vendor: &str,
    #[values(Broken::Secret, Broken::Project, Broken::Address)] broken: Broken,
) {
    let desk = Desk::open().await;
    let (account, secret) = match vendor {
        "redmine" => (redmine().await.account("checkout"), Redmine::KEY.to_owned()),
        _ => (request_tracker().await.account("Helpdesk"), request_tracker().await.token.clone()),
    };
    let connection = desk.connect(account.clone(), &secret).await;
    let stored = desk.pull(connection.id).await.new;
    assert!(stored > 100);

    let (mut worse, mut wrong) = (account.clone(), None);
    match broken {
        Broken::Secret => wrong = Some("wrong".to_owned()),
        Broken::Project => worse.project = "no-such-place".to_owned(),
        Broken::Address => worse.base_url = format!("http://127.0.0.1:{}", free_port()),
    }
    let secret = wrong.or(Some(secret));
    let form = ConnectionForm { name: connection.name.clone(), account: worse };
    desk.engine.edit_connection(connection.id, form, secret).await.unwrap();
    let report = desk.pull(connection.id).await;
    assert_eq!(desk.signals().await.len() as u32, stored);
    match (vendor, broken) {
        // Request Tracker answers an unknown queue with an empty list.
        ("request_tracker", Broken::Project) => assert_eq!(report.problem, None),
        (_, broken) => assert_plain(&report.problem.expect("it failed"), broken),
    }
}

fn assert_plain(problem: &Problem, broken: Broken) {
    let wanted = match broken {
        Broken::Secret => ProblemKind::Credential,
        Broken::Project => ProblemKind::NotFound,
        Broken::Address => ProblemKind::Unreachable,
    };
    assert_eq!(problem.kind, wanted, "{problem}");
    assert!(!problem.kept.is_empty() && !problem.todo.is_empty(), "{problem}");
    assert!(problem.what.contains("127.0.0.1"), "{problem}");
}

#[tokio::test]
async fn an_opportunity_goes_to_redmine_and_its_status_comes_back() {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    redmine.create_project("export").await;
    let engine = &desk.engine;
    let connection = desk.connect(redmine.account("export"), Redmine::KEY).await;
    let made = engine.create_opportunity("One *charge* per order".to_owned()).await.unwrap();
    let opportunity = made.opportunity.unwrap().id;
    let draft = engine.preview_export(opportunity, connection.id).await.unwrap().draft;
    let sent = engine.send_export(opportunity, connection.id, draft, Some("A test".to_owned())).await.unwrap();
    let item = sent.item.unwrap_or_else(|| panic!("it was sent: {:?}", sent.problem));
    assert_eq!((item.status.as_str(), item.category), ("New", StatusCategory::ToDo));

    let issues = redmine.issues("export").await;
    assert_eq!(issues.len(), 1);
    assert_eq!(issues[0]["subject"], "One *charge* per order");
    let id = issues[0]["id"].as_u64().unwrap();
    assert_eq!(item.label, format!("#{id}"));

    for (status, category) in [
        ("In Progress", StatusCategory::InProgress),
        ("Resolved", StatusCategory::InProgress),
        ("Closed", StatusCategory::Done),
        ("Rejected", StatusCategory::Dropped),
    ] {
        redmine.set_status(id, status).await;
        let report = engine.read_statuses().await.unwrap();
        assert_eq!(report.problems, []);
        assert_eq!((report.changed[0].item.status.as_str(), report.changed[0].item.category), (status, category));
    }
}

#[tokio::test]
async fn a_comment_whose_sender_is_killed_stays_the_only_one_in_redmine() {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    redmine.create_project("talk").await;
    let number = redmine.create_issue("talk", "One charge per order", "").await;
    let line = BreakingLine::to(&redmine.url).await.unwrap();
    let account = Account { base_url: line.url.clone(), ..redmine.account("talk") };
    let connection = desk.connect(account.clone(), Redmine::KEY).await.id;
    let opportunity = desk.engine.create_opportunity("One charge".to_owned()).await.unwrap().opportunity.unwrap().id;
    let found = desk.engine.find_items(connection, String::new(), format!("#{number}")).await.unwrap();
    assert_eq!((found.len(), found[0].title.as_str()), (1, "One charge per order"));
    desk.engine.link_item(opportunity, connection, found[0].external_id.clone()).await.unwrap();
    let item = desk.engine.items().await.unwrap()[0].id;
    let notes = async || {
        let issue = redmine.issue(number).await;
        let journal = issue["journals"].as_array().cloned().unwrap_or_default();
        journal.iter().filter(|entry| entry["notes"].as_str().is_some_and(|notes| !notes.is_empty())).count()
    };

    let Desk { engine, _folder: folder } = desk;
    line.break_next_change();
    let sending = tokio::spawn(async move {
        let key = engine.preview_comment(item, "Shipped in *7.42*.".into()).await?.key;
        engine.send_comment(item, "Shipped in *7.42*.".into(), key).await
    });
    line.broken().await;
    sending.abort();
    assert!(sending.await.unwrap_err().is_cancelled(), "nobody has heard the answer");
    assert_eq!(notes().await, 1);

    let desk = Desk::reopened(folder).await;
    let form = ConnectionForm { name: "redmine".into(), account };
    desk.engine.edit_connection(connection, form, Some(Redmine::KEY.to_owned())).await.unwrap();
    let waiting = desk.engine.comments().await.unwrap().remove(0);
    assert_eq!(waiting.state, CommentState::NeedsCheck);
    let settled = desk.engine.settle_comment(waiting.id).await.unwrap();
    assert_eq!((settled.state, settled.attempts), (CommentState::Sent, 1));
    assert_eq!(notes().await, 1, "found, not sent again");
}
