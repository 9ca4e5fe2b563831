//! Outcome checks on the forum's agenda: due, turned, answered from there.

use engine::api::types::*;
use engine::model::Stage;
use rstest::rstest;

use crate::outcome::{ID, check, followed};
use crate::theme_bench::Bench;

/// The items about outcome checks, on the list or not: title, what is known, and why not if it isn't.
async fn items(bench: &Bench) -> Vec<(ForumItem, Option<String>)> {
    let agenda = bench.engine.forum().await.unwrap();
    let aside = agenda.aside.into_iter().map(|one| (one.item, Some(one.reason)));
    let all = agenda.items.into_iter().map(|item| (item, None)).chain(aside);
    all.filter(|(item, _)| item.kind == ForumKind::OutcomeDue).collect()
}

async fn only(bench: &Bench) -> ForumItem {
    let mut found = items(bench).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let (item, aside) = found.remove(0);
    assert_eq!(aside, None);
    item
}

#[rstest]
#[case::fell([3; 8], "fell", "It worked")]
#[case::unchanged([13, 11, 12, 10, 14, 12, 12, 12], "unchanged", "")]
#[case::rose([26; 8], "rose", "")]
#[case::back_again([3, 3, 3, 3, 3, 3, 15, 16], "back again", "It came back")]
#[tokio::test]
async fn a_verdict_that_is_due_is_on_the_list(#[case] weeks: [usize; 8], #[case] word: &str, #[case] know: &str) {
    let bench = followed(weeks).await;
    let item = only(&bench).await;
    assert_eq!(item.title, format!("OPP-1 Let large carts through: {word}"));
    assert!(item.know.contains(know) && item.facts.len() == 1, "{item:?}");
    assert_eq!((item.because.as_str(), item.asks.as_str()), ("Verdict is due", "Did it work?"));
    assert_eq!(item.leads_to, Some(ForumPlace::Outcome { id: ID }));
}

#[tokio::test]
async fn answering_there_settles_the_check_and_what_turned_since_comes_again() {
    let bench = followed([3, 3, 3, 3, 3, 3, 15, 16]).await;
    let item = only(&bench).await;
    let decided =
        bench.engine.decide_forum(item.key, ForumVerb::VerifyOutcome, String::new(), "Quiet".to_owned()).await.unwrap();
    assert!(decided.message.contains("It worked"), "{}", decided.message);
    let view = check(&bench).await;
    assert_eq!((view.stage, view.settled.unwrap().note.as_str()), (Stage::Verified, "Quiet"));
    // Decided here it stays in sight until the meeting is over; then it is gone, since it came back before the answer.
    bench.engine.start_forum().await.unwrap();
    bench.clock.forward_minutes(30);
    bench.engine.end_forum().await.unwrap();
    assert!(items(&bench).await.is_empty());
}

#[tokio::test]
async fn look_again_next_time_keeps_it_off_until_the_verdict_turns() {
    let bench = followed([3; 8]).await;
    let item = only(&bench).await;
    bench.engine.start_forum().await.unwrap();
    bench.engine.decide_forum(item.key.clone(), ForumVerb::Note, String::new(), String::new()).await.unwrap();
    bench.clock.forward_minutes(30);
    bench.engine.end_forum().await.unwrap();
    assert!(items(&bench).await.is_empty(), "decided and nothing new");
    // A longer window is another verdict to wait for: the check runs again.
    let plan = OutcomePlan { weeks: Some(12), ..OutcomePlan::default() };
    bench.engine.plan_outcome(ID, plan).await.unwrap();
    assert!(items(&bench).await.is_empty(), "it ends after the coming meeting");
    bench.engine.plan_outcome(ID, OutcomePlan::default()).await.unwrap();
    bench.engine.settle_outcome(ID, Some(OutcomeAnswer::Again), String::new()).await.unwrap();
    assert!(items(&bench).await.is_empty(), "what is assessed again has left its check behind");
}
