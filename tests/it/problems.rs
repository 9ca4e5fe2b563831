//! Recurring problems through the engine's door: found by what their records say, decided about by people.

use engine::api::types::*;
use engine::error::ProblemKind;
use engine::model::{DeclineReason, Kind, Range, Record, SignalId, Time};

use crate::problem_bench::{problems, record, with};
use crate::theme_bench::{Bench, ticket};

const DAY: i64 = 24;

/// Token refresh failed four times, one of them reopened after two hours; other things happened once.
fn trouble() -> Vec<Record> {
    let failed = |id: usize, days: i64| {
        record(id, Kind::Incident, &format!("Token refresh fails for {id} % of people"), days * DAY, Some(2))
    };
    let reopened = record(4, Kind::Incident, "Token refresh fails for 40 % of people", 20 * DAY - 4, Some(1));
    let mut records = vec![failed(1, 60), failed(2, 30), failed(3, 20), reopened, failed(5, 8)];
    records[2].body = "What we saw.\nWorkaround: Sign in again.\nMore.".to_owned();
    records[0] = with(records[0].clone(), &[("caused_by", "DEP-9")]);
    records.push(record(9, Kind::Deployment, "identity 4.16.0 to production", 60 * DAY + 1, Some(0)));
    records.push(record(10, Kind::Incident, "Disk full", 15 * DAY, Some(3)));
    records.push(record(11, Kind::Alert, "Token refresh fails for 7 % of people", 8 * DAY, Some(1)));
    let mut asked = ticket(12, "Signed out again", 0);
    (asked.service, asked.happened_at) = (Some("identity".to_owned()), records[4].happened_at.plus(Time::HOUR));
    records.push(asked);
    records
}

async fn bench() -> (Bench, String) {
    let mut bench = Bench::with(0).await;
    bench.write(&trouble()).await;
    let key = problems(&bench).await[0].key.clone();
    (bench, key)
}

async fn detail(bench: &Bench, key: &str) -> ProblemDetail {
    bench.engine.problem(key.to_owned(), ProblemQuery::default()).await.unwrap()
}

#[tokio::test]
async fn what_comes_back_is_one_problem_with_its_episodes() {
    let (bench, key) = bench().await;
    let list = bench.engine.problems(ProblemQuery::default()).await.unwrap();
    assert_eq!((list.problems.len(), list.records, list.top), (1, 7, 1));
    let row = &list.problems[0];
    assert_eq!(row.title, "Token refresh fails for … % of people");
    assert_eq!((row.episodes, row.signals, row.customers, row.kind), (4, 5, 1, Kind::Incident));
    assert_eq!((row.restore, row.open, row.workaround, row.cost), (Some(2 * Time::HOUR), false, true, None));
    assert!((row.share - 5.0 / 7.0).abs() < 1e-9 && list.top_share == Some(row.share_so_far));

    let detail = detail(&bench, &key).await;
    let episodes: Vec<(&str, u32, i64)> =
        detail.episodes.iter().map(|e| (e.label.as_str(), e.signals, e.restore.unwrap() / Time::HOUR)).collect();
    assert_eq!(episodes, [("INC-5", 1, 2), ("INC-3", 2, 3), ("INC-2", 1, 2), ("INC-1", 1, 2)]);
    assert_eq!(
        detail.why,
        "All are incidents of identity whose title reads “Token refresh fails for … % of people”; … is what varies."
    );
    assert_eq!((detail.came_back, detail.came_back_of, detail.days_apart), (2, 3, Some(12.0)));
    let way = detail.workaround.unwrap();
    assert_eq!((way.text.as_str(), way.by_person), ("Sign in again.", false));
    let link = detail.episodes[3].link.as_ref().unwrap();
    assert_eq!((link.title.as_str(), link.confirmed), ("identity 4.16.0 to production", true));
    assert!(detail.episodes[..3].iter().all(|episode| episode.link.is_none()));
    assert_eq!(detail.deployments.len(), 1);
    assert_eq!((detail.evidence.records, detail.evidence.meanwhile), (5, 1));

    // One that isn't over takes in what comes; a period in which it was there once has no problem.
    let week = ProblemQuery { days: 10, ..ProblemQuery::default() };
    assert_eq!(bench.engine.problems(week.clone()).await.unwrap().problems, []);
    assert_eq!(bench.engine.problem(key, week).await.unwrap().episodes.len(), 1);
    let gone = bench.engine.problem("nothing".to_owned(), ProblemQuery::default()).await.err().unwrap();
    assert_eq!(gone.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn decisions_are_steps_that_survive_a_pull_and_undo() {
    let (mut bench, key) = bench().await;
    let engine = &bench.engine;
    assert_eq!(
        engine.rename_problem(key.clone(), " Token  refresh ".to_owned()).await.unwrap().message,
        "Renamed “Token refresh fails for … % of people” to “Token refresh”"
    );
    engine.set_workaround(key.clone(), "Use a private window.".to_owned()).await.unwrap();
    engine.set_known_error(key.clone(), true).await.unwrap();
    assert_eq!(engine.set_known_error(key.clone(), true).await.unwrap().step, None);
    let hour = Some(Range { low: 50.0, likely: 65.0, high: 80.0 });
    let rates = CostRates { hour, ..CostRates::default() };
    engine.set_cost_rates(None, rates).await.unwrap();
    let wrong = CostRates { hour: Some(Range { low: 9.0, likely: 5.0, high: 6.0 }), ..CostRates::default() };
    assert_eq!(engine.set_cost_rates(Some(key.clone()), wrong).await.err().unwrap().kind, ProblemKind::BadInput);

    // The same comes again, and one episode more.
    let mut again = trouble();
    again.push(record(20, Kind::Incident, "Token refresh fails for 3 % of people", DAY, Some(2)));
    bench.write(&again).await;
    let after = detail(&bench, &key).await;
    assert_eq!((after.row.title.as_str(), after.row.named, after.row.episodes), ("Token refresh", true, 5));
    assert_eq!(after.workaround.map(|way| (way.text, way.by_person)), Some(("Use a private window.".to_owned(), true)));
    assert!(after.row.known_error && !after.cost.own);
    // Five episodes in 90 days of two hours at 65.
    let quarter = after.cost.quarter.unwrap();
    assert_eq!((quarter.likely * 90.0 / 91.0).round(), 5.0 * 2.0 * 65.0);
    assert_eq!(after.row.cost, Some(quarter));

    for _ in 0..4 {
        bench.engine.undo().await.unwrap();
    }
    let before = detail(&bench, &key).await;
    assert_eq!((before.row.named, before.row.known_error, before.row.cost), (false, false, None));
    // The record that tells one isn't among the newest any more.
    assert_eq!(before.workaround.map(|way| way.by_person), None);
    for _ in 0..4 {
        bench.engine.redo().await.unwrap();
    }
    assert_eq!(detail(&bench, &key).await.row.title, "Token refresh");
}

#[tokio::test]
async fn a_problem_becomes_an_opportunity_with_its_evidence_and_causes() {
    let (bench, key) = bench().await;
    let of = CausesOf::Problem { key: key.clone() };
    let cause = CauseForm {
        dimension: CauseDimension::Technology,
        text: "Keys overlap for 60 s only".to_owned(),
        state: CauseState::Confirmed,
        whys: vec!["The rotation is old".to_owned()],
        process_change: String::new(),
    };
    bench.engine.add_cause(of, cause).await.unwrap();
    bench.engine.decline(vec![SignalId(2)], DeclineReason::TooRare, String::new(), None).await.unwrap();
    let into = AcceptInto::New { title: String::new() };
    let done = bench.engine.accept_problem(key.clone(), into, 3, true).await.unwrap();
    assert_eq!(done.message, "Made OPP-1 from 5 signals");
    let made = done.opportunity.unwrap();
    assert_eq!(made.title, "Token refresh fails for … % of people");
    let opportunity = bench.engine.opportunity(made.id).await.unwrap();
    let kinds: Vec<Kind> = opportunity.evidence.iter().map(|one| one.signal.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Incident).count(), 4);
    assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Ticket).count(), 1);
    assert!(opportunity.evidence.iter().all(|one| one.importance == 3));
    let causes = bench.engine.causes(CausesOf::Opportunity { id: made.id }).await.unwrap();
    assert_eq!((causes.causes, causes.confirmed, causes.warning.is_some()), (1, 1, true));
    assert_eq!(problems(&bench).await[0].opportunity.as_ref().map(|one| one.id), Some(made.id));

    // One step takes all of it back.
    bench.engine.undo().await.unwrap();
    assert_eq!(problems(&bench).await[0].opportunity, None);
    assert!(bench.engine.opportunity(made.id).await.unwrap().row.deleted);
    assert_eq!(detail(&bench, &key).await.causes.causes, 1);
}

#[tokio::test]
async fn a_merged_or_unreal_incident_is_no_recurrence() {
    let (bench, _) = bench().await;
    bench.engine.merge(vec![SignalId(1)], SignalId(2)).await.unwrap();
    assert_eq!(problems(&bench).await[0].episodes, 3);
    bench.engine.decline(vec![SignalId(3), SignalId(4)], DeclineReason::NotReal, String::new(), None).await.unwrap();
    assert_eq!(problems(&bench).await[0].episodes, 2);
    bench.engine.decline(vec![SignalId(5)], DeclineReason::NotReal, String::new(), None).await.unwrap();
    assert_eq!(problems(&bench).await, []);
    let empty = bench.engine.problems(ProblemQuery { days: 5, ..ProblemQuery::default() }).await.unwrap();
    assert_eq!((empty.records, empty.top_share), (0, None));
}
