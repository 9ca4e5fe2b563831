//! What an opportunity was worth at the end of a past day, its rank and its evidence: replayed from the journal, step by
//! step.

use engine::api::Engine;
use engine::api::types::{
    AcceptInto, Framework, HighlightTarget, InputWeight, LinkThen, OpportunityQuery, OpportunityRow, Passage,
    RiskAssessment, ScoredBy, StepDone, ValueAt, ValueCause, WorkspaceName,
};
use engine::error::{ProblemKind, Result};
use engine::model::{Range, RiceInputs, RiskKind, SignalId, Stage};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use support::{Clock, context};
use tempfile::TempDir;

use crate::workbench::{Bench, OPP_1, OPP_2, everything, exact, ids};

const UTC: &str = "UTC";
/// Counts people, signals by their age and, by its weight, the worst judged risk.
const FORMULA: &str = "value = reach * people * if(signals_30d > 1, 2, 1) / effort";
/// Counts what speaks against it and what is measured, too.
const MEASURING: &str = "value = reach * people * (1 + sources) * if(signals_30d > 1, 2, 1) / (effort * (1 + against))";

async fn at(bench: &Bench, date: &str) -> ValueAt {
    bench.engine.value_at(OPP_1, date.to_owned(), UTC.to_owned()).await.unwrap()
}

fn p50(view: &ValueAt) -> (Option<f64>, Option<f64>) {
    (view.then.value.map(|value| value.p50), view.now.value.map(|value| value.p50))
}

/// Each change begins where the one before it ended, the first at the value of then and the last at today's.
fn adds_up(view: &ValueAt) {
    let (then, now) = p50(view);
    let mut reached = then;
    for change in &view.changes {
        assert_eq!(change.before, reached, "{change:?} of {}", view.date);
        reached = change.after;
    }
    assert_eq!(reached, now, "{}", view.date);
}

/// Scored on 1 December, three signals linked and one merged on the 3rd, reach corrected on the 9th; now it is the 12th.
async fn december() -> Bench {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    bench.clock.set("2026-12-01T09:00:00Z");
    engine.create_opportunity("One charge per order".into()).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    bench.clock.set("2026-12-03T09:00:00Z");
    engine.set_evidence(OPP_1, ids(&[1]), Some(1)).await.unwrap();
    bench.clock.forward_minutes(5);
    engine.set_evidence(OPP_1, ids(&[2, 4]), Some(2)).await.unwrap();
    bench.clock.forward_minutes(5);
    engine.merge(ids(&[3]), SignalId(1)).await.unwrap();
    bench.clock.set("2026-12-09T09:00:00Z");
    engine.set_score(OPP_1, exact(500.0, 3.0, 2.0)).await.unwrap();
    bench.clock.set("2026-12-12T09:00:00Z");
    bench
}

#[tokio::test]
async fn a_day_shows_the_value_the_evidence_and_the_receipt_of_then() {
    let bench = december().await;
    let view = at(&bench, "2026-12-02").await;
    assert_eq!(p50(&view), (Some(675.0), Some(750.0)));
    assert_eq!((view.then.signals, view.then.people), (0, 0));
    assert_eq!((view.now.signals, view.now.people), (3, 2), "the duplicate brings its reporter along");
    let reach = &view.factors[0];
    assert_eq!((reach.then.as_str(), reach.now.as_str()), ("450", "500"));
    assert!(reach.then_from.starts_with("set by You, 1 Dec; no evidence"), "{}", reach.then_from);
    assert!(reach.now_from.starts_with("set by You, 9 Dec; 3 signals"), "{}", reach.now_from);
    let effort = view.factors.iter().find(|factor| factor.label.starts_with("Effort")).unwrap();
    assert_eq!(effort.then_from, effort.now_from, "nobody touched it");

    let told: Vec<_> = view.changes.iter().map(|change| (change.what.as_str(), change.cause)).collect();
    let wanted = [
        ("3 signals linked", ValueCause::Evidence),
        ("1 duplicate merged", ValueCause::Duplicates),
        ("Reach 450 → 500", ValueCause::Inputs),
    ];
    assert_eq!(told, wanted);
    assert!(view.changes.iter().all(|change| change.who == "You"));
    adds_up(&view);
    assert_eq!((view.earlier.as_deref(), view.later.as_deref()), (Some("2026-12-01"), Some("2026-12-03")));
    assert_eq!(view.line.iter().map(|point| point.value.unwrap().p50).collect::<Vec<_>>(), [675.0, 750.0, 750.0]);
    let lines =
        ["At the end of 2 Dec 2026 (UTC)", "Today, 12 Dec 2026", "9 Dec 2026: Reach 450 → 500 by You: 675 → 750"];
    assert!(lines.iter().all(|line| view.text.contains(line)), "{}", view.text);
    assert_eq!(view.text.matches("Value of OPP-1 One charge per order").count(), 2, "both receipts");
}

#[tokio::test]
async fn a_day_ends_where_the_reader_is() {
    let bench = december().await;
    let in_zone = async |date: &str, zone: &str| {
        let view = bench.engine.value_at(OPP_1, date.into(), zone.into()).await.unwrap();
        view.then.value.map(|value| value.p50)
    };
    // 9 December, 9:00 in UTC, is the same day's evening in Tokyo and still the 8th west of the date line.
    assert_eq!(in_zone("2026-12-08", "Asia/Tokyo").await, Some(675.0));
    assert_eq!(in_zone("2026-12-08", "-12:00").await, Some(750.0));
}

#[tokio::test]
async fn there_is_no_value_before_the_first_score_and_none_of_a_day_to_come() {
    let bench = december().await;
    let view = at(&bench, "2026-11-30").await;
    assert_eq!((view.then.value, view.then.signals, view.earlier.clone()), (None, 0, None));
    assert_eq!(view.then.missing, ["Reach", "Impact", "Effort"]);
    assert_eq!(view.changes[0].what, "Reach set to 450, Impact set to 3, Effort set to 2");
    assert_eq!((view.changes[0].before, view.changes[0].after), (None, Some(675.0)));
    adds_up(&view);
    for (date, zone) in [("2026-12-13", UTC), ("yesterday", UTC), ("2026-12-01", "Moon/Crater")] {
        let refused = bench.engine.value_at(OPP_1, date.into(), zone.into()).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::BadInput, "{date} {zone}");
    }
}

#[tokio::test]
async fn a_day_knows_the_rank_among_those_that_were_there_then() {
    let bench = Bench::with_signals().await;
    let engine = &bench.engine;
    bench.clock.set("2026-12-01T09:00:00Z");
    engine.create_opportunity("One charge per order".into()).await.unwrap();
    engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    bench.clock.set("2026-12-03T09:00:00Z");
    engine.create_opportunity("Resend from the phone".into()).await.unwrap();
    engine.set_score(OPP_2, exact(700.0, 1.0, 1.0)).await.unwrap();
    bench.clock.set("2026-12-05T09:00:00Z");
    engine.set_score(OPP_1, exact(500.0, 3.0, 2.0)).await.unwrap();
    bench.clock.set("2026-12-07T09:00:00Z");
    engine.set_stage(OPP_2, Stage::Rejected, "Nobody resends".into()).await.unwrap();
    bench.clock.set("2026-12-09T09:00:00Z");
    engine.set_stage(OPP_2, Stage::Assessing, String::new()).await.unwrap();
    engine.delete_opportunity(OPP_1, true).await.unwrap();
    bench.clock.set("2026-12-11T09:00:00Z");
    engine.delete_opportunity(OPP_1, false).await.unwrap();
    for (date, rank, of) in [
        ("2026-11-30", None, 0),
        ("2026-12-02", Some(1), 1),
        ("2026-12-04", Some(2), 2),
        ("2026-12-06", Some(1), 2),
        ("2026-12-08", Some(1), 1),
        ("2026-12-10", None, 1),
    ] {
        let view = at(&bench, date).await;
        assert_eq!((view.then.rank, view.then.of), (rank, of), "{date}");
        assert_eq!((view.now.rank, view.now.of), (Some(1), 2), "{date}");
    }
    let text = at(&bench, "2026-12-04").await.text;
    assert!(text.contains("Rank: 2 of 2") && text.contains("Rank: 1 of 2"), "{text}");
    assert!(text.contains("OPP-2 Resend from the phone: 700"), "who stood next to it then: {text}");
    // What was taken back never happened.
    engine.undo().await.unwrap();
    engine.undo().await.unwrap();
    assert_eq!(at(&bench, "2026-12-10").await.then.rank, Some(1));
}

#[tokio::test]
async fn the_rank_of_then_is_by_the_method_of_then() {
    let bench = december().await;
    let engine = &bench.engine;
    engine.create_opportunity("Resend from the phone".into()).await.unwrap();
    engine.set_score(OPP_2, exact(900.0, 1.0, 1.0)).await.unwrap();
    engine.save_formula(None, "Worth".into(), FORMULA.into()).await.unwrap();
    let formula = Some(engine.formulas().await.unwrap()[0].uid.clone());
    bench.clock.set("2026-12-20T09:00:00Z");
    engine.use_framework(ScoredBy { framework: Framework::Custom, formula, weights: vec![] }).await.unwrap();
    let view = at(&bench, "2026-12-12").await;
    // 750 against 900; then 500 × 2 people ÷ 2 against 0, as nobody asks for the other.
    assert_eq!((view.then.rank, view.then.formula.as_str()), (Some(2), "rice/1"));
    assert_eq!((view.now.rank, view.now.formula.as_str()), (Some(1), "Worth/1"));
    assert_eq!(at(&bench, "2026-12-20").await.then.rank, Some(1));
}

#[tokio::test]
async fn the_evidence_of_then_stands_beside_what_is_linked_today() {
    let bench = december().await;
    let engine = &bench.engine;
    engine.set_evidence(OPP_1, ids(&[2]), None).await.unwrap();
    engine.set_against(OPP_1, ids(&[4]), true).await.unwrap();
    let view = at(&bench, "2026-12-05").await;
    let link = |link: Option<LinkThen>| link.map(|link| (link.importance, link.against));
    let shown: Vec<_> = view.evidence.iter().map(|one| (one.title.as_str(), link(one.then), link(one.now))).collect();
    let wanted = [
        ("Paid twice", Some((2, false)), None),
        ("Payment queue stuck", Some((2, false)), Some((2, true))),
        ("Charged again", Some((1, false)), Some((1, false))),
    ];
    assert_eq!(shown, wanted, "what differs comes first, and duplicates aren't linked themselves");
    assert_eq!((view.evidence[0].who.as_str(), view.evidence_left), ("Ana, Acme", 0));
    assert_eq!((view.then.signals, view.then.against, view.now.signals, view.now.against), (3, 0, 1, 1));
    let told: Vec<_> = view.changes.iter().map(|change| change.what.as_str()).collect();
    assert_eq!(told, ["Reach 450 → 500", "1 signal unlinked, 1 signal marked as speaking against it"]);
    adds_up(&view);
    let lines = [
        "  ticket: Paid twice (Ana, Acme): importance 2, not linked today\n",
        "  incident: Payment queue stuck (Bolt): importance 2, against it today\n",
        "  ticket: Charged again (Ana, Acme): importance 1\n",
    ];
    assert!(lines.iter().all(|line| view.text.contains(line)), "{}", view.text);

    let linked_since = at(&bench, "2026-12-02").await;
    assert!(linked_since.evidence.iter().all(|one| one.then.is_none() && one.now.is_some()));
    assert_eq!(linked_since.evidence.len(), 2);
}

#[tokio::test]
async fn what_was_taken_back_leaves_no_trace() {
    let bench = december().await;
    let before = at(&bench, "2026-12-05").await;
    bench.engine.set_score(OPP_1, exact(900.0, 3.0, 1.0)).await.unwrap();
    bench.engine.undo().await.unwrap();
    assert_eq!(at(&bench, "2026-12-05").await, before);
    bench.engine.undo().await.unwrap();
    let view = at(&bench, "2026-12-10").await;
    assert_eq!((p50(&view), view.line.len()), ((Some(675.0), Some(675.0)), 2), "reach was never 500");
    bench.engine.redo().await.unwrap();
    assert_eq!(at(&bench, "2026-12-05").await, before);
}

#[tokio::test]
async fn a_value_is_by_the_method_of_then() {
    let bench = december().await;
    let engine = &bench.engine;
    engine.save_formula(None, "Worth".into(), FORMULA.into()).await.unwrap();
    let formula = Some(engine.formulas().await.unwrap()[0].uid.clone());
    engine
        .use_framework(ScoredBy { framework: Framework::Custom, formula: formula.clone(), weights: vec![] })
        .await
        .unwrap();
    bench.clock.set("2026-12-20T09:00:00Z");
    engine.save_formula(formula, "Worth".into(), FORMULA.replace("2, 1", "4, 1")).await.unwrap();
    bench.clock.set("2026-12-22T09:00:00Z");
    let view = at(&bench, "2026-12-11").await;
    assert_eq!((view.then.formula.as_str(), view.now.formula.as_str()), ("rice/1", "Worth/2"));
    let told: Vec<_> = view.changes.iter().map(|change| change.what.as_str()).collect();
    assert_eq!(told, ["Ranked by Worth", "Formula now Worth/2"]);
    adds_up(&view);
    // Signals of November are older than 30 days in January: nobody decided that.
    bench.clock.set("2027-01-20T09:00:00Z");
    let view = at(&bench, "2026-12-16").await;
    let causes: Vec<_> = view.changes.iter().map(|change| change.cause).collect();
    assert_eq!((p50(&view), causes), ((Some(1000.0), Some(500.0)), vec![ValueCause::Time, ValueCause::Method]));
    adds_up(&view);
}

/// One of the decisions that a value can hang on.
async fn decide(engine: &Engine, what: u8, which: u8, formula: &str) -> Result<StepDone> {
    let number = f64::from(which) + 1.0;
    let signal = u32::from(which) + 1;
    let likely = |likely: f64| Some(Range { low: likely / 2.0, likely, high: likely * 2.0 });
    match what {
        0 => {
            let rice = RiceInputs { reach: likely(100.0 * number), impact: likely(1.0), ..exact(1.0, 1.0, number) };
            engine.set_score(OPP_1, rice).await
        }
        1 | 2 => engine.set_evidence(OPP_1, ids(&[signal]), Some(which)).await,
        3 => engine.set_evidence(OPP_1, ids(&[signal]), None).await,
        4 => engine.merge(ids(&[signal]), SignalId(signal % 4 + 1)).await,
        5 => engine.reopen(ids(&[signal])).await,
        6 => {
            let weights = vec![InputWeight { name: "risk".into(), weight: f64::from(which % 2) }];
            let custom = ScoredBy { framework: Framework::Custom, formula: Some(formula.to_owned()), weights };
            engine.use_framework(if which == 3 { ScoredBy::default() } else { custom }).await
        }
        7 => {
            let judged = RiskAssessment { likelihood: which + 1, impact: 5, note: String::new() };
            engine.set_risk(OPP_1, RiskKind::Value, Some(judged)).await
        }
        8 => engine.set_against(OPP_1, ids(&[signal]), !which.is_multiple_of(3)).await,
        _ => {
            let passage = Passage { start: 0, quote: "The card was charged".to_owned() };
            let into = AcceptInto::Existing { opportunity: OPP_1 };
            engine.highlight(SignalId(signal), passage, vec![HighlightTarget { into, importance: which }]).await
        }
    }
}

/// Decisions day by day, some taken back the same evening, and what the list showed at the end of each day, with how many
/// had a rank. Another opportunity stays worth 150 points, or as many as nobody asks for.
async fn days(bench: &Bench, plan: &[Vec<(u8, u8)>]) -> Vec<(String, OpportunityRow, u32)> {
    let engine = &bench.engine;
    engine.create_opportunity("One charge per order".into()).await.unwrap();
    engine.create_opportunity("Resend from the phone".into()).await.unwrap();
    engine.set_score(OPP_2, exact(150.0, 1.0, 1.0)).await.unwrap();
    engine.set_evidence(OPP_2, ids(&[3]), Some(1)).await.unwrap();
    engine.save_formula(None, "Worth".into(), MEASURING.into()).await.unwrap();
    let formula = engine.formulas().await.unwrap()[0].uid.clone();
    let mut shown = Vec::new();
    for (day, decisions) in (1..).zip(plan) {
        bench.clock.set(&format!("2026-12-{:02}T23:59:59.999Z", day * 3));
        let mut done = 0;
        for (what, which) in decisions {
            // Not every decision is possible; what counts is what was written down.
            if decide(engine, *what, *which, &formula).await.is_ok_and(|step| step.step.is_some()) {
                done += 1;
            } else if done > 0 {
                engine.undo().await.unwrap();
                done -= 1;
            }
        }
        let rows = engine.opportunities(everything()).await.unwrap().rows;
        let ranked = rows.iter().filter(|row| row.rank.is_some()).count() as u32;
        shown.push((format!("2026-12-{:02}", day * 3), bench.row(OPP_1).await, ranked));
    }
    shown
}

#[test]
fn every_day_is_as_it_was_shown_and_its_changes_add_up() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let plans = vec(vec((0_u8..10, 0_u8..4), 0..5), 1..8);
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&plans, |plan| {
            runtime.block_on(async {
                let bench = Bench::with_signals().await;
                let shown = days(&bench, &plan).await;
                let today = &shown[shown.len() - 1].1;
                for (date, row, ranked) in &shown {
                    let view = at(&bench, date).await;
                    assert_eq!(view.then.value, row.value, "{date}");
                    assert_eq!((view.then.rank, view.then.of), (row.rank, *ranked), "{date}");
                    assert_eq!((view.now.value, view.now.rank), (today.value, today.rank));
                    let counted = (view.then.signals, view.then.people);
                    assert_eq!(counted, (row.evidence.signals(), row.evidence.reporters), "{date}");
                    adds_up(&view);
                }
            });
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn as_of_now_every_value_of_the_demo_is_todays() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:30:00Z");
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    let rows = engine.opportunities(OpportunityQuery::default()).await.unwrap().rows;
    assert!(rows.iter().any(|row| row.value.is_some()));
    for row in rows {
        let view = engine.value_at(row.id, "2026-11-21".into(), UTC.into()).await.unwrap();
        assert_eq!((view.then.value, view.now.value), (row.value, row.value), "{}", row.label);
        assert_eq!((view.then.rank, view.now.rank), (row.rank, row.rank), "{}", row.label);
        assert!(view.evidence.iter().all(|one| one.then == one.now), "{}", row.label);
        let counted = (view.now.signals, view.now.people);
        assert_eq!(counted, (row.evidence.signals(), row.evidence.reporters), "{}", row.label);
        assert!(view.changes.is_empty() && view.later.is_none(), "{}", row.label);
        let first = engine.value_at(row.id, "2025-01-01".into(), UTC.into()).await.unwrap();
        assert_eq!(first.then.value, None);
        adds_up(&first);
    }
}

/// Every field that takes more than a list holds; of a few opportunities not all are known, and those have no value.
const ALL_MEASURES: &str = "work = plain(incident_minutes) + plain(missed_targets) + plain(sources) + plain(median_age)
told = plain(critical) + plain(severe) + plain(against) + plain(people_against) + plain(signals_per_week)
value = (work + told + plain(renewals_90d) + plain(renewing_revenue_90d)) * (1 + active_share)";

#[tokio::test]
async fn what_is_measured_of_the_demo_is_replayed_as_the_list_shows_it() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:30:00Z");
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    engine.save_formula(None, "All of it".into(), ALL_MEASURES.into()).await.unwrap();
    let formula = Some(engine.formulas().await.unwrap()[0].uid.clone());
    engine.use_framework(ScoredBy { framework: Framework::Custom, formula, weights: vec![] }).await.unwrap();
    let rows = engine.opportunities(OpportunityQuery::default()).await.unwrap().rows;
    assert!(rows.iter().filter(|row| row.value.is_some()).count() >= 5, "most of it is known");
    for row in rows.into_iter().take(6) {
        let view = engine.value_at(row.id, "2026-11-21".into(), UTC.into()).await.unwrap();
        assert_eq!((view.then.value, view.then.rank), (row.value, row.rank), "{}", row.label);
        assert_eq!((view.now.value, view.now.rank), (row.value, row.rank), "{}", row.label);
    }
}
