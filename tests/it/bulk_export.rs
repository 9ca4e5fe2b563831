//! Several opportunities on their way into a tracker: what goes and what stays, pauses, stops, and never twice.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{ConnectionForm, OutboxState};
use engine::connectors::Account;
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
    folder: TempDir,
    clock: Clock,
}

/// Five opportunities; none is ready, as nothing about them is filled in.
async fn desk(project: &str, delay: Duration) -> Desk {
    let (folder, clock, issues) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"), Issues::default());
    let server = serve(&issues, delay).await;
    let engine = open(folder.path(), &clock).await;
    let account =
        Account { vendor: "redmine".into(), base_url: server.uri(), project: project.into(), ..Account::default() };
    let form = ConnectionForm { name: "Redmine".into(), account };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    for number in 1..=5 {
        engine.create_opportunity(format!("Wish {number}")).await.unwrap();
    }
    Desk { engine, server, issues, connection, folder, clock }
}

fn numbered(numbers: &[u32]) -> Vec<OpportunityId> {
    numbers.iter().copied().map(OpportunityId).collect()
}

fn anyway() -> Option<String> {
    Some("The team asked for them".to_owned())
}

impl Desk {
    async fn queue(&self, numbers: &[u32]) -> u32 {
        let queued = self.engine.queue_exports(numbered(numbers), self.connection, String::new(), anyway()).await;
        queued.unwrap().queued
    }

    /// Why each can't go; "goes" when it can.
    async fn stays(&self, numbers: &[u32]) -> Vec<String> {
        let preview = self.engine.preview_exports(numbered(numbers), self.connection).await.unwrap();
        preview.rows.into_iter().map(|row| row.stays.unwrap_or_else(|| "goes".to_owned())).collect()
    }

    async fn states(&self) -> Vec<(u32, OutboxState)> {
        let mut entries = self.engine.outbox().await.unwrap();
        entries.sort_by_key(|entry| entry.id.0);
        entries.iter().map(|entry| (entry.opportunity.id.0, entry.state)).collect()
    }

    /// The project that the next export goes to unless a person chooses another.
    async fn remembered(&self) -> String {
        self.engine.preview_exports(numbered(&[2]), self.connection).await.unwrap().project
    }

    async fn refuse(&self, status: u16, times: u64) {
        Mock::given(method("POST"))
            .and(path("/issues.json"))
            .respond_with(ResponseTemplate::new(status))
            .up_to_n_times(times)
            .with_priority(1)
            .mount(&self.server)
            .await;
    }
}

#[tokio::test]
async fn what_goes_is_shown_first_and_what_stays_says_why() {
    let desk = desk("shop", Duration::ZERO).await;
    let engine = &desk.engine;
    engine.delete_opportunity(OpportunityId(2), true).await.unwrap();
    engine.set_stage(OpportunityId(3), Stage::Rejected, "Too rare".into()).await.unwrap();
    let draft = engine.preview_export(OpportunityId(4), desk.connection).await.unwrap().draft;
    engine.send_export(OpportunityId(4), desk.connection, draft, anyway()).await.unwrap();

    let preview = engine.preview_exports(numbered(&[1, 2, 3, 4, 5]), desk.connection).await.unwrap();
    let stays = desk.stays(&[1, 2, 3, 4, 5]).await;
    assert_eq!(stays, ["goes", "It is deleted", "It is declined", "It is there already, as #1", "goes"]);
    assert!(preview.rows[0].gaps.len() >= 4, "{:?}", preview.rows[0].gaps);
    assert_eq!((preview.rows[0].title.as_str(), desk.issues.len()), ("Wish 1", 1));

    // Without a reason nothing that has gaps goes.
    let queued = engine.queue_exports(numbered(&[1, 5]), desk.connection, String::new(), None).await.unwrap();
    assert_eq!((queued.queued, queued.left_out.len()), (0, 2));
    let queued =
        engine.queue_exports(numbered(&[1, 2, 3, 4, 5]), desk.connection, String::new(), anyway()).await.unwrap();
    let left: Vec<_> = queued.left_out.iter().map(|left| left.id).collect();
    assert_eq!((queued.queued, left), (2, vec![2, 3, 4]));
    assert_eq!(desk.issues.len(), 1, "nothing was sent yet");
    // What waits is not taken twice.
    assert_eq!(desk.queue(&[1, 5]).await, 0);

    let sent = engine.send_waiting(desk.connection, false).await.unwrap();
    assert_eq!((sent.sent, sent.waiting, sent.message.as_str(), sent.problem), (2, 0, "2 sent", None));
    assert_eq!(desk.issues.len(), 3);
    assert_eq!(engine.opportunity(OpportunityId(5)).await.unwrap().row.stage, Stage::Exported);
    let why = engine.opportunity(OpportunityId(1)).await.unwrap().export_anyway;
    assert_eq!(why, "The team asked for them");
    let nothing = engine.send_waiting(desk.connection, false).await.unwrap();
    assert_eq!((nothing.message.as_str(), desk.issues.len()), ("Nothing waits", 3));
}

#[tokio::test]
async fn a_pause_lets_the_rest_wait_also_through_a_restart() {
    let desk = desk("shop", Duration::from_millis(150)).await;
    assert_eq!(desk.queue(&[1, 2, 3, 4, 5]).await, 5);
    let sending = desk.engine.send_waiting(desk.connection, false);
    let pausing = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        desk.engine.pause_sending(desk.connection).await.unwrap();
        // Nobody else sends the same meanwhile.
        desk.engine.send_waiting(desk.connection, false).await.err()
    };
    let (sent, other) = tokio::join!(sending, pausing);
    let sent = sent.unwrap();
    assert!(sent.sent >= 1 && sent.waiting >= 1 && sent.sent + sent.waiting == 5, "{sent:?}");
    assert!(other.is_none_or(|problem| problem.kind == ProblemKind::Busy));

    desk.engine.close().await.unwrap();
    let engine = open(desk.folder.path(), &desk.clock).await;
    let connection = engine.connections().await.unwrap().remove(0);
    let form = ConnectionForm { name: connection.name.clone(), account: connection.account.clone() };
    engine.edit_connection(connection.id, form, Some("key".into())).await.unwrap();
    let on = engine.send_waiting(desk.connection, false).await.unwrap();
    assert_eq!((on.sent, on.waiting), (sent.waiting, 0));
    assert_eq!(desk.issues.len(), 5);
}

#[tokio::test]
async fn a_refusal_concerns_one_and_is_tried_again_when_asked() {
    let desk = desk("shop", Duration::ZERO).await;
    desk.queue(&[1, 2, 3]).await;
    desk.refuse(422, 1).await;
    let sent = desk.engine.send_waiting(desk.connection, false).await.unwrap();
    assert_eq!((sent.sent, sent.failed, sent.message.as_str()), (2, 1, "2 sent, 1 refused"));
    assert_eq!(desk.states().await, [(1, OutboxState::Failed), (2, OutboxState::Sent), (3, OutboxState::Sent)]);
    assert_eq!(desk.engine.send_waiting(desk.connection, false).await.unwrap().sent, 0);
    let again = desk.engine.send_waiting(desk.connection, true).await.unwrap();
    assert_eq!((again.sent, again.failed, desk.issues.len()), (1, 0, 3));
}

#[tokio::test]
async fn what_was_refused_and_exported_anew_is_not_sent_a_second_time() {
    let desk = desk("shop", Duration::ZERO).await;
    desk.queue(&[1]).await;
    desk.refuse(422, 1).await;
    assert_eq!(desk.engine.send_waiting(desk.connection, false).await.unwrap().failed, 1);
    let draft = desk.engine.preview_export(OpportunityId(1), desk.connection).await.unwrap().draft;
    desk.engine.send_export(OpportunityId(1), desk.connection, draft, anyway()).await.unwrap();
    assert_eq!(desk.engine.send_waiting(desk.connection, true).await.unwrap().message, "Nothing waits");
    assert_eq!(desk.issues.len(), 1);
}

#[tokio::test]
async fn what_waits_is_not_exported_by_itself_as_well() {
    let desk = desk("shop", Duration::ZERO).await;
    desk.queue(&[1]).await;
    let draft = desk.engine.preview_export(OpportunityId(1), desk.connection).await.unwrap().draft;
    let refused = desk.engine.send_export(OpportunityId(1), desk.connection, draft, anyway()).await.unwrap_err();
    assert_eq!((refused.kind, refused.what.as_str()), (ProblemKind::Refused, "It waits in the outbox."));
    desk.engine.send_waiting(desk.connection, false).await.unwrap();
    assert_eq!(desk.issues.len(), 1);
}

#[tokio::test]
async fn what_is_not_settled_stays_and_says_how_it_is_settled() {
    let desk = desk("shop", Duration::ZERO).await;
    desk.queue(&[1]).await;
    desk.refuse(422, 1).await;
    desk.engine.send_waiting(desk.connection, false).await.unwrap();
    desk.queue(&[2]).await;
    desk.issues.lose_next_answer();
    desk.engine.send_waiting(desk.connection, false).await.unwrap();
    desk.queue(&[3]).await;

    let why = [
        "It was refused: try it again, or give it up first",
        "It may be there already: look there first",
        "It waits in the outbox",
    ];
    assert_eq!(desk.stays(&[1, 2, 3]).await, why);
    let ids = numbered(&[1, 2, 3, 4]);
    let queued = desk.engine.queue_exports(ids, desk.connection, String::new(), anyway()).await.unwrap();
    let left: Vec<_> = queued.left_out.iter().map(|left| left.reason.as_str()).collect();
    assert_eq!((queued.queued, left), (1, why.to_vec()));

    for entry in desk.engine.outbox().await.unwrap() {
        desk.engine.cancel_outbox(entry.id).await.unwrap();
    }
    assert_eq!(desk.stays(&[1, 2, 3]).await, ["goes"; 3]);
}

#[tokio::test]
async fn a_tool_that_lets_nobody_in_is_asked_once_and_the_rest_waits() {
    let desk = desk("shop", Duration::ZERO).await;
    desk.queue(&[1, 2, 3]).await;
    desk.refuse(401, 1).await;
    let sent = desk.engine.send_waiting(desk.connection, false).await.unwrap();
    assert_eq!((sent.sent, sent.failed, sent.waiting), (0, 1, 2));
    assert_eq!(sent.problem.unwrap().kind, ProblemKind::Credential);
    // Given up, it isn't sent.
    let second = desk.engine.outbox().await.unwrap().into_iter().find(|entry| entry.opportunity.id.0 == 2).unwrap();
    desk.engine.cancel_outbox(second.id).await.unwrap();
    let again = desk.engine.send_waiting(desk.connection, true).await.unwrap();
    assert_eq!((again.sent, again.waiting, desk.issues.len()), (2, 0, 2));
}

#[tokio::test]
async fn a_lost_answer_is_left_for_a_look_and_the_others_go() {
    let desk = desk("shop", Duration::ZERO).await;
    desk.queue(&[1, 2]).await;
    desk.issues.lose_next_answer();
    let sent = desk.engine.send_waiting(desk.connection, true).await.unwrap();
    assert_eq!((sent.sent, sent.needs_check, sent.message.as_str()), (1, 1, "1 sent, 1 without an answer"));
    // Sending what waits doesn't touch it; what may be there is not queued again.
    assert_eq!(desk.engine.send_waiting(desk.connection, true).await.unwrap().message, "Nothing waits");
    assert_eq!((desk.queue(&[1]).await, desk.issues.len()), (0, 2));
}

#[tokio::test]
async fn a_connection_without_a_project_needs_one() {
    let desk = desk("", Duration::ZERO).await;
    let refused = desk.engine.queue_exports(numbered(&[1]), desk.connection, " ".into(), anyway()).await.unwrap_err();
    assert_eq!(refused.kind, ProblemKind::BadInput);
    let draft = desk.engine.preview_export(OpportunityId(1), desk.connection).await.unwrap().draft;
    let single = desk.engine.send_export(OpportunityId(1), desk.connection, draft, anyway()).await.unwrap_err();
    assert_eq!(single.sentence(), refused.sentence(), "one check, one wording");
    assert_eq!(desk.remembered().await, "");
    let queued = desk.engine.queue_exports(numbered(&[1]), desk.connection, "shop".into(), anyway()).await.unwrap();
    assert_eq!(queued.queued, 1);
    let sent = desk.engine.send_waiting(desk.connection, false).await.unwrap();
    assert_eq!((sent.sent, desk.issues.len()), (1, 1));
    assert_eq!(desk.remembered().await, "shop");
}

#[tokio::test]
async fn a_connection_that_names_its_project_needs_none_remembered() {
    let desk = desk("shop", Duration::ZERO).await;
    assert_eq!(desk.queue(&[1]).await, 1);
    assert_eq!(desk.remembered().await, "");
}
