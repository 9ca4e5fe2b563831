//! Outcome checks through the public door: a theme whose truth is planted, delivered, and followed.

use engine::api::types::*;
use engine::api::workspace_file;
use engine::error::ProblemKind;
use engine::model::{OpportunityId, Record, Stage, Time};
use support::{Clock, open, time};
use tempfile::TempDir;

use crate::theme_bench::{Bench, SUBJECTS, ticket};

const DELIVERED: &str = "2026-09-30T09:00:00Z";
/// Two full weeks after a check of six weeks a side.
const LATER: &str = "2026-11-30T09:00:00Z";
pub const ID: OpportunityId = OpportunityId(1);

/// Fourteen weeks of twelve tickets about the cart and six about the login; the cart's theme is accepted and delivered.
async fn delivered() -> Bench {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at(DELIVERED));
    let engine = open(folder.path(), &clock).await;
    let mut bench = Bench { folder, clock, engine, subject: Vec::new() };
    bring(&mut bench, "2026-06-22T08:00:00Z", &[12; 14]).await;
    bench.group().await;
    let theme = bench.theme("cart").await;
    bench.engine.accept_theme(theme, AcceptInto::New { title: "Let large carts through".into() }, 2).await.unwrap();
    bench.engine.set_stage(ID, Stage::Delivered, String::new()).await.unwrap();
    bench
}

/// Weeks from a Monday: so many tickets about the cart, and six about the login.
async fn bring(bench: &mut Bench, from: &str, cart: &[usize]) {
    let mut records: Vec<Record> = Vec::new();
    for (week, count) in cart.iter().enumerate() {
        for (subject, titles, count) in [("cart", SUBJECTS[0].1, *count), ("login", SUBJECTS[2].1, 6)] {
            for place in 0..count {
                bench.subject.push(subject);
                let at = time(from).plus(week as i64 * 7 * Time::DAY + (place as i64 % 7) * Time::DAY);
                let record = ticket(bench.subject.len(), titles[place % 8], 0);
                records.push(Record { happened_at: at, updated_at: at, service: Some("shop".into()), ..record });
            }
        }
    }
    bench.write(&records).await;
    read_until(bench, &bench.clock.now().rfc3339());
}

fn read_until(bench: &Bench, at: &str) {
    let file = workspace_file(bench.folder.path(), WorkspaceName::Own);
    let database = rusqlite::Connection::open(file).unwrap();
    database.execute("UPDATE connection SET last_sync = ?", [time(at).0]).unwrap();
}

/// Eight weeks later, with so many tickets about the cart in each.
pub async fn followed(cart: [usize; 8]) -> Bench {
    let mut bench = delivered().await;
    bench.clock.forward_minutes((time(LATER).0 - time(DELIVERED).0) / Time::MINUTE);
    bring(&mut bench, "2026-10-05T08:00:00Z", &cart).await;
    bench.group().await;
    bench
}

pub async fn check(bench: &Bench) -> OutcomeView {
    bench.engine.outcome(ID, "UTC".into()).await.unwrap()
}

fn at_most(amount: f64) -> OutcomeGoal {
    OutcomeGoal { measure: GoalMeasure::AtMost, amount, feature: None }
}

#[tokio::test]
async fn a_fall_is_found_against_the_others_and_held_against_its_goal() {
    let bench = followed([3; 8]).await;
    bench.engine.set_outcome_goal(ID, Some(at_most(4.0))).await.unwrap();
    let view = check(&bench).await;
    assert_eq!((view.state, view.shipped.as_deref(), view.weeks), (OutcomeState::Ended, Some("2026-09-30"), 6));
    assert_eq!((view.ends.as_deref(), view.shipped_by.as_str()), (Some("2026-11-16"), "the stage"));
    assert_eq!((view.themes.len(), view.caution.as_str()), (1, ""));
    let reading = view.reading.unwrap();
    assert_eq!(reading.verdict, OutcomeVerdict::Fell, "{reading:#?}");
    assert!((60..=72).contains(&reading.before.count) && (12..=18).contains(&reading.after.count), "{reading:?}");
    assert_eq!((reading.before.weeks, reading.after.weeks), (6, 6));
    let others = reading.others.unwrap();
    assert_eq!((others.before.count, others.after.count, others.used), (36, 36, true));
    let goal = reading.goal.unwrap();
    assert_eq!((goal.weeks, goal.of, goal.overall), (6, 6, true));
    assert!(reading.sentence.starts_with("Signals fell from "), "{}", reading.sentence);
    assert!(
        reading.sentence.contains("set against them the real drop is most likely between "),
        "{}",
        reading.sentence
    );
    let roles: Vec<OutcomeRole> = reading.weeks.iter().rev().take(10).map(|week| week.role).collect();
    assert_eq!(roles[0], OutcomeRole::Running);
    assert_eq!(roles[1..3], [OutcomeRole::Later; 2]);
    assert_eq!(roles[9], OutcomeRole::Shipping);
    let watch = view.watch.unwrap();
    assert_eq!((watch.weeks, watch.since), (2, None));
}

#[tokio::test]
async fn what_stays_as_it_was_is_unchanged_and_a_rise_is_a_rise() {
    let unchanged = check(&followed([13, 11, 12, 10, 14, 12, 12, 12]).await).await.reading.unwrap();
    assert_eq!(unchanged.verdict, OutcomeVerdict::Unchanged, "{}", unchanged.sentence);
    let rose = check(&followed([26; 8]).await).await.reading.unwrap();
    assert_eq!(rose.verdict, OutcomeVerdict::Rose, "{}", rose.sentence);
    assert!(rose.sentence.contains("rose from "), "{}", rose.sentence);
}

#[tokio::test]
async fn what_comes_back_after_it_fell_is_noticed() {
    let bench = followed([3, 3, 3, 3, 3, 3, 15, 16]).await;
    let view = check(&bench).await;
    assert_eq!(view.state, OutcomeState::CameBack, "{:?}", view.watch);
    let watch = view.watch.unwrap();
    assert_eq!((watch.since.as_deref(), watch.known_on.as_deref()), (Some("2026-11-16"), Some("2026-11-30")));
    assert!(view.reading.unwrap().sentence.contains("Since the week of 16 Nov"));
    let list = bench.engine.outcomes("UTC".into()).await.unwrap();
    assert_eq!((list.rows[0].state, list.rows[0].headline.as_str()), (OutcomeState::CameBack, "It came back"));
}

#[tokio::test]
async fn before_the_delivery_early_after_it_and_without_reading_nothing_is_claimed() {
    let mut bench = delivered().await;
    assert_eq!(check(&bench).await.reading.unwrap().verdict, OutcomeVerdict::TooEarly);
    bench.clock.forward_minutes(19 * 24 * 60);
    bring(&mut bench, "2026-10-05T08:00:00Z", &[0, 0]).await;
    let early = check(&bench).await;
    assert_eq!(early.state, OutcomeState::Running);
    let reading = early.reading.unwrap();
    assert_eq!(reading.verdict, OutcomeVerdict::TooEarly);
    assert!(reading.sentence.starts_with("2 of 6 weeks have passed."), "{}", reading.sentence);
    bench.clock.forward_minutes(40 * 24 * 60);
    // Nothing was read since: the weeks without signals are no zeros.
    let unread = check(&bench).await.reading.unwrap();
    assert_eq!(unread.verdict, OutcomeVerdict::NoData);
    assert!(unread.sentence.contains("wasn’t read for enough whole weeks"), "{}", unread.sentence);
    let other = bench.engine.create_opportunity("Another".into()).await.unwrap().opportunity.unwrap().id;
    let view = bench.engine.outcome(other, "UTC".into()).await.unwrap();
    assert_eq!((view.state, view.reading), (OutcomeState::NotShipped, None));
    let wrong = bench.engine.outcome(ID, "Mars".into()).await.unwrap_err();
    assert_eq!(wrong.kind, ProblemKind::BadInput);
}

#[tokio::test]
async fn decisions_are_steps_that_undo_takes_back() {
    let bench = followed([3; 8]).await;
    let before = check(&bench).await;
    bench.engine.set_outcome_goal(ID, Some(at_most(4.0))).await.unwrap();
    assert_eq!(check(&bench).await.goal_in_words, "4 or fewer a week");
    let plan = OutcomePlan { weeks: Some(8), shipped_on: Some("2026-09-24".into()), alone: true };
    bench.engine.plan_outcome(ID, plan.clone()).await.unwrap();
    let planned = check(&bench).await;
    assert_eq!((planned.weeks, planned.shipped.as_deref()), (8, Some("2026-09-24")));
    assert!(!planned.reading.unwrap().others.unwrap().used);
    bench.engine.settle_outcome(ID, Some(OutcomeAnswer::Verified), "Quiet since".into()).await.unwrap();
    let settled = check(&bench).await;
    assert_eq!((settled.state, settled.stage), (OutcomeState::Settled, Stage::Verified));
    assert_eq!(settled.settled.unwrap().note, "Quiet since");
    let history = bench.engine.opportunity_history(ID).await.unwrap();
    assert!(history.iter().any(|entry| entry.what.contains("Set the goal of OPP-1: 4 or fewer a week")), "{history:?}");
    for _ in 0..3 {
        bench.engine.undo().await.unwrap();
    }
    assert_eq!(check(&bench).await, before);
    let bad = bench.engine.plan_outcome(ID, OutcomePlan { weeks: Some(2), ..plan }).await.unwrap_err();
    assert_eq!(bad.kind, ProblemKind::BadInput);
    let bad = bench.engine.set_outcome_goal(ID, Some(at_most(f64::NAN))).await.unwrap_err();
    assert_eq!(bad.kind, ProblemKind::BadInput);
}

#[tokio::test]
async fn what_came_back_is_followed_up_with_its_evidence() {
    let bench = followed([3, 3, 3, 3, 3, 3, 15, 16]).await;
    let done = bench.engine.settle_outcome(ID, Some(OutcomeAnswer::FollowUp), String::new()).await.unwrap();
    let new = done.opportunity.unwrap();
    assert_eq!(new.title, "Again: Let large carts through");
    let (old, made) = (bench.engine.opportunity(ID).await.unwrap(), bench.engine.opportunity(new.id).await.unwrap());
    assert_eq!(old.evidence.len(), made.evidence.len());
    assert_eq!(made.row.stage, Stage::Captured);
    assert_eq!(check(&bench).await.settled.unwrap().follow_up, Some(new.id.0));
    bench.engine.settle_outcome(ID, None, String::new()).await.unwrap();
    bench.engine.settle_outcome(ID, Some(OutcomeAnswer::Again), String::new()).await.unwrap();
    assert_eq!(check(&bench).await.stage, Stage::Assessing);
    let refused = bench.engine.settle_outcome(new.id, Some(OutcomeAnswer::Verified), String::new()).await.unwrap_err();
    assert_eq!(refused.kind, ProblemKind::Refused);
}

/// How many checks the nav says wait for somebody; the list has as many.
async fn open_checks(bench: &Bench) -> usize {
    let list = bench.engine.outcomes("UTC".into()).await.unwrap();
    let open = list.rows.iter().filter(|row| row.state != OutcomeState::Settled && row.stage != Stage::Verified);
    let open = open.count();
    assert_eq!(bench.engine.workspace().await.unwrap().outcome_checks as usize, open);
    open
}

#[tokio::test]
async fn the_nav_counts_the_checks_that_nobody_settled() {
    let bench = delivered().await;
    assert_eq!(open_checks(&bench).await, 1);
    let done = bench.engine.settle_outcome(ID, Some(OutcomeAnswer::FollowUp), String::new()).await.unwrap();
    let next = done.opportunity.unwrap().id;
    assert_eq!(open_checks(&bench).await, 0, "settled, and what follows it up isn't delivered");
    bench.engine.set_outcome_goal(next, Some(at_most(4.0))).await.unwrap();
    assert_eq!(open_checks(&bench).await, 1, "a goal is enough");
    bench.engine.delete_opportunity(next, true).await.unwrap();
    assert_eq!(open_checks(&bench).await, 0);
    bench.engine.undo().await.unwrap();
    bench.engine.set_stage(next, Stage::Verified, String::new()).await.unwrap();
    assert_eq!(open_checks(&bench).await, 0, "verified without a word");
    let third = bench.engine.create_opportunity("Another".into()).await.unwrap().opportunity.unwrap().id;
    assert_eq!(open_checks(&bench).await, 0);
    let file = workspace_file(bench.folder.path(), WorkspaceName::Own);
    rusqlite::Connection::open(file)
        .unwrap()
        .execute(
            "INSERT INTO item (opportunity_id, connection_id, external_id, label, title, url, status, category,
               updated_at, read_at) VALUES (?1, 1, '588', '#588', 'Another', '', 'Closed', 2, ?2, ?2)",
            [i64::from(third.0), time(DELIVERED).0],
        )
        .unwrap();
    assert_eq!(open_checks(&bench).await, 1, "its item is done");
}

#[tokio::test]
async fn every_number_opens_its_inputs() {
    let bench = followed([3; 8]).await;
    bench.engine.set_outcome_goal(ID, Some(at_most(4.0))).await.unwrap();
    for of in [OutcomeNumber::Change, OutcomeNumber::Others, OutcomeNumber::Goal, OutcomeNumber::Watch] {
        let receipt = bench.engine.outcome_receipt(ID, "UTC".into(), of).await.unwrap();
        assert!(!receipt.inputs.is_empty() && !receipt.method.is_empty() && !receipt.weeks.is_empty(), "{of:?}");
    }
    let change = bench.engine.outcome_receipt(ID, "UTC".into(), OutcomeNumber::Change).await.unwrap();
    let input = |label: &str| change.inputs.iter().find(|input| input.label == label).unwrap().value.clone();
    assert_eq!(input("Delivered"), "30 Sep, says the stage");
    assert_eq!(input("Sources"), "Desk");
    assert!(input("After").ends_with("in 6 weeks"), "{}", input("After"));
    let none = bench.engine.outcome_receipt(ID, "UTC".into(), OutcomeNumber::Usage).await.unwrap_err();
    assert_eq!(none.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn the_use_of_a_feature_is_read_the_same_way() {
    let bench = followed([3; 8]).await;
    let file = workspace_file(bench.folder.path(), WorkspaceName::Own);
    let database = rusqlite::Connection::open(file).unwrap();
    let (from, to) = (time("2026-05-04T00:00:00Z").utc().unwrap(), time("2026-11-29T00:00:00Z").utc().unwrap());
    for day in from.date_naive().iter_days().take_while(|day| *day <= to.date_naive()) {
        let users = if day.to_string().as_str() < "2026-09-30" { 20 } else { 31 };
        let row = "INSERT INTO usage (connection_id, feature, day, users, events) VALUES (1, 'Carts', ?1, ?2, ?2)";
        database.execute(row, (day.to_string(), users)).unwrap();
    }
    let goal = OutcomeGoal { measure: GoalMeasure::RiseBy, amount: 30.0, feature: Some("Carts".into()) };
    bench.engine.set_outcome_goal(ID, Some(goal)).await.unwrap();
    let view = check(&bench).await;
    assert_eq!(view.goal_in_words, "use of Carts: rise by 30 %");
    assert_eq!(view.reading.unwrap().goal, None);
    let usage = view.usage.unwrap().reading;
    assert_eq!((usage.verdict, usage.before.count, usage.after.count), (OutcomeVerdict::Rose, 840, 1302));
    assert_eq!((usage.headline.as_str(), usage.goal.unwrap().weeks), ("Use rose.", 6));
}

/// The demo says what really happened; checks mustn't say the opposite, and must find most of it.
#[tokio::test]
async fn the_demo_has_checks_whose_verdicts_agree_with_what_was_planted() {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:30:00Z"));
    let engine = engine::api::Engine::open(folder.path(), WorkspaceName::Demo, support::context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    let list = engine.outcomes("UTC".into()).await.unwrap();
    let truths = engine::demo::generate(engine::demo::SEED, clock.now()).truths.outcomes;
    let (mut right, mut told) = (0, Vec::new());
    for truth in &truths {
        let row = list.rows.iter().find(|row| row.opportunity.title == truth.title).unwrap();
        let verdict = row.verdict.unwrap();
        told.push(format!("{}: fell {}, told {verdict:?}", truth.title, truth.fell));
        assert!(truth.fell || verdict != OutcomeVerdict::Fell, "{told:#?}");
        assert!(!truth.fell || verdict != OutcomeVerdict::Rose, "{told:#?}");
        right += usize::from(truth.fell && verdict == OutcomeVerdict::Fell);
        right += usize::from(!truth.fell && matches!(verdict, OutcomeVerdict::Unchanged | OutcomeVerdict::TooFew));
    }
    assert!(right >= 2, "{told:#?}");
}
