//! The backlog audit: items are read and compared, nothing is written to the tracker, and what people say survives.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{
    AcceptInto, AuditClass, AuditMatchKind, AuditRow, AuditView, ConnectionForm, Evidence, ExportFormat,
    OpportunityQuery,
};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::{ConnectionId, Stage};
use rstest::rstest;
use support::fake_redmine::{Issues, serve};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Signals about Shop: three fresh ones about invoices, one old one about vouchers, one that names an item's address.
const SIGNALS: &str = "\
id,type,title,body,created,service
T-1,ticket,Split invoices by cost centre,We need one invoice for each cost centre,2026-11-10T08:00:00Z,Shop
T-2,ticket,Invoices split by cost centre please,One invoice for each cost centre,2026-11-12T08:00:00Z,Shop
T-3,ticket,Split our invoices by cost centre,Invoices for each cost centre,2026-10-30T08:00:00Z,Shop
T-4,ticket,Gift vouchers as a present,Vouchers to give away as a present,2026-02-01T08:00:00Z,Shop
T-5,ticket,It is dark at night,Your colleague said this is BASE/issues/4 already.,2026-11-01T08:00:00Z,Shop
T-6,ticket,Coffee machine is broken,Beans everywhere,2026-11-18T08:00:00Z,Shop
T-7,ticket,Parking permits,Where do I park,2026-11-18T08:00:00Z,Shop
";

struct Desk {
    engine: Engine,
    issues: Issues,
    connection: ConnectionId,
    server: MockServer,
    clock: Clock,
    _folder: TempDir,
}

/// A tracker with these items.
async fn desk(items: &[(&str, &str)]) -> Desk {
    let issues = Issues::default();
    items.iter().for_each(|(title, body)| issues.add_issue(title, body));
    desk_of(issues).await
}

async fn desk_of(issues: Issues) -> Desk {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
    let server = serve(&issues, Duration::ZERO).await;
    let engine = open(folder.path(), &clock).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: "shop".into(), ..Account::default() };
    let form = ConnectionForm { name: "Tracker".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    Desk { engine, issues, connection, server, clock, _folder: folder }
}

const ITEMS: [(&str, &str); 8] = [
    ("Split invoices by cost centre", "One invoice for each cost centre."),
    ("Gift vouchers as a present", "Vouchers to give away."),
    ("Birthday greetings with confetti", ""),
    ("Night mode", ""),
    ("Invoices, split by cost centre", "One invoice for each cost centre."),
    ("Kiosk for trade fairs", ""),
    ("Haiku of the week", ""),
    ("Kiosk mode for trade fairs", "A kiosk for trade fairs."),
];

impl Desk {
    async fn with_signals() -> Desk {
        let desk = desk(&ITEMS).await;
        desk.import(SIGNALS).await;
        desk
    }

    async fn import(&self, text: &str) {
        let text = text.replace("BASE", &self.server.uri());
        let file = self.engine.stage_file("signals.csv", text.as_bytes()).await.unwrap();
        let preview = self.engine.preview_import(file.clone(), None).await.unwrap();
        let report = self.engine.run_import(file, preview.mapping).await.unwrap();
        assert_eq!((report.set_aside, report.problem), (0, None));
    }

    async fn read(&self) -> AuditView {
        let reading = self.engine.read_backlog(self.connection, false).await.unwrap();
        assert_eq!(reading.problem, None);
        self.all().await
    }

    async fn all(&self) -> AuditView {
        self.engine.backlog_audit(AuditClass::All).await.unwrap()
    }

    async fn row(&self, label: &str) -> AuditRow {
        self.all().await.items.into_iter().find(|row| row.label == label).unwrap()
    }
}

#[tokio::test]
async fn every_open_item_has_a_class_and_a_reason() {
    let desk = Desk::with_signals().await;
    desk.issues.set_status(8, "Closed", true);
    let view = desk.read().await;
    let said: Vec<String> = view
        .items
        .iter()
        .map(|row| {
            let also = row.duplicate_of.as_ref().map_or("", |_| " twice");
            format!("{} {:?}{also}: {}", row.label, row.evidence, row.why)
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    #1 Fresh: 3 signals, the newest 12 Nov
    #2 Stale: 1 signal, the newest 1 Feb
    #3 None: no signal says it
    #4 Fresh: 1 signal, the newest 1 Nov
    #5 Fresh twice: says the same as #1
    #6 None: #8 was delivered and says the same
    #7 None: no signal says it
    ");
    let counts = &view.counts;
    assert_eq!((counts.open, counts.judged, counts.none, counts.duplicates, counts.shipped), (7, 7, 3, 1, 1));
    assert_eq!((counts.could_go, counts.left), (4, 3));
    assert_eq!(view.sentence, "43 % of 7 open items have no evidence.");
    assert!(view.known.contains("about a third of the backlog creates no value for anyone"));
    assert_eq!(
        view.trackers.iter().map(|tracker| (tracker.counts.open, tracker.partial)).collect::<Vec<_>>(),
        [(7, false)]
    );
}

#[rstest]
#[case(AuditClass::Fresh, &["#1", "#4", "#5"])]
#[case(AuditClass::Stale, &["#2"])]
#[case(AuditClass::None, &["#3", "#6", "#7", "#8"])]
#[case(AuditClass::NoData, &[])]
#[case(AuditClass::Duplicate, &["#5", "#8"])]
#[case(AuditClass::Shipped, &[])]
#[tokio::test]
async fn a_class_lists_its_own(#[case] class: AuditClass, #[case] wanted: &[&str]) {
    let desk = Desk::with_signals().await;
    desk.read().await;
    let view = desk.engine.backlog_audit(class).await.unwrap();
    assert_eq!(view.items.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), wanted);
    assert_eq!(view.counts.open, 8, "the numbers are of all");
}

#[tokio::test]
async fn nothing_is_written_to_the_tracker_and_nobody_is_named() {
    let desk = Desk::with_signals().await;
    let view = desk.read().await;
    let detail = desk.engine.audit_item(view.items[0].id).await.unwrap();
    assert!(desk.server.received_requests().await.unwrap().iter().all(|request| request.method.as_str() == "GET"));
    let mut said = serde_json::to_string(&(view, detail, desk.engine.audit_report().await.unwrap())).unwrap();
    for format in [ExportFormat::Csv, ExportFormat::Markdown, ExportFormat::Json, ExportFormat::Html] {
        said += &std::fs::read_to_string(desk.engine.save_audit(format).await.unwrap().path).unwrap();
    }
    assert!(said.contains("Haiku of the week") && !said.contains("Rosa") && !said.contains("Heikkinen"));
}

#[tokio::test]
async fn what_nobody_listened_to_is_no_waste() {
    let desk = desk(&ITEMS).await;
    let view = desk.read().await;
    assert!(view.items.iter().all(|row| row.evidence == Evidence::NoData));
    assert_eq!((view.counts.no_data, view.counts.judged, view.counts.share), (8, 0, None));
    assert_eq!(view.sentence, "No data for 8 open items: nothing of their services was read.");
    // Signals of another service tell nothing about Shop.
    desk.import("id,type,title,body,created,service\nT-1,ticket,Anything,Else,2026-11-10T08:00:00Z,Depot\n").await;
    let other = desk.read().await;
    assert_eq!((other.counts.no_data, other.counts.none), (8, 0), "{:?}", other.items[0]);
    desk.import("id,type,title,body,created,service\nT-2,ticket,Anything,Else,2026-11-10T08:00:00Z,Shop\n").await;
    assert_eq!(desk.read().await.counts.none, 8);
    // Months later nobody has listened for long.
    desk.clock.forward_minutes(100 * 24 * 60);
    assert_eq!(desk.all().await.counts.none, 0);
}

#[tokio::test]
async fn items_that_are_signals_themselves_dont_speak_for_each_other() {
    let desk = desk(&ITEMS).await;
    desk.engine.pull(desk.connection).await.unwrap();
    let view = desk.read().await;
    assert_eq!((view.counts.no_data, view.counts.fresh), (8, 0));
}

#[tokio::test]
async fn what_people_say_survives_the_next_read_and_can_be_undone() {
    let desk = Desk::with_signals().await;
    desk.read().await;
    let stale = desk.row("#2").await;
    let detail = desk.engine.audit_item(stale.id).await.unwrap();
    let signal = detail.matches.iter().find(|one| one.kind == AuditMatchKind::Signal).unwrap();
    desk.engine.judge_match(stale.id, signal.about.clone(), Some(false)).await.unwrap();
    let twin = desk.row("#5").await;
    let same = desk.engine.audit_item(twin.id).await.unwrap();
    let item = same.matches.iter().find(|one| one.kind == AuditMatchKind::Item).unwrap();
    desk.engine.judge_match(twin.id, item.about.clone(), Some(false)).await.unwrap();
    let lacking = desk.row("#3").await.id;
    let refused = desk.engine.keep_items(vec![lacking], Some(" ".into())).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::BadInput);
    desk.engine.keep_items(vec![lacking], Some("must, by law".into())).await.unwrap();

    desk.engine.read_backlog(desk.connection, true).await.unwrap();
    let view = desk.all().await;
    let (two, three, five) = (desk.row("#2").await, desk.row("#3").await, desk.row("#5").await);
    assert_eq!((two.evidence, two.signals), (Evidence::None, 0));
    assert_eq!((three.kept.as_deref(), three.why.as_str()), (Some("must, by law"), "kept: must, by law"));
    assert_eq!(five.duplicate_of, None);
    assert_eq!((view.counts.kept, view.counts.judged), (1, 7));
    assert!(desk.engine.audit_report().await.unwrap().cannot_see.contains("1 item kept by people"));

    for _ in 0..3 {
        desk.engine.undo().await.unwrap();
    }
    assert_eq!((desk.row("#2").await.evidence, desk.row("#3").await.kept), (Evidence::Stale, None));
    assert!(desk.row("#5").await.duplicate_of.is_some());
    let gone = desk.engine.judge_match(stale.id, "signal nowhere/1".into(), Some(true)).await.err().unwrap();
    assert_eq!(gone.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn an_item_becomes_an_opportunity_that_isnt_sent_twice() {
    let desk = Desk::with_signals().await;
    desk.read().await;
    let item = desk.row("#1").await;
    let done = desk.engine.accept_item(item.id, AcceptInto::New { title: String::new() }, 2).await.unwrap();
    assert_eq!(done.message, "Made OPP-1 of #1 with 3 signals");
    let id = done.opportunity.unwrap().id;
    let made = desk.engine.opportunity(id).await.unwrap();
    assert_eq!((made.row.title.as_str(), made.row.stage), ("Split invoices by cost centre", Stage::Exported));
    assert_eq!(
        (made.row.service.as_deref(), made.statement.as_str()),
        (Some("Shop"), "One invoice for each cost centre.")
    );
    assert_eq!((made.evidence.len(), made.items.len(), made.items[0].label.as_str()), (3, 1, "#1"));
    let preview = desk.engine.preview_export(id, desk.connection).await.unwrap();
    assert_eq!(preview.already.len(), 1, "the export says that it is there");
    let again = desk.engine.accept_item(item.id, AcceptInto::New { title: String::new() }, 2).await.err().unwrap();
    assert_eq!((again.kind, again.what.as_str()), (ProblemKind::Refused, "#1 belongs to OPP-1 already."));
    assert_eq!(desk.row("#1").await.opportunity.unwrap().label, "OPP-1");

    desk.engine.undo().await.unwrap();
    assert_eq!(desk.engine.opportunities(OpportunityQuery::default()).await.unwrap().rows.len(), 0);
    assert_eq!(desk.engine.items().await.unwrap().len(), 0);
    assert!(desk.server.received_requests().await.unwrap().iter().all(|request| request.method.as_str() == "GET"));
}

#[tokio::test]
async fn the_duplicate_can_join_the_opportunity_of_its_twin() {
    let desk = Desk::with_signals().await;
    desk.read().await;
    let first = desk.row("#1").await.id;
    let made = desk.engine.accept_item(first, AcceptInto::New { title: "Invoices".into() }, 1).await.unwrap();
    let opportunity = made.opportunity.unwrap().id;
    let second = desk.row("#5").await.id;
    let joined = desk.engine.accept_item(second, AcceptInto::Existing { opportunity }, 1).await.unwrap();
    assert_eq!(joined.message, "Gave #5 with 3 signals to OPP-1");
    assert_eq!(desk.engine.opportunity(opportunity).await.unwrap().items.len(), 2);
}

#[tokio::test]
async fn a_read_that_broke_off_goes_on_and_what_is_gone_is_noticed() {
    let desk = desk_of(Issues::generated(230)).await;
    // The first page comes, the second doesn't.
    let refused = ResponseTemplate::new(403);
    let second = Mock::given(path("/issues.json")).and(query_param("updated_on", ">=2026-01-01T01:40:00Z"));
    second.respond_with(refused).up_to_n_times(1).with_priority(1).mount(&desk.server).await;
    let failed = desk.engine.read_backlog(desk.connection, false).await.unwrap();
    assert_eq!((failed.read, failed.problem.unwrap().kept.as_str()), (100, "100 items read before are kept."));
    let view = desk.all().await;
    assert!(view.trackers[0].partial && view.counts.open == 100);
    let rest = desk.engine.read_backlog(desk.connection, false).await.unwrap();
    assert_eq!((rest.read, rest.problem), (132, None), "each page repeats the newest of the one before");
    assert!(!desk.all().await.trackers[0].partial);
    // The next read asks only for what changed.
    assert!(desk.engine.read_backlog(desk.connection, false).await.unwrap().read < 10);
    assert_eq!(desk.all().await.counts.open, 230);
}

#[tokio::test]
async fn closing_an_item_there_takes_it_from_the_audit() {
    let desk = Desk::with_signals().await;
    assert_eq!(desk.read().await.counts.open, 8);
    desk.issues.set_status(7, "Closed", true);
    desk.issues.set_field(7, "updated_on", "2026-11-21T08:00:00Z");
    assert_eq!(desk.read().await.counts.open, 7);
    let report = desk.engine.audit_report().await.unwrap();
    assert!(!report.versions.is_empty());
    assert_eq!(report.start_with.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["#3", "#6", "#8"]);
}

#[tokio::test]
async fn the_report_says_what_it_counted_and_opens_anywhere() {
    let desk = Desk::with_signals().await;
    desk.issues.add_issue("=HYPERLINK(\"https://x.example\") <script>alert(1)</script>", "");
    desk.read().await;
    let report = desk.engine.audit_report().await.unwrap();
    assert!(report.lead.starts_with("56 % of 9 open items have no evidence."), "{}", report.lead);
    assert_eq!(report.ages.iter().map(|age| age.items).sum::<u32>(), 5);
    let html = std::fs::read_to_string(desk.engine.save_audit(ExportFormat::Html).await.unwrap().path).unwrap();
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script") && html.contains(&report.lead));
    let csv = std::fs::read_to_string(desk.engine.save_audit(ExportFormat::Csv).await.unwrap().path).unwrap();
    assert!(csv.contains("'=HYPERLINK") && csv.lines().count() == 10);
    let pdf = desk.engine.save_audit(ExportFormat::Pdf).await.unwrap();
    assert!(pdf.bytes > 1_000 && std::fs::read(pdf.path).unwrap().starts_with(b"%PDF"));
}
