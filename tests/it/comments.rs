//! Comments to items in trackers: sent as shown, once, and found again after a crash.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{CommentState, CommentView, ConnectionForm};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::model::{ConnectionId, ItemId, OpportunityId};
use serde_json::json;
use support::fake_redmine::{Issues, serve};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

struct Desk {
    engine: Engine,
    issues: Issues,
    opportunity: OpportunityId,
    item: ItemId,
    folder: TempDir,
    clock: Clock,
    server: MockServer,
}

async fn desk() -> Desk {
    let (folder, clock, issues) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"), Issues::default());
    let server = serve(&issues, Duration::ZERO).await;
    let engine = open(folder.path(), &clock).await;
    let (connection, opportunity) = connected(&engine, "redmine", &server, "shop").await;
    issues.add_issue("One charge per order", "");
    engine.link_item(opportunity, connection, "1".into()).await.unwrap();
    let item = engine.items().await.unwrap()[0].id;
    Desk { engine, issues, opportunity, item, folder, clock, server }
}

async fn connected(engine: &Engine, vendor: &str, server: &MockServer, project: &str) -> (ConnectionId, OpportunityId) {
    let account =
        Account { vendor: vendor.into(), base_url: server.uri(), project: project.into(), ..Account::default() };
    let form = ConnectionForm { name: "Tracker".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    let made = engine.create_opportunity("One charge per order".into()).await.unwrap();
    (connection, made.opportunity.unwrap().id)
}

impl Desk {
    async fn send(&self, text: &str) -> CommentView {
        let preview = self.engine.preview_comment(self.item, text.into()).await.unwrap();
        self.engine.send_comment(self.item, text.into(), preview.key).await.unwrap()
    }

    /// As after a crash. The keychain of a test is gone with it, so the key is given anew.
    async fn restarted(self) -> Desk {
        self.engine.close().await.unwrap();
        let engine = open(self.folder.path(), &self.clock).await;
        let connection = engine.connections().await.unwrap().remove(0);
        let form = ConnectionForm { name: connection.name.clone(), account: connection.account.clone() };
        engine.edit_connection(connection.id, form, Some("key".into())).await.unwrap();
        Desk { engine, ..self }
    }
}

#[tokio::test]
async fn what_is_sent_is_what_was_shown() {
    let desk = desk().await;
    let text = "h1. Twelve *more* asked.\n\nSee #12.";
    let preview = desk.engine.preview_comment(desk.item, text.into()).await.unwrap();
    assert!(preview.body.ends_with(&format!("\n\nThroughline reference: {}", preview.key)), "{}", preview.body);
    assert_eq!(desk.issues.notes(1), Vec::<String>::new());
    let sent = desk.engine.send_comment(desk.item, text.into(), preview.key.clone()).await.unwrap();
    assert_eq!((sent.state, sent.attempts, sent.text.as_str()), (CommentState::Sent, 1, text));
    assert_eq!(desk.issues.notes(1), [preview.body]);

    // A second click sends nothing more.
    let again = desk.engine.send_comment(desk.item, text.into(), preview.key).await.err().unwrap();
    assert_eq!((again.kind, desk.issues.notes(1).len()), (ProblemKind::Refused, 1));
    for (text, key) in [(" ", "tl-1"), ("Words", "x"), ("Words", "tl-a b")] {
        let refused = desk.engine.send_comment(desk.item, text.into(), key.into()).await.err().unwrap();
        assert_eq!(refused.kind, ProblemKind::BadInput);
    }
    let history = desk.engine.opportunity_history(desk.opportunity).await.unwrap();
    assert_eq!((history[0].what.as_str(), history[0].now.as_deref()), ("Commented on #1 in Tracker", Some(text)));
}

#[tokio::test]
async fn a_comment_whose_answer_was_lost_is_found_and_stays_the_only_one() {
    let desk = desk().await;
    desk.issues.lose_next_answer();
    let lost = desk.send("Shipped.").await;
    assert_eq!((lost.state, lost.attempts), (CommentState::NeedsCheck, 1));
    let desk = desk.restarted().await;
    assert_eq!(desk.engine.comments().await.unwrap()[0].state, CommentState::NeedsCheck);
    let settled = desk.engine.settle_comment(lost.id).await.unwrap();
    assert_eq!((settled.state, settled.attempts), (CommentState::Sent, 1));
    assert_eq!(desk.issues.notes(1).len(), 1);
    let again = desk.engine.settle_comment(lost.id).await.err().unwrap();
    assert_eq!(again.kind, ProblemKind::Refused);
}

#[tokio::test]
async fn a_comment_that_never_arrived_is_sent_after_a_look() {
    let desk = desk().await;
    let refusal = ResponseTemplate::new(503);
    Mock::given(method("PUT")).respond_with(refusal).up_to_n_times(1).with_priority(1).mount(&desk.server).await;
    let failed = desk.send("Shipped.").await;
    assert_eq!((failed.state, desk.issues.notes(1).len()), (CommentState::NeedsCheck, 0));
    let settled = desk.engine.settle_comment(failed.id).await.unwrap();
    assert_eq!((settled.state, settled.attempts), (CommentState::Sent, 2));
    assert_eq!(desk.issues.notes(1).len(), 1);
}

#[tokio::test]
async fn what_waits_can_be_given_up_and_what_was_sent_cant_be_undone() {
    let desk = desk().await;
    let refusal = ResponseTemplate::new(422).set_body_json(json!({ "errors": ["Notes are closed"] }));
    Mock::given(method("PUT")).respond_with(refusal).up_to_n_times(1).with_priority(1).mount(&desk.server).await;
    let failed = desk.send("Not now.").await;
    assert_eq!(failed.state, CommentState::Failed);
    assert!(failed.problem.unwrap().what.contains("Notes are closed"));
    assert_eq!(desk.engine.cancel_comment(failed.id).await.unwrap().state, CommentState::Cancelled);
    // Giving up is a decision as any other.
    assert_eq!(desk.engine.undo().await.unwrap().message, "Undid: Gave up the comment on #1");
    assert_eq!(desk.engine.comments().await.unwrap()[0].state, CommentState::Queued);
    assert_eq!(desk.engine.undo().await.unwrap().message, "Undid: Commented on #1 in Tracker");
    assert_eq!(desk.engine.comments().await.unwrap()[0].state, CommentState::Cancelled);
    assert_eq!(desk.issues.notes(1), Vec::<String>::new());

    let sent = desk.send("Shipped.").await;
    let said = desk.engine.undo().await.unwrap().message;
    assert!(said.starts_with("Commented on #1 in Tracker: that can't be undone."), "{said}");
    assert_eq!(desk.engine.comments().await.unwrap()[0].state, CommentState::Sent);
    assert_eq!(desk.engine.undo().await.unwrap().message, "Undid: Linked OPP-1 to #1 in Tracker");
    let refused = desk.engine.cancel_comment(sent.id).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::Refused);
    assert_eq!(desk.issues.notes(1).len(), 1);
}

/// GitHub's page of comments, always full, so that the list never ends.
async fn endless() -> MockServer {
    let server = MockServer::start().await;
    let issue = json!({ "number": 61, "state": "open", "title": "One charge", "html_url": "https://x.example/61" });
    let place = "/repos/kestrel/gate/issues/61";
    let said: Vec<_> = (0..100).map(|n| json!({ "id": n, "body": "Me too" })).collect();
    let answers = |what| ResponseTemplate::new(200).set_body_json(what);
    Mock::given(method("GET")).and(path(place)).respond_with(answers(issue)).mount(&server).await;
    let comments = format!("{place}/comments");
    Mock::given(method("GET")).and(path(&comments)).respond_with(answers(json!(said))).mount(&server).await;
    let lost = ResponseTemplate::new(502);
    Mock::given(method("POST")).and(path(&comments)).respond_with(lost).up_to_n_times(1).mount(&server).await;
    let made = ResponseTemplate::new(201).set_body_json(json!({ "id": 1, "body": "x" }));
    Mock::given(method("POST")).and(path(&comments)).respond_with(made).with_priority(9).mount(&server).await;
    server
}

#[tokio::test]
async fn where_not_all_comments_can_be_read_a_person_decides() {
    for there in [true, false] {
        let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
        let (server, engine) = (endless().await, open(folder.path(), &clock).await);
        let (connection, opportunity) = connected(&engine, "github", &server, "kestrel/gate").await;
        engine.link_item(opportunity, connection, "61".into()).await.unwrap();
        let item = engine.items().await.unwrap()[0].id;
        let key = engine.preview_comment(item, "Shipped.".into()).await.unwrap().key;
        let lost = engine.send_comment(item, "Shipped.".into(), key.clone()).await.unwrap();
        assert_eq!(lost.state, CommentState::NeedsCheck);
        let early = engine.comment_is_there(lost.id).await.err().unwrap();
        assert_eq!(early.kind, ProblemKind::Refused, "nobody has looked yet");

        let looked = engine.settle_comment(lost.id).await.unwrap();
        assert_eq!((looked.state, looked.attempts), (CommentState::Unclear, 1));
        assert!(looked.problem.unwrap().todo.contains(&key));
        let sent = async || {
            let all = server.received_requests().await.unwrap();
            all.iter().filter(|request| request.method.as_str() == "POST").count()
        };
        assert_eq!(sent().await, 1, "it isn't sent again by itself");
        if there {
            assert_eq!(engine.comment_is_there(lost.id).await.unwrap().state, CommentState::Sent);
            assert_eq!(engine.undo().await.unwrap().message, "Undid: Found the comment on #61 in Tracker");
            assert_eq!(engine.comments().await.unwrap()[0].state, CommentState::Unclear);
        } else {
            let again = engine.send_comment_again(lost.id).await.unwrap();
            assert_eq!((again.state, again.attempts), (CommentState::Sent, 2));
        }
        assert_eq!(sent().await, if there { 1 } else { 2 });
    }
}

#[tokio::test]
async fn an_item_is_found_by_its_number_its_address_and_its_words() {
    let desk = desk().await;
    desk.issues.add_issue("Refunds arrive late", "");
    desk.issues.add_issue("Cards: 1 charge too many", "");
    let connection = desk.engine.connections().await.unwrap()[0].id;
    let find = async |text: &str| {
        let found = desk.engine.find_items(connection, String::new(), text.into()).await.unwrap();
        found.into_iter().map(|item| item.label).collect::<Vec<_>>()
    };
    let address = format!("{}/issues/2", desk.server.uri());
    assert_eq!(find(&address).await, ["#2"]);
    assert_eq!(find("#3").await, ["#3"]);
    assert_eq!(find("late refunds").await, ["#2"]);
    assert_eq!(find("charge").await.len(), 2);
    assert_eq!(find("#999").await, Vec::<String>::new());
    assert_eq!(find("https://elsewhere.example/issues/2").await, Vec::<String>::new());
    assert_eq!(find("  ").await, Vec::<String>::new());
}
