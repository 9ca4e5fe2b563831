//! Changes: which could become standard changes, how many fit, which deployments have no record.

use engine::api::types::*;
use engine::api::workspace_file;
use engine::error::ProblemKind;
use engine::model::{Kind, Record, Severity, Time};

use crate::problem_bench::{ago, record, with};
use crate::theme_bench::Bench;

const DAY: i64 = 24;

/// The key was rotated 20 times without trouble, every six days.
fn rotations() -> Vec<Record> {
    let rotation =
        |n: usize| record(n, Kind::Change, &format!("Rotate signing key {n}"), (5 + 6 * n as i64) * DAY, Some(12));
    (1..=20).map(rotation).collect()
}

async fn page(bench: &Bench) -> ChangesPage {
    bench.engine.changes_page(ChangesQuery::default()).await.unwrap()
}

#[tokio::test]
async fn what_nearly_never_fails_could_become_a_standard_change() {
    let mut bench = Bench::with(0).await;
    let mut records: Vec<Record> = rotations()
        .into_iter()
        .map(|one| {
            let begun = one.happened_at.plus(-Time::DAY).rfc3339();
            with(one, &[("committed_at", &begun)])
        })
        .collect();
    records.push(record(50, Kind::Change, "Move the database", 9 * DAY, Some(1)));
    records.push(record(51, Kind::Change, "Move the database", 3 * DAY, Some(1)));
    bench.write(&records).await;
    let found = page(&bench).await.standard;
    let states: Vec<(&str, u32, CandidateState)> =
        found.iter().map(|one| (one.title.as_str(), one.times, one.state)).collect();
    assert_eq!(
        states,
        [("Rotate signing key …", 20, CandidateState::Ready), ("Move the database", 2, CandidateState::TooFew)]
    );
    let keys = &found[0];
    assert_eq!((keys.waiting, keys.lead, keys.timed), (Some(Time::DAY / 2), Some(36 * Time::HOUR), 20));
    // Half a day, 20 times in 180 days.
    assert!((keys.saves_days.unwrap() - 10.0 * 91.0 / 180.0).abs() < 1e-9);
    assert_eq!(keys.why, "0 of 20 failed: at most 16 % do, as far as can be said.");

    let engine = &bench.engine;
    let refused = engine.propose_standard_change(found[1].key.clone(), true).await.err().unwrap();
    assert_eq!((refused.kind, refused.todo.as_str()), (ProblemKind::Refused, found[1].why.as_str()));
    engine.propose_standard_change(keys.key.clone(), true).await.unwrap();
    assert_eq!(page(&bench).await.standard[0].state, CandidateState::Proposed);
    bench.engine.undo().await.unwrap();
    assert_eq!(page(&bench).await.standard[0].state, CandidateState::Ready);

    // One of them caused a high incident: not for 90 days, whatever its lower bound.
    let mut fire = with(record(60, Kind::Incident, "Nobody can sign in", 4 * DAY, Some(1)), &[("caused_by", "CHA-1")]);
    bench.write(&[fire.clone()]).await;
    let after = &page(&bench).await.standard[0];
    assert_eq!((after.state, after.failed), (CandidateState::CausedIncident, 1));
    fire.severity = Some(Severity::Low);
    fire.updated_at = ago(0);
    bench.write(&[fire]).await;
    let after = page(&bench).await.standard;
    assert_eq!(
        after.iter().map(|one| one.state).collect::<Vec<_>>(),
        [CandidateState::NotSure, CandidateState::TooFew]
    );
}

#[tokio::test]
async fn a_sprint_takes_more_while_little_fails() {
    let mut bench = Bench::with(0).await;
    bench.write(&rotations()).await;
    let calm = page(&bench).await.sprints.remove(0);
    assert_eq!(calm.service.as_deref(), Some("identity"));
    let started = calm.points.iter().find(|point| point.word == SprintWord::Good).unwrap();
    assert!(calm.level.unwrap() > started.level, "{calm:?}");
    assert!(
        calm.advice.starts_with(&format!("Try {} or fewer. The last sprint", calm.level.unwrap())),
        "{}",
        calm.advice
    );
    assert_eq!(calm.points.last().unwrap().word, SprintWord::Pending);

    // The newest ones failed: the level falls.
    let told = |id: usize| {
        with(
            record(100 + id, Kind::Incident, "Sign-in is down", 26 * DAY, Some(1)),
            &[("caused_by", &format!("CHA-{id}"))],
        )
    };
    bench.write(&[told(2), told(3), told(4), told(5)]).await;
    let after = page(&bench).await.sprints.remove(0);
    let breach = after.points.iter().rfind(|point| point.word == SprintWord::Breach).unwrap();
    assert!(breach.failed >= 2 && breach.step.as_deref().unwrap().starts_with("too many failed: "), "{breach:?}");
    assert!(after.level.unwrap() < calm.level.unwrap());

    bench.engine.try_change_level("identity".to_owned(), after.level, 3).await.unwrap();
    assert_eq!(page(&bench).await.sprints[0].tried.as_ref().map(|tried| tried.sprints), Some(3));
    let too_many = bench.engine.try_change_level("identity".to_owned(), Some(5), 99).await.err().unwrap();
    assert_eq!(too_many.kind, ProblemKind::BadInput);
    bench.engine.try_change_level("identity".to_owned(), None, 1).await.unwrap();
    assert_eq!(page(&bench).await.sprints[0].tried, None);
    bench.engine.undo().await.unwrap();
    assert!(page(&bench).await.sprints[0].tried.is_some());
}

#[tokio::test]
async fn a_deployment_without_a_record_is_found_with_the_one_it_may_belong_to() {
    let mut bench = Bench::with(0).await;
    let deployment = |id: usize, title: &str, hours: i64| record(id, Kind::Deployment, title, hours, Some(0));
    let change = |id: usize, title: &str, hours: i64| record(id, Kind::Change, title, hours, Some(0));
    let staging = with(deployment(4, "identity to staging", 70), &[("environment", "staging")]);
    bench
        .write(&[
            with(deployment(1, "identity 4.1 to production", 100), &[("changes", "CHA-11")]),
            change(11, "Session length", 101),
            deployment(2, "identity 4.2: key rotation", 50),
            change(12, "Key rotation", 52),
            deployment(3, "identity 4.3", 2000),
            staging,
            with(record(20, Kind::Incident, "Signed out", 49, Some(1)), &[("caused_by", "DEP-2")]),
        ])
        .await;
    let found = page(&bench).await.unrecorded;
    let rows: Vec<(&str, Option<&str>)> = found
        .rows
        .iter()
        .map(|row| (row.label.as_str(), row.record.as_ref().map(|record| record.label.as_str())))
        .collect();
    assert_eq!(rows, [("DEP-2", Some("CHA-12")), ("DEP-3", None)]);
    assert_eq!((found.known, found.deployments, found.look_alike, found.strong), (true, 3, 1, 1));
    let row = &found.rows[0];
    assert_eq!(row.record.as_ref().unwrap().reasons, ["same service", "2 h after it", "both say rotation, key"]);
    assert_eq!(row.after.as_ref().map(|after| after.label.as_str()), Some("INC-20"));

    let pair = RecordPair { deployment: row.signal, change: row.record.as_ref().unwrap().signal };
    bench.engine.set_change_records(vec![pair], Some(true)).await.unwrap();
    assert_eq!(page(&bench).await.unrecorded.rows.len(), 1);
    bench.engine.undo().await.unwrap();
    bench.engine.set_change_records(vec![pair], Some(false)).await.unwrap();
    assert_eq!(page(&bench).await.unrecorded.rows[0].record, None);
    let swapped = RecordPair { deployment: pair.change, change: pair.deployment };
    let refused = bench.engine.set_change_records(vec![swapped], Some(true)).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn flow_shows_what_ages_waits_and_comes_at_once() {
    let mut bench = Bench::with(0).await;
    let change = |id: usize, lasted: Option<i64>| {
        let one = record(id, Kind::Change, &format!("Change {id}"), 50, lasted);
        let begun = one.happened_at.plus(-10 * Time::HOUR).rfc3339();
        with(one, &[("committed_at", &begun), ("type", if id == 1 { "emergency" } else { "normal" })])
    };
    let mut records: Vec<Record> = (1..=8).map(|id| change(id, Some(30))).collect();
    records.push(record(20, Kind::Change, "Not done", 10 * DAY, None));
    records.push(record(21, Kind::Incident, "Burning", 2 * DAY, None));
    let all = (1..=8).map(|id| format!("CHA-{id}")).collect::<Vec<_>>().join(", ");
    records.push(with(record(30, Kind::Deployment, "identity 5.0", 20, Some(0)), &[("changes", &all)]));
    records.push(with(record(31, Kind::Deployment, "identity 4.9", 60, Some(0)), &[("changes", "CHA-20")]));
    bench.write(&records).await;
    let row = bench.engine.flow(ChangesQuery::default()).await.unwrap().rows.remove(0);
    assert_eq!((row.open, row.age, row.oldest), (2, Some(6 * Time::DAY), Some(10 * Time::DAY)));
    assert_eq!((row.waiting, row.waiting_of, row.changes, row.emergencies), (Some(0.75), 8, 8, 1));
    assert_eq!((row.batches, row.batch), (2, Some(4.5)));
    assert_eq!(row.large, []);
    assert_eq!(row.warning.as_deref(), Some("Changes wait for 75 % of their time."));
    let three = ["CHA-1", "CHA-2", "CHA-3"]
        .map(|id| with(record(40, Kind::Deployment, &format!("identity for {id}"), 30, Some(0)), &[("changes", id)]));
    let three: Vec<Record> =
        (40..).zip(three).map(|(id, one)| Record { external_id: format!("DEP-{id}"), ..one }).collect();
    bench.write(&three).await;
    let row = bench.engine.flow(ChangesQuery::default()).await.unwrap().rows.remove(0);
    assert_eq!(
        row.large.iter().map(|one| (one.title.as_str(), one.changes)).collect::<Vec<_>>(),
        [("identity 5.0", 8)]
    );
    assert_eq!(row.warning.as_deref(), Some("8 changes went out at once in “identity 5.0”."));
}

#[tokio::test]
async fn hand_overs_and_hold_are_told_or_not_known() {
    let mut bench = Bench::with(0).await;
    let told = |id: usize, moves: &str, minutes: &str| {
        let one = record(id, Kind::Incident, &format!("Sign-in {id} fails"), 50, Some(4));
        with(one, &[("hand_overs", moves), ("on_hold_minutes", minutes)])
    };
    // Four hours each: half of one on hold, none of another, and more than all of the third; one tells no number.
    let odd = with(record(4, Kind::Incident, "Odd", 40, Some(4)), &[("hand_overs", "many")]);
    let open = with(record(5, Kind::Incident, "Open", 40, None), &[("hand_overs", "9")]);
    bench.write(&[told(1, "3", "120"), told(2, "0", "0"), told(3, "0", "9999"), odd, open]).await;
    let row = bench.engine.flow(ChangesQuery::default()).await.unwrap().rows.remove(0);
    assert_eq!((row.hand_overs, row.hand_overs_of), (Some(1.0), 3));
    assert!((row.moved.unwrap() - 1.0 / 3.0).abs() < 1e-9);
    assert_eq!((row.on_hold, row.on_hold_of), (Some(0.5), 3));

    let mut silent = Bench::with(0).await;
    silent
        .write(&[record(1, Kind::Incident, "Burning", 50, Some(4)), record(2, Kind::Incident, "On fire", 9, None)])
        .await;
    let row = silent.engine.flow(ChangesQuery::default()).await.unwrap().rows.remove(0);
    assert_eq!((row.hand_overs, row.moved, row.on_hold, row.on_hold_of), (None, None, None, 0));
}

#[tokio::test]
async fn each_number_of_the_flow_tells_its_records() {
    let mut bench = Bench::with(0).await;
    let change = |id: usize| {
        let one = record(id, Kind::Change, &format!("Change {id}"), 50, Some(30));
        let begun = one.happened_at.plus(-10 * Time::HOUR).rfc3339();
        with(one, &[("committed_at", &begun), ("type", if id == 1 { "emergency" } else { "normal" })])
    };
    let mut records: Vec<Record> = (1..=3).map(change).collect();
    records.push(record(9, Kind::Change, "Begun who knows when", 50, Some(30)));
    records.push(record(20, Kind::Change, "Not done", 10 * DAY, None));
    let fire =
        with(record(21, Kind::Incident, "Burning", 9, Some(4)), &[("hand_overs", "3"), ("on_hold_minutes", "60")]);
    records.push(fire);
    records
        .push(with(record(30, Kind::Deployment, "identity 5.0", 20, Some(0)), &[("changes", "CHA-1, CHA-2, CHA-3")]));
    bench.write(&records).await;
    let file = workspace_file(bench.folder.path(), WorkspaceName::Own);
    let sql = "INSERT INTO product (id, name) VALUES (1, 'Accounts'); UPDATE service SET product_id = 1;";
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
    let list = bench.engine.flow(ChangesQuery::default()).await.unwrap();
    assert_eq!((list.rows.len(), list.products.len()), (1, 1));
    assert_eq!(list.products[0], FlowRow { service: None, ..list.rows[0].clone() });

    let service = FlowPlace::Service { name: Some("identity".into()) };
    let mut told = Vec::new();
    for of in [
        FlowNumber::Open,
        FlowNumber::Waiting,
        FlowNumber::OnHold,
        FlowNumber::HandOvers,
        FlowNumber::Batch,
        FlowNumber::Rework,
    ] {
        let receipt = bench.engine.flow_receipt(ChangesQuery::default(), service.clone(), of).await.unwrap();
        let first = receipt.counted.first().map(|one| format!("{} {}", one.record.label, one.said));
        told.push(format!("{}: {} ({}: {})", receipt.title, receipt.result, receipt.counted_total, first.unwrap()));
        let product = FlowPlace::Product { name: "Accounts".into() };
        let same = bench.engine.flow_receipt(ChangesQuery::default(), product, of).await.unwrap();
        assert_eq!((same.result, same.counted), (receipt.result, receipt.counted));
    }
    insta::assert_snapshot!(told.join("\n"), @"
    Open work, identity: 1 open: half older than 10 d, nine in ten younger than 10 d, the oldest 10 d (1: CHA-20 open for 10 d)
    Waiting between ready and done, identity: 75 % of the time of 3 changes (3: CHA-1 waited 1 d 6 h of 1 d 16 h)
    On hold, identity: 25 % of the time of 1 record (1: INC-21 on hold 1 h of 4 h)
    Hand-overs, identity: 3 a record, 100 % went to another group, n = 1 (1: INC-21 3 hand-overs)
    Changes a deployment, identity: 3, n = 1 (1: DEP-30 3 changes at once)
    Rework and new work, identity: 1 of 4 changes put something right at once (4: CHA-1 put something right at once)
    ");
    let nowhere = FlowPlace::Service { name: Some("moon".into()) };
    let receipt = bench.engine.flow_receipt(ChangesQuery::default(), nowhere, FlowNumber::HandOvers).await.unwrap();
    assert_eq!((receipt.result.as_str(), receipt.counted_total), ("No tool tells. This isn’t zero.", 0));
}

#[tokio::test]
async fn without_any_change_records_nothing_is_missing() {
    let mut bench = Bench::with(0).await;
    bench.write(&[record(1, Kind::Deployment, "identity 4.1", 50, Some(0))]).await;
    let found = page(&bench).await.unrecorded;
    assert_eq!((found.known, found.deployments, found.rows.len()), (false, 1, 0));
}
