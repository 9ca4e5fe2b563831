//! Root causes in four dimensions.

use engine::api::types::*;
use engine::error::ProblemKind;
use engine::model::OpportunityId;
use rstest::rstest;

use crate::theme_bench::Bench;

fn cause(dimension: CauseDimension, text: &str) -> CauseForm {
    CauseForm {
        dimension,
        text: text.to_owned(),
        state: CauseState::Suggested,
        whys: Vec::new(),
        process_change: String::new(),
    }
}

async fn bench() -> (Bench, OpportunityId, CausesOf) {
    let bench = Bench::with(0).await;
    let made = bench.engine.create_opportunity("Keep month-end running".to_owned()).await.unwrap();
    let id = made.opportunity.unwrap().id;
    (bench, id, CausesOf::Opportunity { id })
}

async fn view(bench: &Bench, of: &CausesOf) -> CausesView {
    bench.engine.causes(of.clone()).await.unwrap()
}

#[tokio::test]
async fn technology_alone_is_warned_about_until_the_others_were_looked_at() {
    let (bench, _, of) = bench().await;
    let engine = &bench.engine;
    assert_eq!(view(&bench, &of).await.warning, None);
    engine.add_cause(of.clone(), cause(CauseDimension::Technology, " One transaction ")).await.unwrap();
    let found = view(&bench, &of).await;
    assert_eq!((found.causes, found.confirmed, found.filled, found.looked_at), (1, 0, 1, 1));
    insta::assert_snapshot!(found.warning.unwrap(), @"Only one of four dimensions is filled. Problems that come back usually have a second kind of cause. Look at the three empty boxes, or say that nothing was found there.");

    for dimension in [CauseDimension::People, CauseDimension::Partners, CauseDimension::Processes] {
        engine.mark_nothing_found(of.clone(), dimension, true).await.unwrap();
    }
    let found = view(&bench, &of).await;
    assert_eq!((found.warning, found.looked_at, found.filled), (None, 4, 1));
    let refused = engine.mark_nothing_found(of.clone(), CauseDimension::Technology, true).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::Refused);
    engine.undo().await.unwrap();
    assert!(view(&bench, &of).await.warning.unwrap().contains("the empty box"));
    // A cause found since counts more than the look before it.
    engine.add_cause(of.clone(), cause(CauseDimension::People, "Nobody on duty")).await.unwrap();
    let found = view(&bench, &of).await;
    assert!(!found.dimensions[0].nothing_found && found.warning.is_none());
}

#[tokio::test]
async fn a_cause_is_confirmed_removed_and_undone() {
    let (bench, id, of) = bench().await;
    let engine = &bench.engine;
    engine.add_cause(of.clone(), cause(CauseDimension::Processes, "No check follows")).await.unwrap();
    let kept = view(&bench, &of).await.dimensions[3].causes[0].clone();
    let form = CauseForm {
        state: CauseState::Confirmed,
        whys: vec!["It was never asked for".to_owned(), "  ".to_owned()],
        process_change: "A check in the pipeline".to_owned(),
        ..cause(CauseDimension::Processes, "No check follows a rotation")
    };
    bench.clock.forward_minutes(5);
    let done = engine.edit_cause(kept.uid.clone(), form).await.unwrap();
    assert_eq!(done.message, "Confirmed the cause “No check follows a rotation”");
    let now = view(&bench, &of).await.dimensions[3].causes[0].clone();
    assert_eq!((now.written_at, now.whys.len(), now.state), (kept.written_at, 1, CauseState::Confirmed));
    let map = engine.cause_map().await.unwrap();
    assert_eq!((map.totals.clone(), map.rows[0].process_changes), (vec![0, 0, 0, 1], 1));
    engine.remove_cause(kept.uid.clone()).await.unwrap();
    assert_eq!((view(&bench, &of).await.causes, engine.cause_map().await.unwrap().rows.len()), (0, 0));
    assert_eq!(engine.remove_cause(kept.uid.clone()).await.err().unwrap().kind, ProblemKind::NotFound);
    engine.undo().await.unwrap();
    assert_eq!(view(&bench, &of).await.dimensions[3].causes[0], now);
    engine.undo().await.unwrap();
    assert_eq!(view(&bench, &of).await.dimensions[3].causes[0], kept);
    let history = engine.opportunity_history(id).await.unwrap();
    assert!(history.iter().any(|entry| entry.what == "Noted a cause of OPP-1: No check follows"), "{history:?}");
}

#[rstest]
#[case::no_words(cause(CauseDimension::People, "  "))]
#[case::six_whys(CauseForm { whys: vec!["Because".to_owned(); 6], ..cause(CauseDimension::People, "x") })]
#[case::a_book(cause(CauseDimension::People, &"x".repeat(20_001)))]
#[tokio::test]
async fn a_cause_that_cant_be_kept_is_refused(#[case] form: CauseForm) {
    let (bench, _, of) = bench().await;
    assert_eq!(bench.engine.add_cause(of.clone(), form).await.err().unwrap().kind, ProblemKind::BadInput);
    assert_eq!(view(&bench, &of).await.causes, 0);
    let nowhere = CausesOf::Problem { key: "x".to_owned() };
    let missing = bench.engine.add_cause(nowhere, cause(CauseDimension::People, "x")).await.err().unwrap();
    assert_eq!(missing.kind, ProblemKind::NotFound);
}
