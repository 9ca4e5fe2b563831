//! ServiceNow is answered in two steps, by a record's number and then by its sys_id, and once.

use std::sync::{Arc, Mutex, PoisonError};

use engine::api::Engine;
use engine::api::types::{CommentState, ConnectionForm, LetterForm, LoopReplyView, ReplyForm, SignalQuery};
use engine::connectors::Account;
use engine::model::{OpportunityId, SignalId, Stage, TriageState};
use serde_json::{Value, json};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// How the desk meets the next text for its record.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Takes,
    /// Takes it, and its answer is lost.
    LosesAnswer,
    /// Answers as if it had, like a field that the account may not write.
    PassesOver,
    /// Doesn't show the record any more.
    Hides,
}

/// One incident of Rita Ross, the newest entry of its comments first.
#[derive(Clone)]
struct Record(Arc<Mutex<(Mood, String)>>);

impl Record {
    fn now(&self, mood: Mood) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0 = mood;
    }

    /// How many entries we wrote.
    fn entries(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.matches("Throughline reference:").count()
    }
}

impl Respond for Record {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = request.url.query().unwrap_or_default();
        let result = match (request.method.as_str(), request.url.path()) {
            ("GET", "/api/now/table/incident") if asked.contains("number%3DINC0010001") => match held.0 {
                Mood::Hides => json!([]),
                _ => json!([{ "sys_id": "46e1", "number": "INC0010001" }]),
            },
            ("GET", "/api/now/table/incident") => json!([incident()]),
            ("GET", "/api/now/table/incident/46e1") => json!({ "comments": held.1, "work_notes": "" }),
            ("GET", _) => json!([]),
            ("PATCH", "/api/now/table/incident/46e1") => {
                let sent: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                if held.0 != Mood::PassesOver {
                    let said = sent["comments"].as_str().unwrap_or_default();
                    held.1 = format!("2026-01-11 09:00:00 - Desk (Additional comments)\n{said}\n\n{}", held.1);
                }
                if held.0 == Mood::LosesAnswer {
                    return ResponseTemplate::new(502);
                }
                json!({ "comments": held.1 })
            }
            _ => return ResponseTemplate::new(404),
        };
        ResponseTemplate::new(200).set_body_json(json!({ "result": result }))
    }
}

fn incident() -> Value {
    let field = |text: &str| json!({ "value": text, "display_value": text });
    json!({
        "sys_id": field("46e1"),
        "number": field("INC0010001"),
        "short_description": field("The lift stops"),
        "opened_at": field("2026-01-05 09:00:00"),
        "sys_updated_on": field("2026-01-05 09:00:00"),
        "state": { "value": "2", "display_value": "In Progress" },
        "caller_id": { "value": "7b20", "display_value": "Rita Ross" },
    })
}

/// A delivered opportunity with the incident as its evidence, and an approved answer to Rita.
async fn desk(folder: &TempDir, record: &Record) -> (Engine, OpportunityId, ReplyForm, MockServer) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(record.clone()).mount(&server).await;
    let engine = open(folder.path(), &Clock::at("2026-01-11T09:00:00Z")).await;
    let account = Account {
        vendor: "servicenow".into(),
        base_url: server.uri(),
        user: "throughline".into(),
        ..Account::default()
    };
    let form = ConnectionForm { name: "Desk".into(), account };
    let connection = engine.add_connection(form, Some("password".into())).await.unwrap().id;
    assert_eq!(engine.pull(connection).await.unwrap().problem, None);
    let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
    let signals: Vec<SignalId> = engine.signal_ids(query).await.unwrap().into_iter().map(SignalId).collect();
    let opportunity = engine.create_opportunity("A lift that runs".into()).await.unwrap().opportunity.unwrap().id;
    engine.set_evidence(opportunity, signals, Some(1)).await.unwrap();
    engine.set_stage(opportunity, Stage::Delivered, String::new()).await.unwrap();
    let draft = engine.loop_drafts(opportunity, vec![], LetterForm::Letter).await.unwrap().remove(0);
    assert_eq!((draft.name.as_str(), draft.not_from_here), ("Rita Ross", None));
    let form = ReplyForm {
        reporter: draft.reporter,
        signal: draft.signal,
        outcome: draft.outcome,
        text: draft.text,
        key: draft.key,
    };
    (engine, opportunity, form, server)
}

async fn sent(mood: Mood) -> (Engine, Record, LoopReplyView, TempDir, MockServer) {
    let folder = TempDir::new().unwrap();
    let record = Record(Arc::new(Mutex::new((mood, String::new()))));
    let (engine, opportunity, form, server) = desk(&folder, &record).await;
    let reply = engine.send_replies(opportunity, vec![form]).await.unwrap().remove(0);
    (engine, record, reply, folder, server)
}

#[tokio::test]
async fn an_answer_stands_among_the_comments_of_its_record() {
    let (_, record, reply, ..) = sent(Mood::Takes).await;
    assert_eq!((reply.state, record.entries()), (CommentState::Sent, 1), "{:?}", reply.problem);
}

#[tokio::test]
async fn an_answer_that_was_lost_on_its_way_back_is_found_in_the_journal() {
    let (engine, record, reply, _folder, _server) = sent(Mood::LosesAnswer).await;
    assert_eq!((reply.state, record.entries()), (CommentState::NeedsCheck, 1));
    record.now(Mood::Takes);
    let settled = engine.settle_reply(reply.id).await.unwrap();
    assert_eq!((settled.state, settled.attempts, record.entries()), (CommentState::Sent, 1, 1));
}

#[tokio::test]
async fn what_was_passed_over_in_silence_isnt_called_sent() {
    let (engine, record, reply, _folder, _server) = sent(Mood::PassesOver).await;
    assert_eq!((reply.state, record.entries()), (CommentState::NeedsCheck, 0));
    record.now(Mood::Takes);
    let settled = engine.settle_reply(reply.id).await.unwrap();
    assert_eq!((settled.state, settled.attempts, record.entries()), (CommentState::Sent, 2, 1));
}

#[tokio::test]
async fn nothing_is_sent_to_a_record_that_isnt_found() {
    let (engine, record, reply, _folder, _server) = sent(Mood::Hides).await;
    assert_eq!((reply.state, record.entries()), (CommentState::Failed, 0));
    let problem = reply.problem.unwrap();
    assert!(problem.what.contains("doesn't hold INC0010001 once"), "{}", problem.what);
    assert_eq!(problem.kept, "Nothing was sent.");
    assert!(engine.settle_reply(reply.id).await.is_err(), "the look finds no record either");
    record.now(Mood::Takes);
    let settled = engine.settle_reply(reply.id).await.unwrap();
    assert_eq!((settled.state, record.entries()), (CommentState::Sent, 1));
}
