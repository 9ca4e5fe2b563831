//! Replies on their way into tickets: once, whatever stops them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use engine::api::types::{
    CommentState, ConnectionForm, LetterForm, LoopStanding, LoopWho, ReplyForm, ToldForm, Way, WorkspaceName,
};
use engine::api::{Context, Engine};
use engine::error::ProblemKind;
use engine::model::Stage;
use serde_json::json;
use support::{context, open};
use wiremock::matchers::method;
use wiremock::{Mock, ResponseTemplate};

use super::loopback::{Desk, desk};

impl Desk {
    /// As after a crash. The keychain of a test is gone with it, so the key is given anew.
    async fn restarted(self) -> Desk {
        self.engine.close().await.unwrap();
        let engine = open(self.folder.path(), &self.clock).await;
        give_key(&engine).await;
        Desk { engine, ..self }
    }

    /// The next answer to a change of a ticket; it isn't carried out.
    pub async fn refuse_once(&self, answer: ResponseTemplate) {
        Mock::given(method("PUT")).respond_with(answer).up_to_n_times(1).with_priority(1).mount(&self.server).await;
    }
}

async fn give_key(engine: &Engine) {
    let connection = engine.connections().await.unwrap().remove(0);
    let form = ConnectionForm { name: connection.name.clone(), account: connection.account.clone() };
    engine.edit_connection(connection.id, form, Some("key".into())).await.unwrap();
}

#[tokio::test]
async fn a_reply_whose_answer_was_lost_is_found_and_stays_the_only_one() {
    let desk = desk(&["Ines Okafor"]).await;
    desk.stage(Stage::Delivered).await;
    desk.issues.lose_next_answer();
    let form = desk.form("Ines Okafor", None).await;
    let lost = desk.engine.send_replies(desk.opportunity, vec![form.clone()]).await.unwrap().remove(0);
    assert_eq!((lost.state, lost.told_at), (CommentState::NeedsCheck, None));
    let desk = desk.restarted().await;
    assert_eq!(desk.ledger(LoopWho::ToCheck).await.counts.to_check, 1);
    let another = ReplyForm { key: "tl-another".into(), ..form };
    let refused = desk.engine.send_replies(desk.opportunity, vec![another]).await.err().unwrap();
    assert_eq!(refused.what, "A reply to Ines Okafor is still open.");
    let settled = desk.engine.settle_reply(lost.id).await.unwrap();
    assert_eq!((settled.state, settled.attempts, desk.issues.notes(1).len()), (CommentState::Sent, 1, 1));
    assert!(settled.told_at.is_some());
    assert_eq!(desk.engine.settle_reply(lost.id).await.err().unwrap().kind, ProblemKind::Refused);
}

#[tokio::test]
async fn what_a_tool_refuses_can_be_sent_again_or_given_up() {
    let desk = desk(&["Ines Okafor", "Paul Ebner"]).await;
    desk.stage(Stage::Delivered).await;
    let closed = ResponseTemplate::new(422).set_body_json(json!({ "errors": ["Notes are closed"] }));
    desk.refuse_once(closed.clone()).await;
    let form = desk.form("Ines Okafor", None).await;
    let failed = desk.engine.send_replies(desk.opportunity, vec![form]).await.unwrap().remove(0);
    assert_eq!(failed.state, CommentState::Failed);
    assert!(failed.problem.unwrap().what.contains("Notes are closed"));
    let sent = desk.engine.settle_reply(failed.id).await.unwrap();
    assert_eq!((sent.state, sent.attempts, desk.issues.notes(1).len()), (CommentState::Sent, 2, 1));

    desk.refuse_once(closed).await;
    let form = desk.form("Paul Ebner", None).await;
    let failed = desk.engine.send_replies(desk.opportunity, vec![form]).await.unwrap().remove(0);
    desk.engine.cancel_reply(failed.id).await.unwrap();
    assert_eq!(desk.person("Paul Ebner").await.standing, LoopStanding::Due, "he can be told in another way");
    assert_eq!(desk.engine.cancel_reply(sent.id).await.err().unwrap().kind, ProblemKind::Refused);
    assert_eq!(desk.issues.notes(2).len(), 0);
}

#[tokio::test]
async fn many_are_approved_as_one_decision_or_not_at_all() {
    let desk = desk(&["Ines Okafor", "Paul Ebner", "Sven Krantz"]).await;
    desk.stage(Stage::Delivered).await;
    let drafts = desk.engine.loop_drafts(desk.opportunity, vec![], LetterForm::Letter).await.unwrap();
    let mut forms: Vec<ReplyForm> = drafts
        .into_iter()
        .map(|draft| ReplyForm {
            reporter: draft.reporter,
            signal: draft.signal,
            outcome: draft.outcome,
            text: draft.text,
            key: draft.key,
        })
        .collect();
    let words = std::mem::replace(&mut forms[2].text, "  ".into());
    assert_eq!(
        desk.engine.send_replies(desk.opportunity, forms.clone()).await.err().unwrap().kind,
        ProblemKind::BadInput
    );
    let twice = vec![forms[0].clone(), forms[0].clone()];
    assert_eq!(desk.engine.send_replies(desk.opportunity, twice).await.err().unwrap().kind, ProblemKind::BadInput);
    assert_eq!(desk.ledger(LoopWho::Due).await.counts.due, 3, "nobody was told");

    forms[2].text = words;
    desk.issues.lose_next_answer();
    let sent = desk.engine.send_replies(desk.opportunity, forms).await.unwrap();
    let states: Vec<CommentState> = sent.iter().map(|reply| reply.state).collect();
    assert_eq!(states, [CommentState::NeedsCheck, CommentState::Sent, CommentState::Sent]);
    assert_eq!(desk.engine.recent(1).await.unwrap()[0].what, "Told 3 people that OPP-1 has shipped");
    let counts = desk.ledger(LoopWho::Everybody).await.counts;
    assert_eq!((counts.told, counts.to_check, counts.due), (2, 1, 0));
}

#[tokio::test]
async fn who_is_told_by_hand_must_have_asked() {
    let desk = desk(&["Ines Okafor"]).await;
    desk.stage(Stage::Delivered).await;
    let ines = desk.person("Ines Okafor").await;
    let told = |way, at| ToldForm {
        reporters: vec![ines.reporter],
        outcome: ines.outcome.unwrap(),
        way,
        note: String::new(),
        at,
    };
    let kind = async |told| desk.engine.mark_told(desk.opportunity, told).await.err().map(|problem| problem.kind);
    assert_eq!(kind(told(Way::Ticket, None)).await, Some(ProblemKind::BadInput));
    assert_eq!(kind(told(Way::Mail, Some(support::time("2031-01-01T00:00:00Z")))).await, Some(ProblemKind::BadInput));
    let stranger = ToldForm { reporters: vec![engine::model::ReporterId(999)], ..told(Way::Mail, None) };
    assert_eq!(kind(stranger).await, Some(ProblemKind::NotFound));
    assert_eq!(kind(told(Way::Mail, Some(support::time("2026-01-05T00:00:00Z")))).await, None);
    let told = desk.person("Ines Okafor").await.told;
    assert_eq!(told[0].told_at, Some(support::time("2026-01-05T00:00:00Z")));
}

/// The program dies at the n-th moment at which a send looks at the clock: before anything is written, before the
/// mark, around the request, before the answer is stored. Whatever a person does then, the ticket has one reply.
#[tokio::test(flavor = "multi_thread")]
async fn a_stop_after_any_step_never_sends_twice() {
    let authors: Vec<String> = (1..=40).map(|n| format!("Person {n}")).collect();
    let names: Vec<&str> = authors.iter().map(String::as_str).collect();
    let mut desk = desk(&names).await;
    desk.stage(Stage::Delivered).await;
    let (mut open_ones, mut unwritten) = (0, 0);
    for step in 1.. {
        let name = names[step - 1];
        let form = desk.form(name, None).await;
        desk.engine.close().await.unwrap();
        let left = Arc::new(AtomicI64::new(i64::MAX));
        let (counting, steady) = (left.clone(), context(&desk.clock));
        let now = steady.now.clone();
        let stops = move || {
            assert!(counting.fetch_sub(1, Ordering::SeqCst) != 1, "the program dies here, on purpose");
            now()
        };
        let context = Context { now: Arc::new(stops), ..steady };
        let dying = Arc::new(Engine::open(desk.folder.path(), WorkspaceName::Own, context).await.unwrap());
        give_key(&dying).await;
        left.store(i64::try_from(step).unwrap(), Ordering::SeqCst);
        let (sender, opportunity, reply) = (dying.clone(), desk.opportunity, form.clone());
        let ended = tokio::spawn(async move { sender.send_replies(opportunity, vec![reply]).await }).await;
        left.store(i64::MAX, Ordering::SeqCst);
        dying.close().await.unwrap();
        drop(dying);

        desk.engine = open(desk.folder.path(), &desk.clock).await;
        give_key(&desk.engine).await;
        let person = desk.person(name).await;
        match person.standing {
            LoopStanding::ToCheck => {
                open_ones += 1;
                desk.engine.settle_reply(person.told[0].id).await.unwrap();
            }
            LoopStanding::Due => {
                unwritten += 1;
                assert_eq!(desk.issues.notes(step).len(), 0, "nothing is sent before it is written down");
                desk.engine.send_replies(desk.opportunity, vec![form]).await.unwrap();
            }
            _ => {}
        }
        assert_eq!(desk.issues.notes(step).len(), 1, "stopped at {step}");
        assert_eq!(desk.person(name).await.standing, LoopStanding::Told, "stopped at {step}");
        if ended.is_ok() {
            assert!(open_ones >= 2 && unwritten >= 1, "{open_ones} stops with a reply open, {unwritten} before");
            return;
        }
    }
}
