//! The Pulse: delivery, incidents and what links them, from stored records to numbers with receipts.

use std::collections::BTreeMap;

use engine::api::types::*;
use engine::api::{Engine, workspace_file};
use engine::demo::{SEED, generate};
use engine::error::ProblemKind;
use engine::model::{Kind, Record, Severity, SignalId, Status, Time};
use rstest::rstest;
use support::{Clock, context, time};
use tempfile::TempDir;

use crate::mapped::{Mapped, OPS, now, ticket};

/// So many hours before now.
fn ago(hours: f64) -> Time {
    now().plus(-(hours * Time::HOUR as f64) as i64)
}

/// `DEP-<n>` of a service to production.
fn deployment(n: u32, service: &str, hours_ago: f64, facts: &[(&str, &str)]) -> Record {
    let at = ago(hours_ago);
    Record {
        kind: Kind::Deployment,
        title: format!("{service} {n} to production"),
        status: Status::Closed,
        happened_at: at,
        updated_at: at,
        resolved_at: Some(at),
        ..ticket(&format!("DEP-{n}"), Some(service), facts)
    }
}

/// `INC-<n>`, an hour long.
fn incident(n: u32, service: &str, hours_ago: f64, facts: &[(&str, &str)]) -> Record {
    Record {
        kind: Kind::Incident,
        title: format!("{service} is down"),
        severity: Some(Severity::High),
        status: Status::Resolved,
        happened_at: ago(hours_ago),
        updated_at: ago(hours_ago - 1.0),
        resolved_at: Some(ago(hours_ago - 1.0)),
        ..ticket(&format!("INC-{n}"), Some(service), facts)
    }
}

/// Read to its end just now.
async fn opened(records: &[Record]) -> (Mapped, Engine) {
    let mapped = Mapped::new().await;
    mapped.pull(OPS, records).await;
    let database =
        rusqlite::Connection::open(workspace_file(mapped.path(), engine::api::types::WorkspaceName::Own)).unwrap();
    database.execute("UPDATE connection SET last_sync = ?", [now().0]).unwrap();
    drop(database);
    let engine = mapped.open().await;
    (mapped, engine)
}

fn days(days: u32) -> PulseQuery {
    PulseQuery { days, ..PulseQuery::default() }
}

async fn tile(engine: &Engine, metric: PulseMetric, query: PulseQuery) -> MetricTile {
    engine.pulse(query).await.unwrap().tiles.into_iter().find(|tile| tile.metric == metric).unwrap()
}

fn value(state: MetricState) -> MetricValue {
    match state {
        MetricState::Value(value) => value,
        other => panic!("no value: {other:?}"),
    }
}

async fn signal(engine: &Engine, label: &str) -> SignalId {
    let review = engine.pulse_links(days(90), LinkView::All).await.unwrap();
    let all = review.incidents.into_iter().flat_map(|one| {
        std::iter::once(one.incident).chain(one.candidates.into_iter().map(|candidate| candidate.change))
    });
    all.into_iter().find(|record| record.label == label).unwrap_or_else(|| panic!("no {label}")).id
}

/// `DEP-1 confirmed` of one incident.
async fn links(engine: &Engine, label: &str) -> Vec<String> {
    let review = engine.pulse_links(days(90), LinkView::All).await.unwrap();
    let found = review.incidents.into_iter().find(|one| one.incident.label == label).unwrap();
    let word = |state: LinkState| serde_json::to_value(state).unwrap().as_str().unwrap().to_owned();
    found.candidates.iter().map(|one| format!("{} {}", one.change.label, word(one.state))).collect()
}

/// 23 deployments, each of its own service, so that nothing is suggested by accident.
fn deployments(n: u32) -> Vec<Record> {
    (0..n).map(|one| deployment(one, &format!("s{one}"), 600.0 - 20.0 * f64::from(one), &[])).collect()
}

#[rstest]
#[case::six_on_four_of_23(23, &[2, 2, 5, 9, 9, 20], "17.4 %")]
#[case::two_on_one_of_ten(10, &[3, 3], "10 %")]
#[tokio::test]
async fn the_share_of_deployments_that_broke_something(#[case] n: u32, #[case] broken: &[u32], #[case] wanted: &str) {
    let mut records = deployments(n);
    for (number, on) in broken.iter().enumerate() {
        let cause = format!("DEP-{on}");
        let hours = 598.0 - 20.0 * f64::from(*on);
        records.push(incident(number as u32, &format!("s{on}"), hours, &[("caused_by", &cause)]));
    }
    let (_mapped, engine) = opened(&records).await;
    let rate = value(tile(&engine, PulseMetric::FailRate, days(30)).await.state);
    let receipt = engine.pulse_receipt(days(30), PulseNumber::Metric(PulseMetric::FailRate), None).await.unwrap();
    assert!(receipt.text.starts_with(&format!("Change fail rate: {wanted} (n = {n})\n")), "{}", receipt.text);
    assert_eq!((rate.n, rate.upper), (n, Some(rate.value)));
    assert_eq!(receipt.counted_total, n);
    let bad: Vec<&CountedRecord> = receipt.counted.iter().filter(|one| one.value > 0.0).collect();
    assert_eq!(bad.len() as f64 / f64::from(n), rate.value);
    assert!(bad.iter().all(|one| one.said.starts_with("caused INC-") && one.said.ends_with("(confirmed)")));
}

#[tokio::test]
async fn four_looks_of_a_number() {
    // No data: nothing was read.
    let (_mapped, engine) = opened(&[]).await;
    let overview = engine.pulse(days(90)).await.unwrap();
    assert_eq!(overview.tiles.len(), 5);
    for tile in overview.tiles {
        let MetricState::NoData { why, todo } = &tile.state else { panic!("{:?}", tile.state) };
        assert!(why.contains("isn't zero") && !todo.is_empty() && tile.weeks.is_empty());
    }
    // Too few: the list.
    let mut records = deployments(3);
    records.push(incident(1, "elsewhere", 650.0, &[]));
    let (_mapped, engine) = opened(&records).await;
    let MetricState::TooFew { n: 3, records: few } = tile(&engine, PulseMetric::FailRate, days(30)).await.state else {
        panic!("not too few")
    };
    assert_eq!(few.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(), ["DEP-2", "DEP-1", "DEP-0"]);
    // Pending: all of them are young.
    let mut records: Vec<Record> = (0..6).map(|one| deployment(one, "shop", 10.0 + f64::from(one), &[])).collect();
    records.push(incident(1, "elsewhere", 650.0, &[]));
    let (_mapped, engine) = opened(&records).await;
    let state = tile(&engine, PulseMetric::FailRate, days(30)).await.state;
    assert_eq!(state, MetricState::Pending { n: 6, settles_at: ago(10.0).plus(72 * Time::HOUR) });
    // Zero, with its n.
    let mut records = deployments(8);
    records.push(incident(1, "elsewhere", 650.0, &[]));
    let (_mapped, engine) = opened(&records).await;
    let rate = value(tile(&engine, PulseMetric::FailRate, days(30)).await.state);
    assert_eq!((rate.value, rate.upper, rate.n), (0.0, Some(0.0), 8));
    assert_eq!(rate.basis, "production only, older than 72 hours");
}

#[tokio::test]
async fn verdicts_survive_a_re_pull_and_undo() {
    let records = [
        deployment(1, "shop", 110.0, &[]),
        deployment(2, "shop", 105.0, &[]),
        incident(1, "shop", 100.0, &[]),
        incident(2, "shop", 99.0, &[]),
    ];
    let (mapped, engine) = opened(&records).await;
    assert_eq!(links(&engine, "INC-1").await, ["DEP-2 suggested", "DEP-1 suggested"]);
    let (first, second) = (signal(&engine, "INC-1").await, signal(&engine, "INC-2").await);
    let (one, two) = (signal(&engine, "DEP-1").await, signal(&engine, "DEP-2").await);
    let done = engine.judge_link(first, one, Some(LinkVerdict::Confirmed)).await.unwrap();
    assert_eq!(done.message, "“shop 1 to production” caused “shop is down”");
    engine.judge_link(second, two, Some(LinkVerdict::Refused)).await.unwrap();
    assert_eq!(links(&engine, "INC-1").await, ["DEP-1 confirmed"]);
    assert_eq!(links(&engine, "INC-2").await, ["DEP-1 suggested", "DEP-2 refused"]);
    engine.close().await.unwrap();

    // The tool tells everything again, one incident in other words.
    let mut again = records.to_vec();
    again[2].title = "The shop is down".to_owned();
    again[2].updated_at = now();
    mapped.pull(OPS, &again).await;
    let engine = mapped.open().await;
    assert_eq!(links(&engine, "INC-1").await, ["DEP-1 confirmed"]);
    let review = engine.pulse_links(days(90), LinkView::Confirmed).await.unwrap();
    let kept = &review.incidents[0].candidates[0];
    assert_eq!((kept.judged_by.as_deref(), kept.judged_rule.as_deref()), (Some("You"), Some("links 1")));
    assert_eq!(kept.reasons, ["a person said so"]);

    let history = engine.signal_history(second).await.unwrap();
    let said: Vec<(&str, bool)> = history.iter().map(|entry| (entry.what.as_str(), entry.undone)).collect();
    assert_eq!(said, [("“shop 2 to production” didn't cause “shop is down”", false)]);
    assert_eq!(engine.signal_history(one).await.unwrap().len(), 1);

    engine.undo().await.unwrap();
    assert_eq!(links(&engine, "INC-2").await, ["DEP-2 suggested", "DEP-1 suggested"]);
    engine.undo().await.unwrap();
    assert_eq!(links(&engine, "INC-1").await, ["DEP-2 suggested", "DEP-1 suggested"]);
    engine.redo().await.unwrap();
    assert_eq!(links(&engine, "INC-1").await, ["DEP-1 confirmed"]);
    engine.judge_link(first, one, None).await.unwrap();
    assert_eq!(links(&engine, "INC-1").await, ["DEP-2 suggested", "DEP-1 suggested"]);
}

#[tokio::test]
async fn none_of_these_is_one_decision_and_links_have_two_right_ends() {
    let records = [
        deployment(1, "shop", 110.0, &[]),
        deployment(2, "shop", 105.0, &[]),
        incident(1, "shop", 100.0, &[]),
        incident(2, "lonely", 100.0, &[]),
        Record { service: None, ..incident(3, "", 100.0, &[]) },
    ];
    let (_mapped, engine) = opened(&records).await;
    let review = engine.pulse_links(days(30), LinkView::Without).await.unwrap();
    let why: Vec<&str> = review.incidents.iter().filter_map(|one| one.none.as_deref()).collect();
    assert_eq!(
        why,
        [
            "No changes of its service are known.",
            "The incident has no service, so that no change of the same service can be found."
        ]
    );
    assert_eq!((review.counts.to_review, review.counts.without, review.counts.all), (1, 2, 3));
    let shop = signal(&engine, "INC-1").await;
    engine.refuse_links(shop).await.unwrap();
    assert_eq!(links(&engine, "INC-1").await, ["DEP-2 refused", "DEP-1 refused"]);
    assert_eq!(engine.refuse_links(shop).await.unwrap_err().kind, ProblemKind::Refused);
    engine.undo().await.unwrap();
    assert_eq!(engine.pulse(days(30)).await.unwrap().to_review, 1);
    let wrong = engine.judge_link(shop, shop, Some(LinkVerdict::Confirmed)).await.unwrap_err();
    assert_eq!(wrong.kind, ProblemKind::BadInput);
    let absent = engine.judge_link(shop, SignalId(4_000), None).await.unwrap_err();
    assert_eq!(absent.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn a_merged_incident_counts_with_the_one_it_is_merged_into() {
    let records = [deployment(1, "shop", 110.0, &[]), incident(1, "shop", 100.0, &[]), incident(2, "shop", 99.9, &[])];
    let (_mapped, engine) = opened(&records).await;
    let (one, other) = (signal(&engine, "INC-1").await, signal(&engine, "INC-2").await);
    engine.merge(vec![other], one).await.unwrap();
    assert_eq!(engine.pulse_links(days(30), LinkView::All).await.unwrap().counts.all, 1);
    engine.undo().await.unwrap();
    assert_eq!(engine.pulse_links(days(30), LinkView::All).await.unwrap().counts.all, 2);
}

#[rstest]
#[case("", "2026-10-26", 24, 24)]
#[case("Europe/Berlin", "2026-10-26", 25, 24)]
#[case("+05:30", "2026-10-26", 24, 24)]
#[tokio::test]
async fn days_and_weeks_are_the_reader_s(
    #[case] zone: &str,
    #[case] monday: &str,
    #[case] sunday_hours: i64,
    #[case] monday_hours: i64,
) {
    let (_mapped, engine) = opened(&deployments(10)).await;
    let timeline_to = Some(time("2026-10-27T12:00:00Z"));
    let query = PulseQuery { zone: zone.to_owned(), timeline_to, ..days(90) };
    let overview = engine.pulse(query).await.unwrap();
    let days = &overview.timeline.days;
    let at = days.iter().position(|day| day.date == monday).unwrap();
    let hours = |day: &TimelineDay| (day.to.0 - day.from.0) / Time::HOUR;
    assert_eq!((hours(&days[at - 1]), hours(&days[at])), (sunday_hours, monday_hours));
    assert_eq!((days.len(), days[at - 1].weekend, days[at].weekend), (14, true, false));
    let weeks = &overview.tiles[1].weeks;
    let week = weeks.iter().find(|week| week.week == "2026-W44").unwrap();
    assert_eq!(week.from, days[at].from);
    assert!(weeks.windows(2).all(|two| two[0].to == two[1].from));
    assert_eq!(weeks.iter().map(|week| week.n).sum::<u32>(), 10);
}

#[tokio::test]
async fn what_can_t_be_asked_is_refused() {
    let (_mapped, engine) = opened(&deployments(6)).await;
    for query in [PulseQuery { zone: "Mars/Olympus".to_owned(), ..days(30) }, days(0), days(4_000)] {
        assert_eq!(engine.pulse(query).await.unwrap_err().kind, ProblemKind::BadInput);
    }
    let query = PulseQuery { service: Some(engine::model::ServiceId(999)), ..days(30) };
    assert_eq!(engine.pulse(query).await.unwrap_err().kind, ProblemKind::NotFound);
    let of = PulseNumber::Metric(PulseMetric::Frequency);
    let week = engine.pulse_receipt(days(30), of, Some("2020-W01".to_owned())).await.unwrap_err();
    assert_eq!(week.kind, ProblemKind::BadInput);
}

#[tokio::test]
async fn a_week_s_receipt_adds_up_to_the_week() {
    let (_mapped, engine) = opened(&deployments(20)).await;
    let tile = tile(&engine, PulseMetric::Frequency, days(30)).await;
    for week in tile.weeks.iter().filter(|week| week.n > 0) {
        let of = PulseNumber::Metric(PulseMetric::Frequency);
        let receipt = engine.pulse_receipt(days(30), of, Some(week.week.clone())).await.unwrap();
        assert_eq!(receipt.counted_total, week.n, "{}", week.week);
        assert_eq!(Some(value(receipt.result).value), week.value);
        assert!(receipt.counted.iter().all(|one| week.from <= one.record.at && one.record.at < week.to));
    }
}

#[tokio::test]
async fn targets_are_shared_can_be_set_by_product_and_undone() {
    let records: Vec<Record> = (0..6).map(|n| incident(n, "shop", 100.0 + 5.0 * f64::from(n), &[])).collect();
    let (_mapped, engine) = opened(&records).await;
    engine.set_product("shop".into(), "Selling".into()).await.unwrap();
    let high = |overview: PulseOverview| overview.restore.into_iter().find(|one| one.class == Severity::High).unwrap();
    let before = high(engine.pulse(days(30)).await.unwrap());
    assert_eq!((before.target, before.share, before.median), (Some(4 * Time::HOUR), Some(1.0), Some(Time::HOUR)));

    let selling = engine.restore_targets().await.unwrap()[1].product;
    let done = engine.set_restore_target(selling, Severity::High, Some(30)).await.unwrap();
    assert_eq!(done.message, "Set the target for high incidents of Selling to 30 min");
    let after = high(engine.pulse(days(30)).await.unwrap());
    assert_eq!((after.target, after.share, after.missed), (Some(30 * Time::MINUTE), Some(0.0), 6));
    let receipt = engine.pulse_receipt(days(30), PulseNumber::Restore(Severity::High), None).await.unwrap();
    assert_eq!(receipt.counted[0].said, "1 h, missed");
    assert!(receipt.how[1].contains("30 min"));
    let targets = engine.restore_targets().await.unwrap();
    let own: Vec<(&str, u32, bool)> =
        targets.iter().map(|one| (one.name.as_str(), one.targets[1].minutes, one.targets[1].own)).collect();
    assert_eq!(own, [("", 240, false), ("Selling", 30, true)]);

    engine.undo().await.unwrap();
    assert_eq!(high(engine.pulse(days(30)).await.unwrap()).share, Some(1.0));
    for minutes in [0, u32::MAX] {
        let refused = engine.set_restore_target(None, Severity::Low, Some(minutes)).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::BadInput);
    }
}

#[tokio::test]
async fn the_clock_may_run_in_business_hours() {
    // Saturday, 21 November: an incident from Friday 20:00 to Saturday 06:00 takes no business hour.
    let night = Record { resolved_at: Some(ago(3.0)), ..incident(1, "shop", 13.0, &[]) };
    let records: Vec<Record> = (0..5).map(|n| Record { external_id: format!("INC-{n}"), ..night.clone() }).collect();
    let (_mapped, engine) = opened(&records).await;
    let high = |overview: PulseOverview| overview.restore.into_iter().find(|one| one.class == Severity::High).unwrap();
    assert_eq!(high(engine.pulse(days(30)).await.unwrap()).share, Some(0.0));
    let hours = BusinessHours { days: vec![1, 2, 3, 4, 5], from: 540, to: 1_020, zone: "Europe/Berlin".into() };
    engine.set_business_hours(None, Some(hours.clone())).await.unwrap();
    let class = high(engine.pulse(days(30)).await.unwrap());
    assert_eq!((class.share, class.median), (Some(1.0), Some(0)));
    let unsound = [
        BusinessHours { days: vec![], ..hours.clone() },
        BusinessHours { days: vec![8], ..hours.clone() },
        BusinessHours { from: 1_020, ..hours.clone() },
        BusinessHours { zone: "Mars".into(), ..hours },
    ];
    for hours in unsound {
        assert_eq!(engine.set_business_hours(None, Some(hours)).await.unwrap_err().kind, ProblemKind::BadInput);
    }
    engine.undo().await.unwrap();
    assert_eq!(high(engine.pulse(days(30)).await.unwrap()).share, Some(0.0));
}

/// The demo's planted truths: what its incidents really came from.
#[tokio::test]
async fn the_demo_s_causes_are_found_and_its_decoys_are_never_certain() {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:30:00Z"));
    let engine = Engine::open(folder.path(), engine::api::types::WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    let truths = generate(SEED, clock.now()).truths;
    let review = engine.pulse_links(days(366), LinkView::All).await.unwrap();
    let found: BTreeMap<&str, &IncidentLinks> =
        review.incidents.iter().map(|one| (one.incident.label.as_str(), one)).collect();
    let labels = |incident: &str, state: LinkState| -> Vec<&str> {
        let candidates = found.get(incident).map(|one| one.candidates.as_slice()).unwrap_or_default();
        candidates.iter().filter(|one| one.state == state).map(|one| one.change.label.as_str()).collect()
    };
    let count = |is: &dyn Fn(&engine::demo::truths::Caused) -> bool| truths.caused.iter().filter(|one| is(one)).count();

    let told = count(&|one| one.told);
    let confirmed = count(&|one| labels(&one.incident, LinkState::Confirmed) == [one.deployment.as_str()]);
    let first = count(&|one| labels(&one.incident, LinkState::Suggested).first() == Some(&one.deployment.as_str()));
    let among = count(&|one| labels(&one.incident, LinkState::Suggested).contains(&one.deployment.as_str()));
    let untold = truths.caused.len() - told;
    let all_confirmed = review.counts.confirmed;
    let suggested = review.counts.to_review;
    let tempted = truths.decoys.iter().filter(|one| !labels(&one.incident, LinkState::Suggested).is_empty()).count();
    let certain = truths.decoys.iter().filter(|one| !labels(&one.incident, LinkState::Confirmed).is_empty()).count();
    let percent = |n: usize, of: usize| format!("{:.1} %", 100.0 * n as f64 / of as f64);
    let report = format!(
        "confirmed: {confirmed} of the {told} that a record tells, all {all_confirmed} counted; recall {} of {}, precision {}\n\
         suggested: {first} of the other {untold} first, {among} among three; recall {}, precision {} of {suggested}\n\
         decoys: {tempted} of {} suggested, {certain} confirmed",
        percent(confirmed, truths.caused.len()),
        truths.caused.len(),
        percent(confirmed, all_confirmed as usize),
        percent(first, untold),
        percent(first, suggested as usize),
        truths.decoys.len(),
    );
    insta::assert_snapshot!(report, @r"
    confirmed: 22 of the 22 that a record tells, all 22 counted; recall 41.5 % of 53, precision 100.0 %
    suggested: 31 of the other 31 first, 31 among three; recall 100.0 %, precision 43.7 % of 71
    decoys: 14 of 14 suggested, 0 confirmed
    ");
}
