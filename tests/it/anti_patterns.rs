//! Habits that hurt, looked for in the records: what is found, and the records behind each number.

use engine::api::types::*;
use engine::error::ProblemKind;
use engine::model::{Kind, Record};
use rstest::rstest;

use crate::improvements::{card, only};
use crate::problem_bench::{record, with};
use crate::theme_bench::{Bench, ticket};

async fn pattern(bench: &Bench, id: &str) -> AntiPattern {
    bench.engine.anti_patterns().await.unwrap().into_iter().find(|one| one.id == id).unwrap()
}

fn incidents(n: usize, lasted: i64) -> Vec<Record> {
    (1..=n)
        .map(|id| record(id, Kind::Incident, &format!("Broke {}", "x".repeat(id)), 24 * id as i64, Some(lasted)))
        .collect()
}

fn deployments(n: usize) -> Vec<Record> {
    let one = |id: usize| record(100 + id, Kind::Deployment, "identity to production", 24 * id as i64 + 4, Some(0));
    (1..=n).map(one).collect()
}

fn old_tickets(n: usize) -> Vec<Record> {
    (200..200 + n).map(|id| ticket(id, &format!("Please answer {id}"), 40)).collect()
}

fn reopened(n: usize, times: &str) -> Vec<Record> {
    incidents(n, 1).into_iter().map(|one| with(one, &[("reopened", times)])).collect()
}

#[rstest]
#[case::nothing_is_read("unlinked", vec![], PatternState::NoData)]
#[case::no_deployment_is_read("unlinked", incidents(8, 1), PatternState::NoData)]
#[case::causes_nobody_judged("unlinked", [incidents(8, 1), deployments(8)].concat(), PatternState::Found)]
#[case::no_incident("targets", vec![], PatternState::NoData)]
#[case::in_time("targets", incidents(6, 1), PatternState::NotFound)]
#[case::too_late("targets", incidents(6, 9), PatternState::Found)]
#[case::no_request("unanswered", vec![], PatternState::NoData)]
#[case::four_wait("unanswered", old_tickets(4), PatternState::NotFound)]
#[case::five_wait("unanswered", old_tickets(5), PatternState::Found)]
#[case::no_tool_tells("reopened", incidents(8, 1), PatternState::NoData)]
#[case::all_reopened("reopened", reopened(8, "2"), PatternState::Found)]
#[case::one_in_many("reopened", [incidents(19, 1), reopened(1, "1")].concat(), PatternState::NotFound)]
#[case::no_batch_known("batches", deployments(3), PatternState::NoData)]
#[case::nobody_wrote_causes("technology", incidents(3, 1), PatternState::NoData)]
#[case::no_sprint("empty_sprints", vec![], PatternState::NoData)]
#[tokio::test]
async fn a_habit_is_found_not_found_or_unknown(
    #[case] id: &str,
    #[case] records: Vec<Record>,
    #[case] state: PatternState,
) {
    let mut bench = Bench::with(0).await;
    bench.write(&records).await;
    let found = pattern(&bench, id).await;
    assert_eq!(found.state, state, "{}", found.says);
    let receipt = receipt(&bench, id).await;
    assert!(receipt.result.starts_with(&found.says) && receipt.text.contains(&receipt.result), "{receipt:?}");
    assert!(state != PatternState::Found || receipt.counted_total > 0, "{receipt:?}");
}

async fn receipt(bench: &Bench, id: &str) -> PatternReceipt {
    bench.engine.anti_pattern_receipt(id.to_owned()).await.unwrap()
}

/// What a record is called, and what is said of it.
fn lines(records: &[PatternRecord]) -> Vec<String> {
    let name = |of: &PatternOf| match of {
        PatternOf::Record { record } => record.label.clone(),
        PatternOf::Problem { title, .. } => title.clone(),
        PatternOf::Sprint { service } => service.clone().unwrap_or_default(),
    };
    records.iter().map(|one| format!("{}: {}", name(&one.of), one.says)).collect()
}

/// A deployment with the changes that it names.
fn brought(id: usize, changes: usize) -> Vec<Record> {
    let own = 1_000 + 100 * id..1_000 + 100 * id + changes;
    let names: Vec<String> = own.clone().map(|n| format!("CHA-{n}")).collect();
    let change = |n: usize| record(n, Kind::Change, "Change", 24 * id as i64 + 1, Some(1));
    let deployment = record(id, Kind::Deployment, "identity", 24 * id as i64, Some(0));
    let deployment = with(deployment, &[("changes", names.join(",").as_str())]);
    own.map(change).chain([deployment]).collect()
}

#[rstest]
#[case::judged_is_told_from_suggested(
    "unlinked",
    [incidents(5, 1), deployments(5), vec![record(50, Kind::Incident, "Alone", 24 * 60, Some(1))]].concat(),
    "5 of 6 incidents have only suggested causes.", (5, 1), "INC-50: no change near it",
)]
#[case::too_few_are_listed_all_the_same(
    "unlinked",
    [incidents(2, 1), deployments(2)].concat(),
    "2 incidents of services whose deployments are read: too few. This isn’t zero.", (2, 0), "",
)]
#[case::late_ones_of_a_class_that_misses(
    "targets",
    [incidents(6, 9), vec![record(50, Kind::Incident, "Quick", 30, Some(1))]].concat(),
    "1 of 1 classes miss their target without a decision.", (6, 1), "INC-50: high, restored in 1 h, in time",
)]
#[case::late_ones_of_a_class_that_holds(
    "targets",
    [incidents(9, 1), vec![record(50, Kind::Incident, "Slow", 30, Some(9))]].concat(),
    "0 of 1 classes miss their target without a decision.", (0, 10), "INC-50: high, restored in 9 h, too late",
)]
#[case::those_that_wait_and_those_that_came_lately(
    "unanswered",
    [old_tickets(5), vec![ticket(300, "A new one", 3)]].concat(),
    "5 of 6 requests wait for more than 30 days.", (5, 1), "T-300: open for 3 days",
)]
#[case::reopened_among_others(
    "reopened",
    [incidents(19, 1), vec![with(record(50, Kind::Incident, "Again", 30, Some(1)), &[("reopened", "3")])]].concat(),
    "1 of 20 records were reopened.", (1, 19), "INC-1: no tool tells that it was reopened",
)]
#[case::large_among_others(
    "batches",
    [(1, 12), (2, 2), (3, 2), (4, 2)].map(|(id, changes)| brought(id, changes)).concat(),
    "1 of 4 deployments stand out.", (1, 3), "DEP-2: 2 changes at once, usually 2",
)]
#[tokio::test]
async fn a_number_opens_the_records_that_count_and_those_that_dont(
    #[case] id: &str,
    #[case] records: Vec<Record>,
    #[case] result: &str,
    #[case] totals: (u32, u32),
    #[case] other: &str,
) {
    let mut bench = Bench::with(0).await;
    bench.write(&records).await;
    let receipt = receipt(&bench, id).await;
    assert_eq!(receipt.result, result);
    assert_eq!((receipt.counted_total, receipt.others_total), totals, "{receipt:?}");
    assert_eq!((receipt.counted.len() as u32, receipt.others.len() as u32), totals);
    let others = lines(&receipt.others);
    assert!(other.is_empty() || others.iter().any(|line| line == other), "{others:?}");
}

#[tokio::test]
async fn sprints_and_habits_nobody_knows_are_explained_too() {
    let mut bench = Bench::with(0).await;
    let change = |id: usize, days: i64| record(id, Kind::Change, "Change", 24 * days, Some(1));
    bench.write(&[change(1, 70), change(2, 10)]).await;
    let found = receipt(&bench, "empty_sprints").await;
    assert!(found.counted_total > 0 && found.others_total > 0, "{found:?}");
    assert!(lines(&found.counted)[0].starts_with("identity: nothing in the 14 days from 2026-"), "{found:?}");
    let of = format!("{} of {}", found.counted_total, found.counted_total + found.others_total);
    assert!(found.result.starts_with(&of), "{}", found.result);
    let unknown = bench.engine.anti_pattern_receipt("moon".to_owned()).await.err().unwrap();
    assert_eq!(unknown.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn a_found_habit_has_its_records_and_becomes_an_improvement() {
    let mut bench = Bench::with(0).await;
    bench.write(&old_tickets(6)).await;
    let found = pattern(&bench, "unanswered").await;
    assert_eq!(found.says, "6 of 6 requests wait for more than 30 days.");
    let behind = lines(&receipt(&bench, "unanswered").await.counted);
    assert_eq!((behind.len(), behind[0].as_str()), (6, "T-200: for 40 days"));
    let source = ImprovementSource::AntiPattern { id: found.id, title: found.title };
    bench.engine.add_improvement(ImprovementForm { source, ..card(&found.advice, "") }).await.unwrap();
    let made = only(&bench.engine).await;
    assert_eq!(pattern(&bench, "unanswered").await.improvement, Some(made.uid));
    // A decision in the forum is a decision about missed targets.
    bench.write(&incidents(6, 9)).await;
    assert_eq!(pattern(&bench, "targets").await.state, PatternState::Found);
    let key = "target high".to_owned();
    bench.engine.decide_forum(key, ForumVerb::Note, String::new(), "We keep it.".into()).await.unwrap();
    assert_eq!(pattern(&bench, "targets").await.state, PatternState::NotFound);
}

#[tokio::test]
async fn only_technology_is_told_from_a_second_look() {
    let mut bench = Bench::with(0).await;
    let again = |id| record(id, Kind::Incident, &format!("Token fails {id}"), 24 * 10 * id as i64, Some(1));
    bench.write(&[again(1), again(2)]).await;
    let key = bench.engine.problems(ProblemQuery::default()).await.unwrap().problems[0].key.clone();
    let of = CausesOf::Problem { key: key.clone() };
    let cause = CauseForm {
        dimension: CauseDimension::Technology,
        text: "Keys overlap".into(),
        state: CauseState::Confirmed,
        whys: vec![],
        process_change: String::new(),
    };
    bench.engine.add_cause(of.clone(), cause).await.unwrap();
    assert_eq!(pattern(&bench, "technology").await.state, PatternState::Found);
    let behind = receipt(&bench, "technology").await.counted.remove(0);
    assert!(matches!(&behind.of, PatternOf::Problem { key: of, .. } if *of == key), "{behind:?}");
    for dimension in [CauseDimension::People, CauseDimension::Partners, CauseDimension::Processes] {
        bench.engine.mark_nothing_found(of.clone(), dimension, true).await.unwrap();
    }
    assert_eq!(pattern(&bench, "technology").await.state, PatternState::NotFound);
    let looked = receipt(&bench, "technology").await;
    assert_eq!(
        (looked.counted_total, looked.others_total, looked.result.as_str()),
        (0, 1, "0 of 1 problem with causes.")
    );
}
