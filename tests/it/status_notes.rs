//! Notes by rule: records behind an opportunity learn how far it is, each once, and only what still holds.

use engine::api::types::{
    CommentState, LetterForm, LoopWho, Outcome, ReplyForm, StatusNoteAct, StatusNoteView, StatusNotes,
};
use engine::model::{ConnectionId, SignalId, Stage};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::loopback::{Desk, desk};

const ON: &[Outcome] = &[Outcome::Planned, Outcome::InProgress, Outcome::Shipped];

/// Two tickets of one opportunity, whose connection tells its records these things.
async fn told(tells: &[Outcome]) -> Desk {
    let desk = desk(&["Ines Okafor", "Paul Ebner"]).await;
    desk.engine.set_status_notes(connection(&desk).await, tells.to_vec()).await.unwrap();
    desk
}

async fn connection(desk: &Desk) -> ConnectionId {
    desk.engine.connections().await.unwrap()[0].id
}

async fn write(desk: &Desk) -> Vec<StatusNoteView> {
    let mut written = desk.engine.write_status_notes().await.unwrap();
    written.sort_by_key(|note| note.id);
    written
}

async fn notes(desk: &Desk) -> StatusNotes {
    desk.engine.status_notes().await.unwrap()
}

fn states(notes: &[StatusNoteView]) -> Vec<(&str, Outcome, CommentState)> {
    notes.iter().map(|note| (note.record.as_str(), note.outcome, note.state)).collect()
}

#[tokio::test]
async fn records_are_told_once_each_time_things_go_on() {
    let desk = told(ON).await;
    desk.stage(Stage::Exported).await;
    assert_eq!(write(&desk).await, [], "it may be a slip");
    desk.clock.set("2026-01-11T09:10:00Z");
    let sent = (CommentState::Sent, Outcome::Planned);
    assert_eq!(states(&write(&desk).await), [("1", sent.1, sent.0), ("2", sent.1, sent.0)]);
    let note = desk.issues.notes(1).remove(0);
    assert!(note.starts_with("In the backlog since 11 January 2026 as OPP-1.\n"), "{note}");
    assert!(note.contains("Throughline reference: tl-"), "{note}");
    assert_eq!(write(&desk).await, [], "they know");

    desk.stage(Stage::InProgress).await;
    desk.stage(Stage::Delivered).await;
    desk.clock.set("2026-01-11T09:30:00Z");
    assert_eq!(states(&write(&desk).await)[0], ("1", Outcome::Shipped, CommentState::Sent), "only what holds");
    assert_eq!((desk.issues.notes(1).len(), desk.issues.notes(2).len()), (2, 2));
    let listed = notes(&desk).await;
    assert_eq!((listed.found, listed.written, listed.to_check), (4, 4, 0));
    assert_eq!(listed.rules[0].tells, ON);
}

#[tokio::test]
async fn a_slip_that_was_taken_back_tells_nothing() {
    let desk = told(ON).await;
    desk.stage(Stage::Delivered).await;
    desk.engine.undo().await.unwrap();
    desk.clock.set("2026-01-12T09:00:00Z");
    assert_eq!(write(&desk).await, []);
    assert_eq!(desk.issues.notes(1).len(), 0);
}

#[tokio::test]
async fn nothing_is_told_without_a_rule_or_of_what_was_before_it() {
    let desk = desk(&["Ines Okafor"]).await;
    desk.stage(Stage::Exported).await;
    desk.clock.set("2026-01-12T09:00:00Z");
    assert_eq!(write(&desk).await, [], "off until it is set");
    let set = desk.engine.set_status_notes(connection(&desk).await, ON.to_vec()).await.unwrap();
    assert_eq!(set.message, "Records of “Desk” are told what is planned, in progress and shipped");
    desk.clock.set("2026-01-12T10:00:00Z");
    assert_eq!(write(&desk).await, [], "it was planned before");

    desk.stage(Stage::Rejected).await;
    desk.clock.set("2026-01-12T11:00:00Z");
    assert_eq!(write(&desk).await, [], "nobody asked to tell what is declined");
    let off = desk.engine.set_status_notes(connection(&desk).await, vec![]).await.unwrap();
    assert_eq!(off.message, "Records of “Desk” get no notes by rule");
    desk.engine.undo().await.unwrap();
    assert_eq!(notes(&desk).await.rules[0].tells, ON, "the rule is a decision like any other");
}

#[tokio::test]
async fn evidence_against_and_tickets_that_were_answered_get_no_note() {
    let desk = told(ON).await;
    let against = desk.person("Paul Ebner").await.asks[0].signal;
    desk.engine.set_against(desk.opportunity, vec![against], true).await.unwrap();
    desk.stage(Stage::Delivered).await;
    let form: ReplyForm = desk.form("Ines Okafor", Some("It is there.")).await;
    desk.engine.send_replies(desk.opportunity, vec![form]).await.unwrap();
    desk.clock.set("2026-01-11T09:30:00Z");
    assert_eq!(write(&desk).await, []);
}

#[tokio::test]
async fn a_refused_note_waits_for_a_person_and_a_given_up_one_stays_so() {
    let desk = told(ON).await;
    let closed = ResponseTemplate::new(422).set_body_json(json!({ "errors": ["Notes are closed"] }));
    desk.refuse_once(closed).await;
    desk.stage(Stage::Exported).await;
    desk.clock.set("2026-01-11T09:30:00Z");
    let written = write(&desk).await;
    assert_eq!(
        states(&written),
        [("1", Outcome::Planned, CommentState::Failed), ("2", Outcome::Planned, CommentState::Sent)]
    );
    assert_eq!(notes(&desk).await.to_check, 1);
    assert_eq!(desk.ledger(LoopWho::Due).await.notes_to_check, 1);
    desk.clock.set("2026-01-12T09:30:00Z");
    assert_eq!(write(&desk).await, [], "waiting doesn't help");

    let id = written[0].id;
    desk.engine.act_on_status_note(id, StatusNoteAct::GiveUp).await.unwrap();
    assert_eq!(write(&desk).await, []);
    assert_eq!(desk.engine.undo().await.unwrap().message, "Undid: Gave up the note in 1 of Desk");
    assert_eq!(states(&write(&desk).await), [("1", Outcome::Planned, CommentState::Sent)]);
    assert_eq!(desk.issues.notes(1).len(), 1);
}

#[tokio::test]
async fn a_note_without_an_answer_is_looked_for_and_written_once() {
    let desk = told(ON).await;
    desk.issues.lose_next_answer();
    desk.stage(Stage::Exported).await;
    desk.clock.set("2026-01-11T09:30:00Z");
    let written = write(&desk).await;
    let planned = |record, state| (record, Outcome::Planned, state);
    let unheard = planned("1", CommentState::NeedsCheck);
    assert_eq!(states(&written), [unheard, planned("2", CommentState::Sent)]);
    assert_eq!(write(&desk).await, [], "its answer may still come");
    desk.clock.set("2026-01-11T09:33:00Z");
    assert_eq!(states(&write(&desk).await), [planned("1", CommentState::Sent)]);
    assert_eq!((desk.issues.notes(1).len(), desk.issues.notes(2).len()), (1, 1));
}

#[tokio::test]
async fn a_tool_that_lets_nobody_in_is_left_alone_for_a_while() {
    let desk = told(ON).await;
    desk.refuse_once(ResponseTemplate::new(401)).await;
    desk.stage(Stage::Exported).await;
    desk.clock.set("2026-01-11T09:30:00Z");
    let written = write(&desk).await;
    assert_eq!(states(&written), [("1", Outcome::Planned, CommentState::Failed)]);
    assert!(written[0].retry_at.is_some());
    desk.clock.set("2026-01-11T09:40:00Z");
    assert_eq!(write(&desk).await, [], "the other record waits with it");
    assert_eq!(notes(&desk).await.to_check, 0, "nobody has to do anything yet");
    desk.clock.set("2026-01-11T10:00:00Z");
    assert_eq!(write(&desk).await.len(), 2);
    assert_eq!((desk.issues.notes(1).len(), desk.issues.notes(2).len()), (1, 1));
}

#[tokio::test]
async fn what_waits_is_forgotten_when_it_no_longer_holds() {
    let desk = told(ON).await;
    desk.engine.pause_connection(connection(&desk).await, true).await.unwrap();
    desk.stage(Stage::Exported).await;
    desk.clock.set("2026-01-11T09:30:00Z");
    assert_eq!(write(&desk).await, [], "it is paused");
    assert_eq!(notes(&desk).await.found, 2);
    desk.stage(Stage::Ready).await;
    assert_eq!(write(&desk).await, []);
    assert_eq!(notes(&desk).await.found, 0);
    desk.stage(Stage::Exported).await;
    desk.engine.pause_connection(connection(&desk).await, false).await.unwrap();
    desk.clock.set("2026-01-11T10:30:00Z");
    assert_eq!(write(&desk).await.len(), 2);
}

#[tokio::test]
async fn a_merged_duplicate_is_told_too_and_texts_are_ones_own() {
    let desk = desk(&["Ines Okafor", "Paul Ebner"]).await;
    desk.engine.set_status_notes(connection(&desk).await, vec![Outcome::Planned]).await.unwrap();
    let (kept, merged) = (asked(&desk, "Ines Okafor").await, asked(&desk, "Paul Ebner").await);
    desk.engine.set_evidence(desk.opportunity, vec![merged], None).await.unwrap();
    desk.engine.merge(vec![merged], kept).await.unwrap();
    let own = "Now {status}: {title}, {item} ({ticket})";
    desk.engine.set_loop_template(LetterForm::StatusNote, Outcome::Planned, own.into()).await.unwrap();
    desk.stage(Stage::Exported).await;
    desk.clock.set("2026-01-11T09:30:00Z");
    let texts: Vec<String> = write(&desk).await.into_iter().map(|note| note.text).collect();
    assert_eq!(
        texts,
        [
            "Now planned: Keep month-end sync running, OPP-1 (Export misses 1 entries)",
            "Now planned: Keep month-end sync running, OPP-1 (Export misses 2 entries)"
        ]
    );
}

async fn asked(desk: &Desk, name: &str) -> SignalId {
    desk.person(name).await.asks[0].signal
}
