//! What is on its way and what was released, as customers and operations read it.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{ConnectionForm, ExportFormat, UpcomingList, UpcomingStage};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::{ConnectionId, OpportunityId, Stage};
use rstest::rstest;
use support::fake_redmine::{Issues, serve};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::MockServer;

use super::workbench::{Bench, OPP_1, ids};

struct Desk {
    engine: Engine,
    issues: Issues,
    connection: ConnectionId,
    clock: Clock,
    _server: MockServer,
    _folder: TempDir,
}

/// An opportunity for each title, linked to an item of the same title.
async fn desk(titles: &[&str]) -> Desk {
    let (folder, clock, issues) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"), Issues::default());
    let server = serve(&issues, Duration::ZERO).await;
    let engine = open(folder.path(), &clock).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: "shop".into(), ..Account::default() };
    let form = ConnectionForm { name: "Tracker".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    for (at, title) in titles.iter().enumerate() {
        issues.add_issue(title, "");
        let made = engine.create_opportunity((*title).into()).await.unwrap().opportunity.unwrap().id;
        engine.link_item(made, connection, (at + 1).to_string()).await.unwrap();
        engine.set_stage(made, Stage::Exported, String::new()).await.unwrap();
    }
    Desk { engine, issues, connection, clock, _server: server, _folder: folder }
}

impl Desk {
    async fn list(&self) -> UpcomingList {
        self.engine.upcoming().await.unwrap()
    }

    async fn said(&self) -> Vec<String> {
        let list = self.list().await;
        let rows = list.rows.iter().chain(&list.left);
        rows.map(|row| format!("{} {:?} {}", row.opportunity.label, row.stage, row.change).trim_end().to_owned())
            .collect()
    }
}

#[rstest]
#[case("New", false, Some(UpcomingStage::Planned))]
#[case("In Progress", false, Some(UpcomingStage::InSprint))]
#[case("In testing", false, Some(UpcomingStage::InTest))]
#[case("Test: UAT in progress", false, Some(UpcomingStage::InTest))]
#[case("Closed", true, Some(UpcomingStage::Released))]
#[case("Rejected", true, None)]
#[tokio::test]
async fn the_items_status_gives_the_stage(
    #[case] status: &str,
    #[case] closed: bool,
    #[case] wanted: Option<UpcomingStage>,
) {
    let desk = desk(&["One charge per order"]).await;
    desk.issues.set_status(1, status, closed);
    desk.engine.read_statuses().await.unwrap();
    assert_eq!(desk.list().await.rows.first().map(|row| row.stage), wanted);
}

#[tokio::test]
async fn the_next_list_says_what_changed_since_the_last() {
    let desk = desk(&["One charge per order", "Dark mode", "Faster search"]).await;
    assert_eq!(
        desk.said().await,
        ["OPP-1 Planned", "OPP-2 Planned", "OPP-3 Planned"],
        "the first list says nothing is new"
    );
    let issued = desk.engine.issue_upcoming().await.unwrap();
    assert_eq!(issued.message, "Issued the upcoming list with 3 entries");
    assert_eq!(desk.list().await.changed, 0);

    desk.clock.forward_minutes(10);
    desk.issues.set_status(1, "In Progress", false);
    desk.issues.set_field(2, "due_date", "2026-12-02");
    desk.engine.read_statuses().await.unwrap();
    desk.engine.read_backlog(desk.connection, true).await.unwrap();
    desk.engine.set_stage(OpportunityId(3), Stage::Rejected, "Too slow".into()).await.unwrap();
    let four = desk.engine.create_opportunity("Gift cards".into()).await.unwrap().opportunity.unwrap().id;
    desk.engine.set_stage(four, Stage::Exported, String::new()).await.unwrap();
    assert_eq!(
        desk.said().await,
        [
            "OPP-1 InSprint was planned",
            "OPP-2 Planned has a date now",
            "OPP-4 Planned new",
            "OPP-3 Planned isn’t planned any more"
        ]
    );
    let list = desk.list().await;
    assert_eq!((list.changed, list.rows[1].expected.unwrap().to_string().as_str()), (4, "2026-12-02"));

    desk.engine.issue_upcoming().await.unwrap();
    assert_eq!(desk.list().await.changed, 0);
    desk.engine.undo().await.unwrap();
    assert_eq!(desk.list().await.changed, 4, "what was issued before stands again");
}

#[tokio::test]
async fn the_list_is_a_file_for_people_without_their_names() {
    let desk = desk(&["Mail ana@acme.example | <b>bold</b>", "=1+1"]).await;
    let saved = |format| desk.engine.save_upcoming(format);
    let markdown = std::fs::read_to_string(saved(ExportFormat::Markdown).await.unwrap().path).unwrap();
    assert!(!markdown.contains("ana@acme") && markdown.contains("\\|") && !markdown.contains("<b>"), "{markdown}");
    let csv = std::fs::read_to_string(saved(ExportFormat::Csv).await.unwrap().path).unwrap();
    assert!(csv.contains("'=1+1") && csv.contains("planned"), "{csv}");
    let html = std::fs::read_to_string(saved(ExportFormat::Html).await.unwrap().path).unwrap();
    assert!(html.contains("This is the first list.") && !html.contains("<b>bold"));
}

#[tokio::test]
async fn release_notes_tell_how_many_asked() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    for title in ["One charge per order", "Faster search"] {
        engine.create_opportunity(title.into()).await.unwrap();
    }
    // Two tickets are from one person.
    engine.set_evidence(OPP_1, ids(&[1, 2, 3]), Some(2)).await.unwrap();
    engine.edit_opportunity(OPP_1, engine::api::types::OpportunityField::Service, "checkout".into()).await.unwrap();
    for id in [OPP_1, OpportunityId(2)] {
        engine.set_stage(id, Stage::Delivered, String::new()).await.unwrap();
    }
    let notes = engine.release_notes("2026-11-01".into(), "2026-11-21".into()).await.unwrap();
    let said: Vec<(String, Vec<(String, u32)>)> = notes
        .services
        .iter()
        .map(|group| {
            let notes = group.notes.iter().map(|note| (note.opportunity.label.clone(), note.people)).collect();
            (group.service.clone(), notes)
        })
        .collect();
    assert_eq!(
        said,
        [("checkout".to_owned(), vec![("OPP-1".to_owned(), 2)]), (String::new(), vec![("OPP-2".to_owned(), 0)])]
    );
    let file =
        engine.save_release_notes(ExportFormat::Markdown, "2026-11-01".into(), "2026-11-30".into()).await.unwrap();
    let text = std::fs::read_to_string(file.path).unwrap();
    assert!(text.contains("## checkout\n\n- One charge per order (21 Nov, 2 people asked for it)\n"), "{text}");
    assert!(text.contains("## Other\n\n- Faster search (21 Nov)\n"), "{text}");
    let earlier = engine.release_notes("2026-10-01".into(), "2026-11-20".into()).await.unwrap();
    assert_eq!(earlier.delivered, 0);
    let bad = engine.release_notes("soon".into(), "2026-11-20".into()).await.err().unwrap();
    assert_eq!(bad.kind, ProblemKind::BadInput);
    // What was taken back from delivered isn't released.
    engine.set_stage(OPP_1, Stage::InProgress, String::new()).await.unwrap();
    assert_eq!(engine.release_notes("2026-11-01".into(), "2026-11-21".into()).await.unwrap().delivered, 1);
}
