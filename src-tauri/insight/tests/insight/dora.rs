use std::collections::HashMap;

use insight::change_types::success;
use insight::dora::{Metric, measure};
use insight::measure::{Doubt, Figure, Lack, Measured, State, Why};
use insight::operation::{Operation, Scope};
use insight::records::{Change, ChangeKind, End, HOUR, Incident, Outcome};
use insight::weeks::{Window, Zone, weeks};
use rstest::rstest;

use crate::made::{at, broken, deployment, merged, operation};

/// Four weeks from Monday, looked at 100 hours after them.
const PERIOD: (f64, f64) = (0.0, 672.0);

fn period() -> Window {
    Window { from: at(PERIOD.0), to: at(PERIOD.1) }
}

fn measured(metric: Metric, on: &Operation) -> Measured {
    measure(metric, on, &Scope::everything(), at(772.0))
}

fn state(metric: Metric, on: &Operation) -> State {
    measured(metric, on).over(period(), Zone::UTC)
}

fn figure(state: State) -> Figure {
    match state {
        State::Value(figure) => figure,
        other => panic!("no value: {other:?}"),
    }
}

/// Deployments a day apart from noon of Monday, of several services so that nothing is suggested by accident.
fn deployed(n: u32) -> Vec<Change> {
    (0..n).map(|one| Change { service: 100 + one, ..deployment(one, 12.0 + 24.0 * f64::from(one)) }).collect()
}

/// An incident that names its deployment, two hours after it.
fn caused(id: u32, deployment: u32) -> Incident {
    let hours = 14.0 + 24.0 * f64::from(deployment);
    Incident { service: 100 + deployment, caused_by: vec![format!("DEP-{deployment}")], ..broken(id, hours) }
}

#[test]
fn six_incidents_on_four_of_23_deployments_are_17_4_percent() {
    let incidents = [(1, 2), (2, 2), (3, 5), (4, 9), (5, 9), (6, 20)].map(|(id, on)| caused(id, on)).to_vec();
    let on = operation(incidents, deployed(23));
    let rate = figure(state(Metric::FailRate, &on));
    assert_eq!((rate.n, rate.confirmed, rate.suggested), (23, 4, 0));
    assert_eq!(format!("{:.1} %", rate.value * 100.0), "17.4 %");
    assert_eq!(rate.upper, Some(rate.value));
}

#[test]
fn two_incidents_on_one_of_ten_deployments_are_10_percent() {
    let on = operation(vec![caused(1, 3), caused(2, 3)], deployed(10));
    let rate = figure(state(Metric::FailRate, &on));
    assert_eq!((rate.n, format!("{:.1} %", rate.value * 100.0).as_str()), (10, "10.0 %"));
    // And one recovery, from the start of the first to the end of the last.
    let later = Incident { began: at(90.0), end: End::Resolved(at(93.5)), ..caused(3, 3) };
    let on = operation(vec![caused(1, 3), later], deployed(10));
    let recovery = measured(Metric::Recovery, &on);
    assert_eq!(recovery.items.len(), 1);
    assert_eq!(recovery.items[0].value, 7.5 * HOUR as f64);
    assert_eq!(recovery.over(period(), Zone::UTC), State::TooFew(1));
}

#[test]
fn suggestions_make_the_upper_end_and_count_once_an_incident() {
    // All of service 1: each incident has three candidates, and only the likeliest looks bad.
    let deployments = (0..10).map(|one| deployment(one, 12.0 + 4.0 * f64::from(one))).collect();
    let on = operation(vec![broken(1, 50.5), broken(2, 50.8)], deployments);
    let rate = figure(state(Metric::FailRate, &on));
    assert_eq!((rate.confirmed, rate.suggested, rate.value, rate.upper), (0, 1, 0.0, Some(0.1)));
    let caused = measured(Metric::Caused, &on);
    assert_eq!(caused.over(period(), Zone::UTC), State::TooFew(2));
    assert_eq!(caused.items.iter().map(|item| (item.value, item.upper)).collect::<Vec<_>>(), [(0.0, 1.0); 2]);
}

#[test]
fn what_is_younger_than_72_hours_is_pending() {
    let young = |hours: f64| deployment(1, hours);
    let on = operation(vec![broken(1, 1.0)], vec![young(771.0)]);
    let window = Window { from: at(700.0), to: at(772.0) };
    let rate = measured(Metric::FailRate, &on);
    assert_eq!(rate.over(window, Zone::UTC), State::Pending { n: 1, settles: at(843.0) });
    // 72 hours old is old enough.
    let on = operation(vec![broken(1, 1.0)], vec![young(700.0)]);
    assert_eq!(measured(Metric::FailRate, &on).over(window, Zone::UTC), State::TooFew(1));
    // Four old ones and one young: the fifth may still make a number.
    let mut changes: Vec<Change> = (0..4).map(|one| deployment(one, 690.0)).collect();
    changes.push(young(771.0));
    let on = operation(vec![broken(1, 1.0)], changes);
    let window = Window { from: at(680.0), ..window };
    assert_eq!(measured(Metric::FailRate, &on).over(window, Zone::UTC), State::Pending { n: 1, settles: at(843.0) });
}

#[test]
fn a_zero_needs_sources_that_cover_the_window() {
    let on = operation(vec![broken(1, 700.0)], deployed(10));
    let rate = figure(state(Metric::FailRate, &on));
    assert_eq!((rate.value, rate.upper, rate.n), (0.0, Some(0.0), 10));
    // No incidents are known at all: that is no zero.
    let on = operation(Vec::new(), deployed(10));
    assert_eq!(state(Metric::FailRate, &on), State::NoData(Lack::Incidents));
    // The source of incidents was connected in the middle: what was deployed before isn't judged.
    let sources = HashMap::from([
        (1, Window { from: at(-1_000.0), to: at(2_000.0) }),
        (2, Window { from: at(100.0), to: at(2_000.0) }),
    ]);
    let on = Operation::of(vec![Incident { source: 2, ..broken(1, 700.0) }], deployed(10), &[], sources);
    let rate = measured(Metric::FailRate, &on);
    assert_eq!(rate.items.len(), 6);
    assert_eq!(rate.left_out.iter().filter(|one| one.why == Why::NoIncidentsKnown).count(), 4);
}

#[test]
fn how_often_is_a_number_a_working_day() {
    let on = operation(Vec::new(), deployed(20));
    let rate = figure(state(Metric::Frequency, &on));
    assert_eq!((rate.n, rate.working_days, rate.value), (20, 20, 1.0));
    // A week without any counts as zero while the source covers it; before its first record it is unknown.
    let measured = measured(Metric::Frequency, &on);
    let states: Vec<String> = weeks(Window { from: at(-1_100.0), to: at(700.0) }, Zone::UTC)
        .into_iter()
        .map(|week| match measured.in_week(week.window, Zone::UTC) {
            State::Value(figure) => format!("{} {}", week.label(), figure.n),
            other => format!("{} {other:?}", week.label()),
        })
        .collect();
    assert_eq!(
        states,
        [
            "2026-W38 NoData(Cover)",
            "2026-W39 NoData(Cover)",
            "2026-W40 0",
            "2026-W41 0",
            "2026-W42 0",
            "2026-W43 0",
            "2026-W44 0",
            "2026-W45 7",
            "2026-W46 7",
            "2026-W47 6",
            "2026-W48 0",
            "2026-W49 0",
        ]
    );
}

#[test]
fn no_deployments_no_data() {
    let on = operation(vec![broken(1, 5.0)], Vec::new());
    for metric in Metric::ALL {
        assert_eq!(state(metric, &on), State::NoData(Lack::Deliveries), "{metric:?}");
    }
}

#[test]
fn lead_time_runs_from_the_first_commit_to_the_deployment() {
    let mut changes = Vec::new();
    for one in 0..6_u32 {
        let live = 24.0 * f64::from(one) + 12.0;
        changes.push(Change { carries: vec![format!("CHG-{}", 100 + one)], ..deployment(one, live) });
        let committed = Some(at(live - 2.0 * f64::from(one + 1)));
        changes.push(Change { committed, ..merged(100 + one, live - 1.0) });
    }
    // Not told when it began; told, but after the deployment; told by its proposal.
    for (id, committed, opened) in [(200, None, None), (201, Some(at(20.0)), None), (202, None, Some(at(2.0)))] {
        changes[0].carries.push(format!("CHG-{id}"));
        changes.push(Change { committed, opened, ..merged(id, 11.0) });
    }
    let measured = measured(Metric::LeadTime, &operation(Vec::new(), changes));
    let time = figure(measured.over(period(), Zone::UTC));
    assert_eq!((time.n, time.value, time.p90), (7, 8.0 * HOUR as f64, Some(12.0 * HOUR as f64)));
    assert_eq!(time.from_proposal, 1);
    let why: Vec<Why> = measured.left_out.iter().map(|one| one.why).collect();
    assert_eq!(why, [Why::NoBeginning, Why::Backwards]);
}

#[test]
fn a_squash_merge_is_flagged_and_merged_code_goes_out_with_the_next_deployment() {
    let sha = |sha: &str| Some(sha.to_owned());
    let squashed = Change { committed: Some(at(9.0)), squashed: true, sha: sha("1111111a"), ..merged(1, 9.5) };
    let plain = Change { committed: Some(at(5.0)), sha: sha("2222222b"), ..merged(2, 8.0) };
    let later = Change { committed: Some(at(20.0)), sha: sha("3333333c"), ..merged(3, 21.0) };
    let deployment = Change { sha: sha("1111111a"), ..deployment(9, 10.0) };
    let measured = measured(Metric::LeadTime, &operation(Vec::new(), vec![squashed, plain, later, deployment]));
    let found: Vec<_> = measured.items.iter().map(|item| (item.value / HOUR as f64, item.doubt)).collect();
    assert_eq!(found, [(1.0, Some(Doubt::Squashed)), (5.0, Some(Doubt::AssumedCarried))]);
}

#[test]
fn changes_stand_for_deployments_only_where_no_deployments_are_known() {
    let requests = (0..6).map(|one| merged(one, 10.0 * f64::from(one))).collect::<Vec<_>>();
    let on = operation(Vec::new(), requests.clone());
    assert_eq!(figure(state(Metric::Frequency, &on)).n, 6);
    let mut both = requests;
    both.push(deployment(50, 30.0));
    assert_eq!(state(Metric::Frequency, &operation(Vec::new(), both)), State::TooFew(1));
}

#[test]
fn recovery_leaves_out_what_is_still_open() {
    let mut incidents: Vec<Incident> = (0..6).map(|one| caused(one, one)).collect();
    incidents[5].end = End::Open;
    let measured = measured(Metric::Recovery, &operation(incidents, deployed(10)));
    assert_eq!(figure(measured.over(period(), Zone::UTC)).value, HOUR as f64);
    assert_eq!((measured.items.len(), measured.left_out[0].why), (5, Why::StillOpen));
}

#[test]
fn rework_needs_a_source_that_says_what_wasn_t_planned() {
    assert_eq!(state(Metric::Rework, &operation(Vec::new(), deployed(10))), State::NoData(Lack::Marks));
    let mut changes = deployed(10);
    changes[4].kind = Some(ChangeKind::Normal);
    let none = figure(state(Metric::Rework, &operation(Vec::new(), changes.clone())));
    assert_eq!((none.value, none.n), (0.0, 10));
    changes[5].unplanned = true;
    assert_eq!(figure(state(Metric::Rework, &operation(Vec::new(), changes))).value, 0.1);
}

#[test]
fn a_deployment_that_did_not_go_through_counts_only_when_it_broke_something() {
    let mut changes = deployed(10);
    changes[1].outcome = Outcome::Failed;
    changes[2].outcome = Outcome::Failed;
    let on = operation(vec![caused(1, 2), broken(2, 600.0)], changes);
    let rate = figure(state(Metric::FailRate, &on));
    assert_eq!((rate.n, rate.confirmed), (9, 1));
    assert_eq!(figure(state(Metric::Frequency, &on)).n, 8);
}

#[test]
fn a_product_sees_its_own_services_only() {
    let on = operation(vec![caused(1, 3)], deployed(10));
    let mine = measure(Metric::Frequency, &on, &Scope::of([103, 104, 999]), at(772.0));
    assert_eq!(mine.items.len(), 2);
    let caused = measure(Metric::Caused, &on, &Scope::of([104]), at(772.0));
    assert_eq!(caused.over(period(), Zone::UTC), State::NoData(Lack::Incidents));
}

#[rstest]
#[case("UTC", &[1, 1])]
#[case("America/New_York", &[2])]
#[case("Pacific/Auckland", &[2])]
fn weeks_are_the_reader_s(#[case] zone: &str, #[case] wanted: &[usize]) {
    // Sunday 23:30 and Monday 00:30 in UTC, four and a half hours of New York's Sunday evening.
    let (sunday, monday) = (deployment(1, 167.5), deployment(2, 168.5));
    let zone = Zone::parse(zone).unwrap();
    let measured = measured(Metric::Frequency, &operation(Vec::new(), vec![sunday, monday]));
    let window = Window { from: at(160.0), to: at(175.0) };
    let counts: Vec<usize> = weeks(window, zone).iter().map(|week| measured.items(week.window).len()).collect();
    assert_eq!(counts.into_iter().filter(|n| *n > 0).collect::<Vec<_>>(), wanted);
}

#[test]
fn change_types_tell_how_often_they_went_well() {
    let kind = |kind: ChangeKind, n: u32| Change { kind: Some(kind), ..deployed(30)[n as usize].clone() };
    let mut changes: Vec<Change> = (0..6).map(|n| kind(ChangeKind::Standard, n)).collect();
    changes.extend((6..9).map(|n| kind(ChangeKind::Emergency, n)));
    let on = operation(vec![caused(1, 2), caused(2, 7)], changes);
    let found = success(&on, &Scope::everything(), Window { from: at(0.0), to: at(900.0) }, at(8.0 * 24.0 + 13.0));
    let standard = found[&ChangeKind::Standard];
    assert_eq!((standard.n, standard.confirmed, standard.pending), (6, 1, 0));
    assert_eq!(standard.share(), Some((5.0 / 6.0, 5.0 / 6.0)));
    let emergency = found[&ChangeKind::Emergency];
    assert_eq!((emergency.n, emergency.pending, emergency.share()), (0, 3, None));
}
