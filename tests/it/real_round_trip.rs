//! Once round, on a real Request Tracker and a real Redmine: tickets become a theme, the theme an opportunity, that an
//! issue; the issue is done, whoever asked is answered on the ticket, and weeks later the tickets have become fewer.

use std::sync::Arc;

use engine::api::types::{
    AcceptInto, CommentState, ConnectionForm, LetterForm, LoopQuery, LoopStanding, LoopWho, OutboxState, OutcomePlan,
    OutcomeState, OutcomeVerdict, ReplyForm, SignalQuery, ThemeQuery, WorkspaceName,
};
use engine::api::{Context, Engine};
use engine::connectors::Account;
use engine::http::Limits;
use engine::model::{ConnectionId, OpportunityId, Stage, Time, TriageState};
use engine::secrets::{Memory, Secrets};
use support::servers::{Redmine, RequestTracker, redmine, request_tracker};
use support::{Clock, context, time};
use tempfile::TempDir;

use crate::real_loop::correspondence;
use crate::theme_bench::SUBJECTS;

const QUEUE: &str = "Round desk";
/// A Monday; four full weeks before the week of the delivery.
const BEFORE: &str = "2031-09-01T08:00:00Z";
const DELIVERED: &str = "2031-09-30T09:00:00Z";
/// The Monday after it, and one four full weeks later.
const AFTER: &str = "2031-10-06T08:00:00Z";
const LATER: &str = "2031-11-05T09:00:00Z";
const WEEKS: usize = 4;
const ID: OpportunityId = OpportunityId(1);

/// Every week so many tickets about the cart and so many about the login; gives the number of the first.
async fn tickets(tracker: &RequestTracker, from: &str, cart: usize, login: usize) -> u64 {
    let mut first = None;
    for week in 0..WEEKS {
        for (subject, each) in [(0, cart), (2, login)] {
            for place in 0..each {
                let title = SUBJECTS[subject].1[(week + place) % 8];
                let id = tracker.create_ticket(QUEUE, title, title).await;
                let day = (week * 7 + place % 7) as i64;
                tracker.date_ticket(id, time(from).plus(day * Time::DAY));
                first.get_or_insert(id);
            }
        }
    }
    first.expect("there is one")
}

async fn connect(engine: &Engine, name: &str, account: Account, secret: &str) -> ConnectionId {
    let form = ConnectionForm { name: name.into(), account };
    engine.add_connection(form, Some(secret.to_owned())).await.unwrap().id
}

async fn pulled_and_grouped(engine: &Engine, desk: ConnectionId) {
    assert_eq!(engine.pull(desk).await.unwrap().problem, None);
    assert_eq!(engine.group_signals(false).await.unwrap().waiting, 0);
}

/// Accepts the theme that holds the tickets about the cart.
async fn accepted(engine: &Engine) {
    let themes = engine.themes(ThemeQuery::default()).await.unwrap().themes;
    let cart = themes.iter().find(|theme| theme.title.to_lowercase().contains("cart")).expect("a theme of the cart");
    engine.accept_theme(cart.id, AcceptInto::New { title: "Let large carts through".into() }, 2).await.unwrap();
}

/// Sends the opportunity and gives the issue's number.
async fn exported(engine: &Engine, backlog: ConnectionId) -> u64 {
    let preview = engine.preview_export(ID, backlog).await.unwrap();
    let anyway = Some("The loop is what is looked at".to_owned());
    let entry = engine.send_export(ID, backlog, preview.draft, anyway).await.unwrap();
    assert_eq!(entry.state, OutboxState::Sent, "{:?}", entry.problem);
    entry.item.unwrap().label.trim_start_matches('#').parse().unwrap()
}

async fn answered(engine: &Engine) {
    let draft = engine.loop_drafts(ID, vec![], LetterForm::Letter).await.unwrap().remove(0);
    assert_eq!(draft.not_from_here, None);
    let form = ReplyForm {
        reporter: draft.reporter,
        signal: draft.signal,
        outcome: draft.outcome,
        text: draft.text,
        key: draft.key,
    };
    let sent = engine.send_replies(ID, vec![form]).await.unwrap().remove(0);
    assert_eq!(sent.state, CommentState::Sent, "{:?}", sent.problem);
    let everybody = LoopQuery { who: LoopWho::Everybody, ..LoopQuery::default() };
    let person = engine.loop_ledger(everybody).await.unwrap().people.remove(0);
    assert_eq!((person.name.as_str(), person.standing), ("Rita Ross", LoopStanding::Told));
}

#[tokio::test]
async fn real_tickets_become_an_issue_and_its_delivery_is_answered_and_checked() {
    let (folder, clock, tracker, backlog) =
        (TempDir::new().unwrap(), Clock::at(DELIVERED), request_tracker().await, redmine().await);
    tracker.create_queue(QUEUE).await;
    backlog.create_project("round").await;
    let first = tickets(tracker, BEFORE, 8, 4).await;
    let real = Context {
        limits: Limits::default(),
        new_uid: Arc::new(|| format!("{:032x}", rand::random::<u128>())),
        secrets: Secrets::new(Memory::default()),
        ..context(&clock)
    };
    let engine = Engine::open(folder.path(), WorkspaceName::Own, real).await.unwrap();
    let desk = connect(&engine, "Desk", tracker.account(QUEUE), &tracker.token).await;
    let shop = connect(&engine, "Shop", backlog.account("round"), Redmine::KEY).await;
    pulled_and_grouped(&engine, desk).await;
    accepted(&engine).await;

    let number = exported(&engine, shop).await;
    let issue = backlog.issue(number).await;
    assert_eq!(issue["subject"], "Let large carts through");
    let description = issue["description"].as_str().unwrap();
    assert!(description.contains("32 voices; 1 person") && !description.contains("Rita Ross"), "{description}");
    backlog.set_status(number, "Closed").await;
    assert_eq!(engine.read_statuses().await.unwrap().changed.len(), 1);
    assert_eq!(engine.opportunity(ID).await.unwrap().row.stage, Stage::Delivered);

    answered(&engine).await;
    let mut said = Vec::new();
    for ticket in first..first + 12 * WEEKS as u64 {
        said.extend(correspondence(tracker, ticket).await);
    }
    assert_eq!(said.len(), 1, "one person is answered once, on one of the tickets: {said:?}");

    tickets(tracker, AFTER, 2, 4).await;
    clock.set(LATER);
    pulled_and_grouped(&engine, desk).await;
    let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
    assert_eq!(engine.signal_ids(query).await.unwrap().len(), 18 * WEEKS);
    // Redmine closed the issue by its own clock, which stands in the present.
    let shipped_on = Some(DELIVERED[..10].to_owned());
    let plan = OutcomePlan { weeks: Some(WEEKS as u32), shipped_on, ..OutcomePlan::default() };
    engine.plan_outcome(ID, plan).await.unwrap();
    let check = engine.outcome(ID, "UTC".into()).await.unwrap();
    let reading = check.reading.unwrap();
    assert_eq!((check.state, reading.verdict), (OutcomeState::Ended, OutcomeVerdict::Fell), "{}", reading.sentence);
    assert_eq!((reading.before.count, reading.after.count), (32, 8));
}
