//! The whole way round on a real Request Tracker and a real Redmine: a ticket, an opportunity, its delivery, and the
//! answer on the ticket, once.

use std::sync::Arc;

use engine::api::types::{
    CommentState, ConnectionForm, LetterForm, LoopQuery, LoopStanding, LoopWho, Outcome, ReplyForm, SignalQuery,
    WorkspaceName,
};
use engine::api::{Context, Engine};
use engine::connectors::{self, Account, ExportKey, Replies, written_reply};
use engine::http::Limits;
use engine::model::{ConnectionId, OpportunityId, SignalId, Stage, TriageState};
use serde_json::Value;
use support::breaking_line::BreakingLine;
use support::servers::{Redmine, RequestTracker, redmine, request_tracker, send};
use support::{Clock, context};
use tempfile::TempDir;

async fn opened(folder: &TempDir) -> Engine {
    opened_at(folder, "2031-11-21T09:00:00Z").await
}

async fn opened_at(folder: &TempDir, now: &str) -> Engine {
    let context = Context {
        limits: Limits::default(),
        new_uid: Arc::new(|| format!("{:032x}", rand::random::<u128>())),
        ..context(&Clock::at(now))
    };
    Engine::open(folder.path(), WorkspaceName::Own, context).await.unwrap()
}

/// Pulls the only ticket of the account and makes it evidence of an opportunity that is delivered.
async fn delivered(engine: &Engine, account: Account, secret: &str) -> (ConnectionId, OpportunityId) {
    let form = ConnectionForm { name: "Desk".into(), account };
    let connection = engine.add_connection(form, Some(secret.to_owned())).await.unwrap().id;
    assert_eq!(engine.pull(connection).await.unwrap().problem, None);
    let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
    let signals: Vec<SignalId> = engine.signal_ids(query).await.unwrap().into_iter().map(SignalId).collect();
    assert_eq!(signals.len(), 1);
    let made = engine.create_opportunity("Badges that stay".into()).await.unwrap();
    let opportunity = made.opportunity.unwrap().id;
    engine.set_evidence(opportunity, signals, Some(2)).await.unwrap();
    engine.set_stage(opportunity, Stage::Delivered, String::new()).await.unwrap();
    (connection, opportunity)
}

async fn approved(engine: &Engine, opportunity: OpportunityId) -> ReplyForm {
    let draft = engine.loop_drafts(opportunity, vec![], LetterForm::Letter).await.unwrap().remove(0);
    assert_eq!(draft.not_from_here, None);
    ReplyForm {
        reporter: draft.reporter,
        signal: draft.signal,
        outcome: draft.outcome,
        text: draft.text,
        key: draft.key,
    }
}

/// What was written to whoever asked for a ticket, without attached files.
pub async fn correspondence(tracker: &RequestTracker, ticket: u64) -> Vec<String> {
    written(tracker, ticket, "Correspond").await
}

/// What was written on a ticket in one way: `Correspond` or `Comment`.
async fn written(tracker: &RequestTracker, ticket: u64, way: &str) -> Vec<String> {
    let query = format!("transactions?query=ObjectType='RT::Ticket' AND ObjectId={ticket} AND Type='{way}'");
    let found = tracker.ask("GET", &query.replace(' ', "%20"), None).await;
    let mut texts = Vec::new();
    for entry in found["items"].as_array().cloned().unwrap_or_default() {
        let id = entry["id"].as_str().map_or_else(|| entry["id"].to_string(), str::to_owned);
        let parts = tracker.ask("GET", &format!("transaction/{id}/attachments?fields=Content"), None).await;
        let content = |part: &Value| part["Content"].as_str().unwrap_or_default().to_owned();
        texts.extend(parts["items"].as_array().into_iter().flatten().map(content));
    }
    texts
}

#[tokio::test]
async fn real_request_tracker_gets_the_answer_once_though_its_sender_is_killed() {
    let (folder, tracker) = (TempDir::new().unwrap(), request_tracker().await);
    tracker.create_queue("Loop desk").await;
    let ticket = tracker.create_ticket("Loop desk", "The badge is lost", "I left it in the bus.").await;
    let line = BreakingLine::to(&tracker.url).await.unwrap();
    let account = Account { base_url: line.url.clone(), ..tracker.account("Loop desk") };
    let engine = opened(&folder).await;
    let (connection, opportunity) = delivered(&engine, account.clone(), &tracker.token).await;
    let form = approved(&engine, opportunity).await;
    assert!(form.text.starts_with("Hello Rita,"), "{}", form.text);
    assert_eq!(correspondence(tracker, ticket).await, Vec::<String>::new());

    line.break_next_change();
    let sending = tokio::spawn(async move { engine.send_replies(opportunity, vec![form]).await });
    line.broken().await;
    sending.abort();
    assert!(sending.await.unwrap_err().is_cancelled(), "nobody has heard the answer");
    let said = correspondence(tracker, ticket).await;
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("you wrote to us about “The badge is lost”"), "{}", said[0]);

    let engine = opened(&folder).await;
    let form = ConnectionForm { name: "Desk".into(), account };
    engine.edit_connection(connection, form, Some(tracker.token.clone())).await.unwrap();
    let ledger = async |engine: &Engine| {
        let query = LoopQuery { who: LoopWho::Everybody, ..LoopQuery::default() };
        engine.loop_ledger(query).await.unwrap().people.remove(0)
    };
    let person = ledger(&engine).await;
    assert_eq!((person.name.as_str(), person.standing), ("Rita Ross", LoopStanding::ToCheck));
    let settled = engine.settle_reply(person.told[0].id).await.unwrap();
    assert_eq!((settled.state, settled.attempts), (CommentState::Sent, 1), "found, not sent again");
    assert_eq!(correspondence(tracker, ticket).await.len(), 1);
    assert_eq!(ledger(&engine).await.standing, LoopStanding::Told);
}

#[tokio::test]
async fn real_request_tracker_takes_an_answer_and_finds_only_its_own_key() {
    let (folder, tracker) = (TempDir::new().unwrap(), request_tracker().await);
    tracker.create_queue("Loop counter").await;
    let ticket = tracker.create_ticket("Loop counter", "The door is stuck", "Since this morning.").await;
    let engine = opened(&folder).await;
    let (_, opportunity) = delivered(&engine, tracker.account("Loop counter"), &tracker.token).await;
    let form = approved(&engine, opportunity).await;
    let sent = engine.send_replies(opportunity, vec![form]).await.unwrap().remove(0);
    assert_eq!(sent.state, CommentState::Sent, "{:?}", sent.problem);
    assert_eq!(correspondence(tracker, ticket).await.len(), 1);
    // Pulling the ticket anew, which the answer changed, makes nobody wait again.
    let connection = engine.connections().await.unwrap()[0].id;
    assert_eq!(engine.pull(connection).await.unwrap().problem, None);
    assert_eq!(engine.loop_ledger(LoopQuery::default()).await.unwrap().counts.told, 1);
}

#[tokio::test]
async fn real_redmine_gets_the_answer_as_a_note() {
    let (folder, redmine) = (TempDir::new().unwrap(), redmine().await);
    redmine.create_project("loop").await;
    let number = redmine.create_issue("loop", "One charge per order", "").await;
    let engine = opened(&folder).await;
    let (_, opportunity) = delivered(&engine, redmine.account("loop"), Redmine::KEY).await;
    let form = approved(&engine, opportunity).await;
    let sent = engine.send_replies(opportunity, vec![form]).await.unwrap().remove(0);
    assert_eq!(sent.state, CommentState::Sent, "{:?}", sent.problem);
    let journal = redmine.issue(number).await["journals"].as_array().cloned().unwrap_or_default();
    let notes = journal.iter().filter(|entry| entry["notes"].as_str().is_some_and(|notes| notes.contains("tl-")));
    assert_eq!(notes.count(), 1);
}

#[tokio::test]
async fn real_request_tracker_gets_a_note_by_rule_once_though_its_writer_is_killed() {
    let (folder, tracker) = (TempDir::new().unwrap(), request_tracker().await);
    tracker.create_queue("Rule desk").await;
    let ticket = tracker.create_ticket("Rule desk", "The gate stays shut", "Since this morning.").await;
    let line = BreakingLine::to(&tracker.url).await.unwrap();
    let account = Account { base_url: line.url.clone(), ..tracker.account("Rule desk") };
    let engine = opened(&folder).await;
    let (connection, opportunity) = delivered(&engine, account.clone(), &tracker.token).await;
    engine.set_status_notes(connection, vec![Outcome::InProgress]).await.unwrap();
    engine.set_stage(opportunity, Stage::InProgress, String::new()).await.unwrap();
    engine.close().await.unwrap();

    let again = async |now: &str| {
        let engine = opened_at(&folder, now).await;
        let form = ConnectionForm { name: "Desk".into(), account: account.clone() };
        engine.edit_connection(connection, form, Some(tracker.token.clone())).await.unwrap();
        engine
    };
    let engine = again("2031-11-21T09:20:00Z").await;
    line.break_next_change();
    let writing = tokio::spawn(async move { engine.write_status_notes().await });
    line.broken().await;
    writing.abort();
    assert!(writing.await.unwrap_err().is_cancelled(), "nobody has heard the answer");
    let said = written(tracker, ticket, "Comment").await;
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("Being worked on since 21 November 2031 as OPP-1 (in progress)."), "{}", said[0]);

    let engine = again("2031-11-21T09:30:00Z").await;
    let settled = engine.write_status_notes().await.unwrap().remove(0);
    assert_eq!((settled.state, settled.attempts), (CommentState::Sent, 1), "found, not written again");
    assert_eq!(engine.write_status_notes().await.unwrap(), []);
    assert_eq!(written(tracker, ticket, "Comment").await.len(), 1);
    assert_eq!(correspondence(tracker, ticket).await, Vec::<String>::new(), "only the desk reads it");
}

/// Writes a note and looks for another key, then for its own; gives whether each was found, and whether all was read.
async fn noted(replies: &dyn Replies, ticket: &str, credential: (&str, &str)) -> [(bool, bool); 2] {
    let key = ExportKey("tl-desk".into());
    let body = written_reply(replies, "Two more people met this.", &key);
    let taken = send(&replies.note(ticket, &body, &key), credential).await;
    assert_eq!(replies.replied(&taken), Ok(()), "{}", taken.status);
    let mut looks = [(false, false); 2];
    for (look, key) in looks.iter_mut().zip([ExportKey("tl-des".into()), key]) {
        let mut from: Option<String> = None;
        loop {
            let reply = send(&replies.replies(ticket, from.as_deref()), credential).await;
            let page = replies.parse_replies(from.as_deref(), &reply).unwrap();
            look.0 |= page.carry(&key);
            look.1 = !page.cut;
            from = page.next;
            if from.is_none() {
                break;
            }
        }
    }
    looks
}

#[tokio::test]
async fn real_request_tracker_keeps_a_note_from_who_asked_and_gives_it_back() {
    let tracker = request_tracker().await;
    tracker.create_queue("Loop notes").await;
    let ticket = tracker.create_ticket("Loop notes", "The lift stops", "Between two floors.").await;
    let replies = connectors::replies(&tracker.account("Loop notes")).unwrap();
    let credential = format!("token {}", tracker.token);
    let looks = noted(&*replies, &ticket.to_string(), ("authorization", &credential)).await;
    assert_eq!(looks, [(false, true), (true, true)]);
    assert_eq!(correspondence(tracker, ticket).await, Vec::<String>::new());
}

#[tokio::test]
async fn real_redmine_keeps_a_note_private_and_gives_it_back() {
    let redmine = redmine().await;
    redmine.create_project("loop-notes").await;
    let number = redmine.create_issue("loop-notes", "The lift stops", "").await;
    let replies = connectors::replies(&redmine.account("loop-notes")).unwrap();
    let looks = noted(&*replies, &number.to_string(), ("x-redmine-api-key", Redmine::KEY)).await;
    assert_eq!(looks, [(false, true), (true, true)]);
    assert_eq!(redmine.issue(number).await["journals"][0]["private_notes"], true);
}
