//! Scores through the engine's door: frameworks, formulas, what-ifs and several people's estimates.

use engine::api::types::{
    Capacity, EstimateForm, Framework, InputEntry, InputWeight, NumberOf, OpportunityQuery, ScoredBy, Segment, WhatIf,
    WorkspaceName,
};
use engine::api::{Engine, dispatch};
use engine::model::{OpportunityId, Range};
use engine::score::numbers;
use serde_json::json;
use support::{Clock, context};
use tempfile::TempDir;

use crate::workbench::{Bench, OPP_1, OPP_2, exact, ids};

fn entry(name: &str, value: f64) -> InputEntry {
    InputEntry { name: name.into(), range: Some(Range::exactly(value)) }
}

fn wsjf(value: f64, time: f64, risk: f64, size: f64) -> Vec<InputEntry> {
    vec![
        entry("user_value", value),
        entry("time_criticality", time),
        entry("risk_reduction", risk),
        entry("job_size", size),
    ]
}

fn by(framework: Framework) -> ScoredBy {
    ScoredBy { framework, ..ScoredBy::default() }
}

/// OPP-1 is worth more in RICE, OPP-2 in WSJF.
async fn two() -> Bench {
    let bench = Bench::with_signals().await;
    for title in ["One charge per order", "Resend from the phone"] {
        bench.engine.create_opportunity(title.into()).await.unwrap();
    }
    bench.engine.set_score(OPP_1, exact(450.0, 3.0, 2.0)).await.unwrap();
    bench.engine.set_score(OPP_2, exact(100.0, 2.0, 1.0)).await.unwrap();
    bench.engine.set_inputs(OPP_1, wsjf(5.0, 3.0, 1.0, 3.0)).await.unwrap();
    bench.engine.set_inputs(OPP_2, wsjf(13.0, 8.0, 5.0, 3.0)).await.unwrap();
    bench
}

#[tokio::test]
async fn the_ranking_the_table_and_the_receipt_follow_the_framework_and_undo_goes_back() {
    let bench = two().await;
    let engine = &bench.engine;
    assert_eq!(bench.row(OPP_1).await.rank, Some(1));
    assert_eq!(engine.frameworks().await.unwrap().chosen_name, "RICE");

    engine.use_framework(by(Framework::Wsjf)).await.unwrap();
    let row = bench.row(OPP_2).await;
    assert_eq!((row.rank, row.value.unwrap().p50), (Some(1), 26.0 / 3.0));
    assert_eq!(row.inputs, exact(100.0, 2.0, 1.0), "RICE keeps its own inputs");
    let receipt = engine.receipt(OPP_2, NumberOf::Value).await.unwrap();
    assert_eq!((receipt.formula.as_str(), receipt.result.shown.as_str()), ("wsjf/1", "8.67"));
    assert_eq!(receipt.result.label, "Value, WSJF points");
    let lines: Vec<_> =
        receipt.lines.iter().map(|line| format!("{}{} {}", line.operator, line.label, line.shown)).collect();
    assert_eq!(lines, ["Value to customers 13", "+Time criticality 8", "+Risk or chance opened 5", "÷Job size 3"]);
    assert!(receipt.lines[0].source.starts_with("set by You, 21 Nov"), "{}", receipt.lines[0].source);
    let list = engine.frameworks().await.unwrap();
    assert_eq!((list.chosen.framework, list.chosen_by.as_deref()), (Framework::Wsjf, Some("You")));
    let wsjf = list.frameworks.iter().find(|view| view.framework == Framework::Wsjf).unwrap();
    assert_eq!((wsjf.complete, wsjf.of), (2, 2));

    engine.undo().await.unwrap();
    let row = bench.row(OPP_1).await;
    assert_eq!((row.rank, row.value.unwrap().p50), (Some(1), 675.0));
    assert_eq!(engine.receipt(OPP_1, NumberOf::Value).await.unwrap().formula, "rice/1");
}

#[tokio::test]
async fn inputs_of_every_framework_are_undone_and_brought_back() {
    let bench = two().await;
    let engine = &bench.engine;
    let value = async || engine.score_in(OPP_1, Framework::Wsjf, None).await.unwrap().value.map(|value| value.p50);
    assert_eq!(value().await, Some(3.0));
    engine.set_inputs(OPP_1, vec![entry("job_size", 1.0), entry("reach", 900.0)]).await.unwrap();
    assert_eq!((value().await, bench.row(OPP_1).await.value.unwrap().p50), (Some(9.0), 1350.0));
    engine.undo().await.unwrap();
    assert_eq!((value().await, bench.row(OPP_1).await.value.unwrap().p50), (Some(3.0), 675.0));
    engine.redo().await.unwrap();
    assert_eq!(value().await, Some(9.0));
    let step = InputEntry { name: "job_size".into(), range: None };
    engine.set_inputs(OPP_1, vec![step]).await.unwrap();
    let view = engine.score_in(OPP_1, Framework::Wsjf, None).await.unwrap();
    assert_eq!((view.value, view.missing), (None, vec!["Job size".to_owned()]));
    assert_eq!(view.history[0].says, "Job size taken away");
    assert!(engine.opportunity_history(OPP_1).await.unwrap().iter().any(|entry| entry.what == "Set the job size"));

    let refused = engine.set_inputs(OPP_1, vec![entry("job_size", 0.0)]).await.unwrap_err();
    assert_eq!(
        (refused.what.as_str(), refused.todo.as_str()),
        ("Job size can't be 0.", "Job size goes from 1 to 100.")
    );
    assert!(engine.set_inputs(OPP_1, vec![entry("priority", 1.5)]).await.is_err(), "MoSCoW has nothing between");
    assert!(engine.set_inputs(OPP_1, vec![entry("luck", 1.0)]).await.is_err());
}

#[tokio::test]
async fn trying_shows_the_doubt_and_stores_nothing() {
    let bench = two().await;
    let engine = &bench.engine;
    let range = |low, likely, high| Some(Range { low, likely, high });
    let tried = vec![
        InputEntry { name: "reach".into(), range: range(140.0, 185.0, 230.0) },
        InputEntry { name: "effort".into(), range: range(0.5, 2.0, 6.0) },
    ];
    let view = engine.try_inputs(OPP_1, Framework::Rice, None, tried).await.unwrap();
    assert_eq!(view.working, "185 × 3 × 1 ÷ 2");
    assert_eq!((view.plain, view.draws), (Some(277.5), 10_000));
    let value = view.value.unwrap();
    assert!(value.p10 < 200.0 && value.p90 > 500.0, "{value:?}");
    assert_eq!(view.widens.iter().map(|wide| wide.name.as_str()).collect::<Vec<_>>(), ["effort", "reach"]);
    assert!((view.widens.iter().map(|wide| wide.share).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!((view.ranks.iter().map(|bar| bar.share).sum::<f64>() - 1.0).abs() < 1e-9 && view.ranks.len() == 2);
    assert!(view.histogram.iter().map(|bar| bar.share).sum::<f64>() > 0.98);
    let learn = view.learn.unwrap();
    assert_eq!((learn.name.as_str(), learn.against.unwrap().id), ("effort", OPP_2));
    assert!(learn.worth.unwrap() > 0.0);
    assert!(view.inputs.iter().any(|input| input.name == "reach" && input.set_by.is_none()), "not saved yet");
    assert_eq!(bench.row(OPP_1).await.value.unwrap().p50, 675.0);
}

#[tokio::test]
async fn a_suggestion_counts_only_once_a_person_accepts_it() {
    let bench = two().await;
    let engine = &bench.engine;
    engine.set_evidence(OPP_1, ids(&[1, 3, 4]), Some(3)).await.unwrap();
    let confidence = async |engine: &Engine| {
        let view = engine.score_in(OPP_1, Framework::IceMean, None).await.unwrap();
        view.inputs.into_iter().find(|input| input.name == "ice_confidence").unwrap()
    };
    let before = confidence(engine).await;
    let suggested = before.suggested.unwrap();
    assert_eq!((before.range, before.accepted), (None, false));
    assert_eq!(suggested.range, Range::exactly(8.0));
    assert_eq!(suggested.because, "2 people told us and 1 operational signal show it");
    let accept = InputEntry { name: "ice_confidence".into(), range: Some(suggested.range) };
    engine.set_inputs(OPP_1, vec![accept]).await.unwrap();
    let after = confidence(engine).await;
    assert_eq!((after.range, after.accepted, after.set_by.as_deref()), (Some(suggested.range), true, Some("You")));
}

const FORMULA: &str = "# what people lose\nhurt = reach * impact\nvalue = hurt * if(signals > 1, 2, 1) / effort\n";

#[tokio::test]
async fn a_formula_is_checked_saved_in_versions_and_ranks() {
    let bench = two().await;
    let engine = &bench.engine;
    engine.set_evidence(OPP_2, ids(&[1, 2, 3]), Some(1)).await.unwrap();
    let wrong = engine.check_formula("value = reach * (impact + 1".into()).await.unwrap();
    let problem = wrong.problem.unwrap();
    assert_eq!((problem.line, problem.character, problem.says.as_str()), (1, 28, "a closing bracket is missing."));
    assert_eq!(problem.repair.unwrap().text, "value = reach * (impact + 1)");
    assert!(wrong.repaired && wrong.with_value == 2, "the rows are those of the repaired text");
    assert!(engine.save_formula(None, "Wrong".into(), "value = reach *".into()).await.is_err());

    let check = engine.check_formula(FORMULA.into()).await.unwrap();
    assert_eq!((check.problem, check.with_value, check.lacking), (None, 2, 0));
    assert_eq!(check.unit, "customers × points ÷ person-months");
    let order: Vec<_> = check.rows.iter().map(|row| (row.opportunity.id, row.value.unwrap().p50, row.today)).collect();
    assert_eq!(order, [(OPP_1, 675.0, Some(1)), (OPP_2, 400.0, Some(2))]);

    engine.save_formula(None, "Worth of a quarter".into(), FORMULA.into()).await.unwrap();
    let uid = engine.formulas().await.unwrap()[0].uid.clone();
    let custom = ScoredBy { framework: Framework::Custom, formula: Some(uid.clone()), weights: Vec::new() };
    engine.use_framework(custom).await.unwrap();
    assert_eq!(bench.row(OPP_2).await.value.unwrap().p50, 400.0);
    let receipt = engine.receipt(OPP_2, NumberOf::Value).await.unwrap();
    assert_eq!((receipt.formula.as_str(), receipt.result.shown.as_str()), ("Worth of a quarter/1", "400"));
    assert!(receipt.lines.iter().any(|line| line.label.starts_with("signals") && line.shown == "3"));

    let next = FORMULA.replace("2, 1", "5, 1");
    engine.save_formula(Some(uid.clone()), "Worth of a quarter".into(), next).await.unwrap();
    let formula = engine.formulas().await.unwrap().remove(0);
    assert_eq!((formula.version, formula.versions.len(), formula.chosen), (2, 2, true));
    assert_eq!(formula.versions[1].text, FORMULA, "what was saved stays as it was");
    assert_eq!(bench.row(OPP_2).await.rank, Some(1));
    assert!(engine.delete_formula(uid.clone()).await.is_err(), "it ranks");
    engine.undo().await.unwrap();
    assert_eq!(engine.formulas().await.unwrap()[0].version, 1);
    engine.use_framework(by(Framework::Rice)).await.unwrap();
    engine.delete_formula(uid).await.unwrap();
    assert!(engine.formulas().await.unwrap().is_empty());
    engine.undo().await.unwrap();
    assert_eq!(engine.formulas().await.unwrap()[0].text, FORMULA);
}

#[tokio::test]
async fn a_what_if_says_who_moves_and_changes_nothing_until_it_is_used() {
    let bench = two().await;
    let engine = &bench.engine;
    let weights = vec![InputWeight { name: "reach".into(), weight: 0.0 }];
    let asked = WhatIf { weights, capacity: Some(Capacity { weeks: 5.0, nine_in_ten: false }), ..WhatIf::default() };
    let result = engine.what_if(asked.clone()).await.unwrap();
    let rows: Vec<_> = result.rows.iter().map(|row| (row.opportunity.id, row.rank, row.today, row.above)).collect();
    assert_eq!(rows, [(OPP_2, Some(1), Some(2), true), (OPP_1, Some(2), Some(1), false)]);
    assert_eq!(result.rows[1].why, "reach counts less, here 450");
    assert_eq!(result.changes[0].says, "comes in, from 2 to 1. It holds the top 1 in 100 % of draws.");
    let cut = result.cut.unwrap();
    assert_eq!((cut.after, cut.fits), (1, 1));
    assert_eq!(cut.says, "5 person-weeks end here. 1 fits, likely 4.3, 8 draws of 10 between 4.3 and 4.3");
    assert_eq!(bench.row(OPP_1).await.rank, Some(1));

    engine.keep_scenario("No reach".into(), asked.clone()).await.unwrap();
    let kept = engine.what_if_choices(Framework::Rice, None).await.unwrap().scenarios;
    assert_eq!((kept[0].name.as_str(), &kept[0].asks), ("No reach", &asked));
    engine.use_what_if(asked).await.unwrap();
    assert_eq!(bench.row(OPP_2).await.rank, Some(1));
    assert!(engine.receipt(OPP_2, NumberOf::Value).await.unwrap().method.contains("; weighed: reach 0"));
    engine.undo().await.unwrap();
    assert_eq!(bench.row(OPP_1).await.rank, Some(1));
    engine.drop_scenario(kept[0].uid.clone()).await.unwrap();
    assert!(engine.what_if_choices(Framework::Rice, None).await.unwrap().scenarios.is_empty());
}

#[tokio::test]
async fn only_the_voices_that_are_asked_for_count() {
    let bench = two().await;
    let engine = &bench.engine;
    engine.set_evidence(OPP_1, ids(&[1, 3]), Some(1)).await.unwrap();
    let segment = Segment::RevenueFrom { amount: 100_000 };
    let result = engine.what_if(WhatIf { segment, ..WhatIf::default() }).await.unwrap();
    assert_eq!((result.segment.voices, result.segment.of_voices, result.segment.revenue), (1, 2, 184_000));
    let of = |id: OpportunityId| result.rows.iter().find(|row| row.opportunity.id == id).unwrap();
    assert_eq!((of(OPP_1).value.unwrap().p50, of(OPP_1).why.as_str()), (337.5, "1 of 2 voices are these customers"));
    assert_eq!((of(OPP_2).value.unwrap().p50, of(OPP_2).why.as_str()), (0.0, "nobody is behind it"));
}

#[tokio::test]
async fn estimates_stay_hidden_until_they_are_revealed_and_disagreement_comes_first() {
    let bench = two().await;
    let engine = &bench.engine;
    let people = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let answer = |person: &str, low, likely, high| EstimateForm {
        framework: Framework::Rice,
        input: "effort".into(),
        person: person.into(),
        range: Range { low, likely, high },
        note: format!("{person} says so"),
    };
    assert!(engine.give_estimate(OPP_1, answer("Dana", 0.8, 1.0, 1.4)).await.is_err(), "nobody was asked");
    engine.ask_estimates(OPP_1, Framework::Rice, "effort".into(), people(&["Dana", "Elif"])).await.unwrap();
    engine.give_estimate(OPP_1, answer("Dana", 0.8, 1.0, 1.4)).await.unwrap();
    assert!(engine.give_estimate(OPP_1, answer("Jun", 0.8, 1.0, 1.4)).await.is_err(), "Jun wasn't asked");
    engine.give_estimate(OPP_1, answer("Elif", 1.8, 2.3, 2.9)).await.unwrap();
    let round = async || engine.score_in(OPP_1, Framework::Rice, None).await.unwrap().estimates.remove(0);
    let hidden = round().await;
    assert_eq!((hidden.answered, hidden.revealed, hidden.together), (2, false, None));
    assert!(hidden.answers.iter().all(|answer| answer.range.is_none() && answer.note.is_empty()));

    engine.ask_estimates(OPP_2, Framework::Rice, "effort".into(), people(&["Dana", "Elif"])).await.unwrap();
    for person in ["Dana", "Elif"] {
        engine.give_estimate(OPP_2, answer(person, 1.0, 2.0, 3.0)).await.unwrap();
    }
    engine.reveal_estimates(OPP_2, "effort".into()).await.unwrap();
    engine.reveal_estimates(OPP_1, "effort".into()).await.unwrap();
    let shown = round().await;
    assert_eq!(shown.apart, [("Dana".to_owned(), "Elif".to_owned())]);
    assert_eq!(shown.says, "Dana and Elif don't overlap. Talk first; the mean of two plans is no plan.");
    assert_eq!(shown.answers[1].note, "Elif says so");
    let first = engine.disagreements().await.unwrap();
    assert_eq!(first.iter().map(|one| one.opportunity.id).collect::<Vec<_>>(), [OPP_1, OPP_2]);

    engine.ask_estimates(OPP_1, Framework::Rice, "effort".into(), people(&["Dana"])).await.unwrap();
    assert_eq!(round().await.answered, 0);
    engine.undo().await.unwrap();
    let back = round().await;
    assert_eq!((back.answered, back.revealed, back.apart.len()), (2, true, 1));
}

#[tokio::test]
async fn more_than_sixty_percent_must_is_said() {
    let bench = two().await;
    let engine = &bench.engine;
    for (id, priority) in [(OPP_1, 3.0), (OPP_2, 1.0)] {
        engine.set_inputs(id, vec![entry("priority", priority)]).await.unwrap();
    }
    let list = engine.frameworks().await.unwrap();
    let warning = list.frameworks.iter().find_map(|view| view.warning.clone()).unwrap();
    assert!(warning.starts_with("67 % of the effort is must"), "{warning}");
    let view = engine.score_in(OPP_1, Framework::Moscow, None).await.unwrap();
    assert_eq!(view.class.as_deref(), Some("Must have"));
}

#[tokio::test]
async fn the_page_calls_it_by_name() {
    let bench = two().await;
    let args = json!({ "id": 1, "framework": "wsjf", "formula": null });
    let view = dispatch(&bench.engine, "score_in", args).await.unwrap();
    assert_eq!(view["working"], "(5 + 3 + 1) ÷ 3");
    let asked = json!({ "asked": { "framework": "rice", "segment": { "kind": "everybody" } } });
    assert_eq!(dispatch(&bench.engine, "what_if", asked).await.unwrap()["rows"][0]["rank"], 1);
}

/// What the receipt's own lines give, worked out again.
fn recomputed(framework: Framework, likely: &[f64]) -> f64 {
    match (framework, likely) {
        (Framework::Rice, [reach, impact, confidence, effort]) => reach * impact * confidence / effort,
        (Framework::Wsjf, [value, time, risk, size]) => (value + time + risk) / size,
        (Framework::IceMean, [impact, confidence, ease]) => (impact + confidence + ease) / 3.0,
        (Framework::Opportunity, [importance, satisfaction]) => importance + (importance - satisfaction).max(0.0),
        other => panic!("{other:?} isn't asked here"),
    }
}

#[tokio::test]
async fn receipts_recompute_to_the_shown_number_for_the_whole_demo_in_each_framework() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:30:00Z");
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    let all = engine.opportunities(OpportunityQuery::default()).await.unwrap().rows;
    for (n, row) in (1_u32..).zip(&all) {
        let step = |by: u32, most: u32| f64::from(1 + (n * by) % most);
        let mut entries = wsjf(step(3, 20), step(5, 20), step(7, 20), step(2, 8));
        entries.extend(["ice_impact", "ice_confidence", "ice_ease"].map(|name| entry(name, step(3, 10))));
        entries.extend(["need_importance", "need_satisfaction"].map(|name| entry(name, step(7, 10))));
        engine.set_inputs(row.id, entries).await.unwrap();
    }
    for framework in [Framework::Rice, Framework::Wsjf, Framework::IceMean, Framework::Opportunity] {
        engine.use_framework(by(framework)).await.unwrap();
        let rows = engine.opportunities(OpportunityQuery::default()).await.unwrap().rows;
        let mut seen = 0;
        for row in &rows {
            let receipt = engine.receipt(row.id, NumberOf::Value).await.unwrap();
            let shown = row.value.map_or("Not set".to_owned(), |value| numbers::number(value.p50));
            assert_eq!(receipt.result.shown, shown, "{framework:?} of {}", row.label);
            let Some(value) = row.value else { continue };
            let view = engine.score_in(row.id, framework, None).await.unwrap();
            assert_eq!(view.value, Some(value));
            // Confidence that isn't set counts as 1.
            let likely: Vec<f64> =
                view.inputs.iter().map(|input| input.range.map_or(1.0, |range| range.likely)).collect();
            let plain = recomputed(framework, &likely);
            assert_eq!(view.plain, Some(plain));
            if value.p10 == value.p90 {
                assert_eq!(value.p50, plain, "{framework:?} of {}", row.label);
            }
            seen += 1;
        }
        assert!(seen >= 5, "{framework:?}");
    }
}
