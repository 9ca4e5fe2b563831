//! The way out and back: what is sent, what is never sent twice, and what the tracker says later.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{ConnectionForm, NoteForm, OutboxState, WorkspaceName};
use engine::connectors::{Account, Draft};
use engine::error::ProblemKind;
use engine::model::{ConnectionId, OpportunityId, Stage};
use support::fake_redmine::{Issues, serve};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

struct Desk {
    engine: Engine,
    server: MockServer,
    issues: Issues,
    connection: ConnectionId,
    opportunity: OpportunityId,
    folder: TempDir,
    clock: Clock,
}

async fn desk() -> Desk {
    let (folder, clock, issues) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"), Issues::default());
    let server = serve(&issues, Duration::ZERO).await;
    let engine = open(folder.path(), &clock).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: "shop".into(), ..Account::default() };
    let form = ConnectionForm { name: "Redmine".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    let made = engine.create_opportunity("One charge per order".into()).await.unwrap();
    let opportunity = made.opportunity.unwrap().id;
    Desk { engine, server, issues, connection, opportunity, folder, clock }
}

/// These tests are about the way out, not about the checklist.
fn anyway() -> Option<String> {
    Some("The team asked for it".to_owned())
}

impl Desk {
    async fn draft(&self) -> Draft {
        self.engine.preview_export(self.opportunity, self.connection).await.unwrap().draft
    }

    async fn stage(&self) -> Stage {
        self.engine.opportunity(self.opportunity).await.unwrap().row.stage
    }

    /// The next POST gets this answer instead; reading goes on as before.
    async fn answer_once(&self, answer: ResponseTemplate) {
        Mock::given(method("POST"))
            .and(path("/issues.json"))
            .respond_with(answer)
            .up_to_n_times(1)
            .with_priority(1)
            .mount(&self.server)
            .await;
    }
}

#[tokio::test]
async fn what_is_sent_is_what_was_shown() {
    let desk = desk().await;
    let preview = desk.engine.preview_export(desk.opportunity, desk.connection).await.unwrap();
    assert_eq!(preview.draft.title, "One charge per order");
    assert_eq!((preview.missing.len(), preview.readiness.missing().count()), (2, 5));
    let entry =
        desk.engine.send_export(desk.opportunity, desk.connection, preview.draft.clone(), anyway()).await.unwrap();
    assert_eq!(entry.state, OutboxState::Sent);
    let item = entry.item.unwrap();
    assert_eq!((item.label.as_str(), item.status.as_str()), ("#1", "New"));
    assert_eq!(desk.issues.holding(&preview.draft.description), 1);
    assert_eq!(desk.stage().await, Stage::Exported);
    assert_eq!(desk.engine.items().await.unwrap().len(), 1);

    // Undo forgets the link and the stage here; the tracker keeps its issue.
    let undone = desk.engine.undo().await.unwrap();
    assert_eq!(undone.message, "Undid: Sent OPP-1 to Redmine as #1");
    assert_eq!(desk.stage().await, Stage::Captured);
    assert!(desk.engine.items().await.unwrap().is_empty());
    assert_eq!(desk.issues.len(), 1);
}

#[tokio::test]
async fn a_refusal_is_told_in_the_trackers_words_and_can_be_sent_again() {
    let desk = desk().await;
    let refusal = serde_json::json!({ "errors": ["Subject is too long"] });
    desk.answer_once(ResponseTemplate::new(422).set_body_json(refusal)).await;
    let entry = desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await.unwrap();
    assert_eq!(entry.state, OutboxState::Failed);
    assert!(entry.problem.unwrap().what.contains("Subject is too long"));
    assert_eq!((desk.issues.len(), desk.stage().await), (0, Stage::Captured));

    let entry = desk.engine.settle_outbox(entry.id).await.unwrap();
    assert_eq!((entry.state, entry.attempts), (OutboxState::Sent, 2));
    assert_eq!(desk.issues.len(), 1);
}

#[tokio::test]
async fn an_answer_that_never_came_is_looked_up_before_anything_is_sent_again() {
    let desk = desk().await;
    let draft = desk.draft().await;
    let entry = desk.engine.send_export(desk.opportunity, desk.connection, draft.clone(), anyway()).await.unwrap();
    assert_eq!(desk.issues.len(), 1);
    // The tracker makes the next one too, but its answer is lost on the way.
    desk.issues.lose_next_answer();
    let lost = desk.engine.send_export(desk.opportunity, desk.connection, draft, anyway()).await.unwrap();
    assert_eq!(lost.state, OutboxState::NeedsCheck);
    assert!(lost.problem.is_some());
    assert_eq!(desk.issues.len(), 2);

    // Even after a restart.
    desk.engine.close().await.unwrap();
    let engine = open(desk.folder.path(), &desk.clock).await;
    let connection = engine.connections().await.unwrap().remove(0);
    let form = ConnectionForm { name: connection.name.clone(), account: connection.account.clone() };
    engine.edit_connection(connection.id, form, Some("key".into())).await.unwrap();
    let waiting: Vec<_> =
        engine.outbox().await.unwrap().into_iter().filter(|e| e.state == OutboxState::NeedsCheck).collect();
    assert_eq!(waiting.len(), 1);
    let settled = engine.settle_outbox(lost.id).await.unwrap();
    assert_eq!(settled.state, OutboxState::Sent);
    assert_eq!(settled.item.unwrap().label, "#2");
    assert_eq!(desk.issues.len(), 2);
    let again = engine.settle_outbox(entry.id).await.err().unwrap();
    assert_eq!(again.kind, ProblemKind::Refused);
}

#[tokio::test]
async fn what_was_exported_anew_is_not_sent_a_second_time() {
    let desk = desk().await;
    desk.answer_once(ResponseTemplate::new(422)).await;
    let old = desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await.unwrap();
    assert_eq!(old.state, OutboxState::Failed);
    let new = desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await.unwrap();
    assert_eq!((new.state, desk.issues.len()), (OutboxState::Sent, 1));

    let problem = desk.engine.settle_outbox(old.id).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::Refused);
    insta::assert_snapshot!(problem.sentence(), @"The opportunity was exported to Redmine anew since. Nothing was sent, so that there is no second item. Give this entry up; the newer one counts.");
    assert_eq!(desk.issues.len(), 1);
    let given_up = desk.engine.cancel_outbox(old.id).await.unwrap();
    assert_eq!(given_up.state, OutboxState::Cancelled);
}

#[tokio::test]
async fn what_may_be_there_is_looked_for_before_it_is_exported_anew() {
    let desk = desk().await;
    desk.issues.lose_next_answer();
    let lost = desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await.unwrap();
    assert_eq!(lost.state, OutboxState::NeedsCheck);
    let refused = desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await;
    assert_eq!(refused.unwrap_err().what, "It may be there already: look there first.");
    let found = desk.engine.settle_outbox(lost.id).await.unwrap();
    assert_eq!((found.state, desk.issues.len()), (OutboxState::Sent, 1));
    desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await.unwrap();
    assert_eq!(desk.issues.len(), 2, "one opportunity may have several items");
}

#[tokio::test]
async fn a_newer_export_that_was_given_up_stands_in_nobodys_way() {
    let desk = desk().await;
    let mut refused = Vec::new();
    for _ in 0..2 {
        desk.answer_once(ResponseTemplate::new(422)).await;
        let draft = desk.draft().await;
        refused.push(desk.engine.send_export(desk.opportunity, desk.connection, draft, anyway()).await.unwrap().id);
    }
    assert!(desk.engine.settle_outbox(refused[0]).await.is_err());
    desk.engine.cancel_outbox(refused[1]).await.unwrap();
    let sent = desk.engine.settle_outbox(refused[0]).await.unwrap();
    assert_eq!((sent.state, desk.issues.len()), (OutboxState::Sent, 1));
}

#[tokio::test]
async fn a_wrong_key_sends_nothing() {
    let desk = desk().await;
    let draft = desk.draft().await;
    desk.answer_once(ResponseTemplate::new(401)).await;
    let entry = desk.engine.send_export(desk.opportunity, desk.connection, draft, anyway()).await.unwrap();
    assert_eq!(entry.state, OutboxState::Failed);
    assert_eq!(entry.problem.unwrap().kind, ProblemKind::Credential);
    let cancelled = desk.engine.cancel_outbox(entry.id).await.unwrap();
    assert_eq!(cancelled.state, OutboxState::Cancelled);
    assert_eq!(desk.issues.len(), 0);
}

#[tokio::test]
async fn the_trackers_status_comes_back() {
    let desk = desk().await;
    desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await.unwrap();
    let report = desk.engine.read_statuses().await.unwrap();
    assert_eq!((report.read, report.changed.len()), (1, 0));
    desk.issues.set_status(1, "In Progress", false);
    let report = desk.engine.read_statuses().await.unwrap();
    assert_eq!(report.changed[0].was, "New");
    assert_eq!(report.message, "Read 1 status, 1 changed");
    let detail = desk.engine.opportunity(desk.opportunity).await.unwrap();
    assert_eq!(detail.row.delivery.unwrap().status, "In Progress");
}

#[tokio::test]
async fn an_exported_opportunity_goes_where_its_item_goes_until_people_decide() {
    let desk = desk().await;
    desk.engine.send_export(desk.opportunity, desk.connection, desk.draft().await, anyway()).await.unwrap();
    let cases = [
        ("In Progress", false, Stage::InProgress),
        ("Closed", true, Stage::Delivered),
        ("In Progress", false, Stage::InProgress),
    ];
    for (status, closed, stage) in cases {
        desk.issues.set_status(1, status, closed);
        desk.engine.read_statuses().await.unwrap();
        assert_eq!(desk.stage().await, stage);
    }
    let newest = desk.engine.recent(1).await.unwrap().remove(0);
    assert_eq!((newest.what.as_str(), newest.actor.as_str()), ("OPP-1 is in progress with #1 in Redmine", "Redmine"));

    // What was taken back stays so until the item moves again; what people verified is theirs.
    desk.engine.undo().await.unwrap();
    desk.engine.read_statuses().await.unwrap();
    assert_eq!(desk.stage().await, Stage::Delivered);
    desk.engine.set_stage(desk.opportunity, Stage::Verified, String::new()).await.unwrap();
    desk.issues.set_status(1, "Closed", true);
    desk.engine.read_statuses().await.unwrap();
    assert_eq!(desk.stage().await, Stage::Verified);
}

#[tokio::test]
async fn an_item_that_is_there_already_can_be_linked_instead() {
    let desk = desk().await;
    desk.issues.add_issue("Stop charging an order twice: one charge per order", "");
    desk.issues.add_issue("Dark mode", "");
    let alike = desk.engine.look_alikes(desk.opportunity, desk.connection).await.unwrap();
    assert_eq!(alike.iter().map(|like| like.item.label.as_str()).collect::<Vec<_>>(), ["#1"]);
    let linked = desk.engine.link_item(desk.opportunity, desk.connection, "1".into()).await.unwrap();
    assert_eq!(linked.message, "Linked OPP-1 to #1 in Redmine");
    let items = desk.engine.items().await.unwrap();
    assert_eq!(items.len(), 1);
    desk.engine.unlink_item(items[0].id).await.unwrap();
    assert!(desk.engine.items().await.unwrap().is_empty());
    let gone = desk.engine.link_item(desk.opportunity, desk.connection, "999".into()).await.err().unwrap();
    assert_eq!(gone.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn a_tool_that_is_only_read_takes_no_exports() {
    let desk = desk().await;
    let account = Account { vendor: "alertmanager".into(), base_url: desk.server.uri(), ..Account::default() };
    let form = ConnectionForm { name: "Alerts".into(), account };
    let alerts = desk.engine.add_connection(form, None).await.unwrap().id;
    let problem = desk.engine.preview_export(desk.opportunity, alerts).await.err().unwrap();
    assert!(problem.what.contains("Alertmanager"), "{problem}");
    assert_eq!(desk.engine.which(), WorkspaceName::Own);
}

#[tokio::test]
async fn notes_that_nobody_resolved_are_told_in_the_item() {
    let desk = desk().await;
    assert!(!desk.draft().await.description.contains("Design notes"));
    for text in ["Say *which* entry", "Done since"] {
        let note = NoteForm { image: None, shape: None, text: text.into() };
        desk.engine.annotate(desk.opportunity, note).await.unwrap();
    }
    let done = desk.engine.annotations(desk.opportunity).await.unwrap().notes[1].id;
    desk.engine.resolve_annotation(done, true).await.unwrap();
    let description = desk.draft().await.description;
    assert!(description.contains("Design notes\n\nSay which entry"), "{description}");
    assert!(!description.contains("Done since"), "{description}");
}
