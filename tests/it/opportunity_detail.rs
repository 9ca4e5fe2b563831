//! One opportunity in detail: its evidence, its past, and what the evidence suggests.

use engine::api::types::{AcceptInto, HistoryEntry, NumberOf, OpportunityField};
use engine::error::ProblemKind;
use engine::model::{DeclineReason, Range, SignalId, Stage};

use crate::workbench::{Bench, OPP_1, exact, ids};

#[tokio::test]
async fn people_and_customers_count_once_in_the_list() {
    let bench = Bench::with_signals().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    bench.engine.set_evidence(OPP_1, ids(&[1, 2, 3, 4]), Some(1)).await.unwrap();
    let evidence = bench.row(OPP_1).await.evidence;
    assert_eq!((evidence.operations, evidence.changes, evidence.voices), (1, 0, 3));
    assert_eq!((evidence.reporters, evidence.customers), (2, 2));
    assert_eq!((evidence.revenue, evidence.revenue_unknown), (184_000, 1));

    bench.engine.set_evidence(OPP_1, ids(&[3, 4]), None).await.unwrap();
    let evidence = bench.row(OPP_1).await.evidence;
    assert_eq!((evidence.signals(), evidence.reporters, evidence.customers, evidence.revenue_unknown), (2, 1, 1, 0));
}

#[tokio::test]
async fn a_merged_duplicate_brings_its_people_along() {
    let bench = Bench::with_signals().await;
    bench.engine.merge(ids(&[3]), SignalId(2)).await.unwrap();
    let into = AcceptInto::New { title: "One charge per order".to_owned() };
    bench.engine.accept(ids(&[2]), into, 2).await.unwrap();
    let evidence = bench.row(OPP_1).await.evidence;
    assert_eq!((evidence.signals(), evidence.reporters, evidence.customers), (1, 2, 2));
    let receipt = bench.engine.receipt(OPP_1, NumberOf::Reporters).await.unwrap();
    let people: Vec<_> = receipt.lines.iter().map(|line| line.label.as_str()).collect();
    assert_eq!(people, ["Ana", "Ben"]);
    let passed = bench.engine.set_evidence(OPP_1, ids(&[3, 99]), Some(1)).await.unwrap();
    assert_eq!((passed.step, passed.message.as_str()), (None, "Nothing changed"));
    let mut reasons: Vec<_> = passed.left_out.iter().map(|one| (one.id, one.reason.as_str())).collect();
    reasons.sort_unstable();
    assert_eq!(reasons, [(3, "It is merged into another signal"), (99, "It isn't here")]);
}

#[tokio::test]
async fn the_detail_tells_stages_and_earlier_scores_from_the_journal() {
    let bench = Bench::new().await;
    let engine = &bench.engine;
    let start = bench.clock.now();
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    engine.set_score(OPP_1, exact(100.0, 1.0, 1.0)).await.unwrap();
    bench.clock.forward_minutes(10);
    engine.set_stage(OPP_1, Stage::Ready, String::new()).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 1.0, 1.0)).await.unwrap();
    bench.clock.forward_minutes(10);
    engine.set_stage(OPP_1, Stage::Delivered, String::new()).await.unwrap();
    engine.undo().await.unwrap();

    let detail = engine.opportunity(OPP_1).await.unwrap();
    assert_eq!(detail.reached, [(Stage::Captured, start), (Stage::Ready, start.plus(10 * 60_000))]);
    let scores: Vec<_> = detail.score_history.iter().map(|entry| (entry.at, entry.value.unwrap().p50)).collect();
    assert_eq!(scores, [(start.plus(10 * 60_000), 450.0), (start, 100.0)]);
    let receipt = engine.receipt(OPP_1, NumberOf::Impact).await.unwrap();
    assert_eq!(receipt.lines[0].source, "set by You, 21 Nov; no tickets or feedback linked");
}

#[tokio::test]
async fn trying_a_score_stores_nothing() {
    let bench = Bench::new().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    bench.engine.set_score(OPP_1, exact(100.0, 1.0, 1.0)).await.unwrap();
    let tried = bench.engine.try_score(OPP_1, exact(100.0, 1.0, 4.0)).await.unwrap();
    assert_eq!(tried.result.shown, "25");
    assert!(tried.lines[0].source.starts_with("set by You, 21 Nov"), "{}", tried.lines[0].source);
    assert!(tried.lines[2].source.starts_with("not saved yet"), "{}", tried.lines[2].source);
    assert_eq!(bench.row(OPP_1).await.value.unwrap().p50, 100.0);
    let refused = bench.engine.try_score(OPP_1, exact(100.0, 1.0, 0.0)).await.unwrap_err();
    assert_eq!((refused.kind, refused.what.as_str()), (ProblemKind::BadInput, "Effort can't be 0."));
}

#[tokio::test]
async fn the_history_reads_like_what_happened() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Owner, "Maya".to_owned()).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[1]), Some(1)).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[1]), Some(3)).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[2, 3]), Some(1)).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    engine.set_stage(OPP_1, Stage::Ready, String::new()).await.unwrap();
    engine.undo().await.unwrap();
    let lines = |entries: Vec<HistoryEntry>| {
        let line = |e: HistoryEntry| {
            let undone = if e.undone { " (undone)" } else { "" };
            format!("{} [{} → {}]{undone}", e.what, e.was.unwrap_or_default(), e.now.unwrap_or_default())
        };
        entries.into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(lines(engine.opportunity_history(OPP_1).await.unwrap()), @"
    Changed the stage [ → ready] (undone)
    Scored [ → reach 450, impact 3, effort 2]
    Linked 2 signals to OPP-1 [ → ]
    Changed the importance of “Charged again” [importance 1 → importance 3]
    Linked “Charged again” [ → importance 1]
    Changed the owner [ → Maya]
    Made OPP-1: One charge per order [ → ]
    ");
    engine.set_evidence(OPP_1, ids(&[1]), None).await.unwrap();
    engine.decline(ids(&[1]), DeclineReason::TooRare, "once a year".to_owned(), None).await.unwrap();
    insta::assert_snapshot!(lines(engine.signal_history(SignalId(1)).await.unwrap()), @"
    Declined “Charged again” [ → declined: too rare, once a year]
    Unlinked from OPP-1 [importance 3 → ]
    Changed the importance for OPP-1 [importance 1 → importance 3]
    Linked to OPP-1 [ → importance 1]
    ");
}

#[tokio::test]
async fn evidence_suggests_a_reach_and_never_sets_it() {
    let bench = Bench::with_signals().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    assert_eq!(bench.engine.opportunity(OPP_1).await.unwrap().suggested_reach, None);
    bench.engine.set_evidence(OPP_1, ids(&[1, 2, 3, 4]), Some(1)).await.unwrap();
    let detail = bench.engine.opportunity(OPP_1).await.unwrap();
    let suggested = detail.suggested_reach.unwrap();
    assert_eq!((suggested.range, suggested.n), (Range { low: 1.0, likely: 1.5, high: 2.0 }, 4));
    assert_eq!(suggested.because, "Distinct customers in the linked signals, quarter by quarter: 1, 2");
    assert_eq!(detail.row.inputs.reach, None);
}

#[tokio::test]
async fn the_detail_shows_each_link_with_who_and_by_whom() {
    let bench = Bench::with_signals().await;
    bench.engine.create_opportunity("One charge per order".to_owned()).await.unwrap();
    bench.engine.set_evidence(OPP_1, ids(&[3, 4]), Some(2)).await.unwrap();
    let detail = bench.engine.opportunity(OPP_1).await.unwrap();
    let seen: Vec<_> = detail
        .evidence
        .iter()
        .map(|view| (view.signal.id.0, view.importance, view.reporter.as_deref(), view.linked_by.as_str()))
        .collect();
    assert_eq!(seen, [(3, 2, Some("Ben"), "You"), (4, 2, None, "You")]);
    assert_eq!(detail.evidence[0].excerpt, "The card was charged two times.");
    assert_eq!(detail.evidence[0].linked_at, bench.clock.now());
}
