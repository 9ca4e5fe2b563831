use insight::hours::Hours;
use insight::operation::Scope;
use insight::records::{Change, End, HOUR, Incident};
use insight::restore::{DEFAULTS, Route, Targets, restore};
use insight::weeks::{Window, Zone};

use crate::made::{at, broken, deployment, operation};

fn took(id: u32, class: u8, hours: f64) -> Incident {
    let began = f64::from(id) * 3.0;
    Incident { class: Some(class), end: End::Resolved(at(began + hours)), ..broken(id, began) }
}

fn period() -> Window {
    Window { from: at(0.0), to: at(336.0) }
}

#[test]
fn attainment_counts_what_is_open_past_its_target_as_missed() {
    let mut incidents: Vec<Incident> =
        [1.0, 1.5, 2.0, 2.5, 9.0].into_iter().zip(1..).map(|(h, id)| took(id, 0, h)).collect();
    incidents.push(Incident { class: Some(0), end: End::Open, ..broken(10, 300.0) });
    incidents.push(Incident { class: Some(0), end: End::Open, ..broken(11, 335.0) });
    // Began before the period: it is listed, and isn't part of the share.
    incidents.push(Incident { class: Some(0), end: End::Open, ..broken(12, -90.0) });
    incidents.push(Incident { class: Some(0), end: End::GivenUp, ..broken(13, 20.0) });
    incidents.push(Incident { class: None, ..broken(14, 20.0) });
    let on = operation(incidents, Vec::new());
    let (classes, without) = restore(&on, &Scope::everything(), &|_| Targets::default(), period(), at(336.0));
    let critical = &classes[0];
    let summary = critical.summary();
    assert_eq!((summary.n, summary.median, summary.p90), (5, Some(2.0 * HOUR as f64), Some(9.0 * HOUR as f64)));
    assert_eq!((summary.in_time, summary.missed, summary.share), (3, 3, Some(0.5)));
    let open: Vec<(u32, i64, bool)> = critical
        .open
        .iter()
        .map(|one| (on.incidents[one.incident as usize].id, one.age / HOUR, one.past_target))
        .collect();
    assert_eq!(open, [(12, 426, true), (10, 36, true), (11, 1, false)]);
    assert_eq!((critical.given_up.len(), without, critical.target), (1, 1, Some(DEFAULTS[0])));
}

#[test]
fn fewer_than_five_have_no_median() {
    let on = operation((1..5).map(|id| took(id, 2, 1.0)).collect(), Vec::new());
    let (classes, _) = restore(&on, &Scope::everything(), &|_| Targets::default(), period(), at(336.0));
    let summary = classes[2].summary();
    assert_eq!((summary.n, summary.median, summary.share), (4, None, None));
}

#[test]
fn products_may_have_their_own_targets() {
    let mut incidents: Vec<Incident> = (1..7).map(|id| took(id, 1, 5.0)).collect();
    incidents[0].service = 2;
    let on = operation(incidents, Vec::new());
    let targets = |service: u32| match service {
        2 => Targets { by_class: [2 * HOUR, 8 * HOUR, HOUR, HOUR], hours: None },
        _ => Targets::default(),
    };
    let (classes, _) = restore(&on, &Scope::everything(), &targets, period(), at(336.0));
    assert_eq!((classes[1].summary().in_time, classes[1].target), (1, None));
    let (classes, _) = restore(&on, &Scope::of([2]), &targets, period(), at(336.0));
    assert_eq!((classes[1].summary().in_time, classes[1].target), (1, Some(8 * HOUR)));
}

#[test]
fn a_clock_of_business_hours_stands_still_at_night() {
    let hours = Hours { days: [true, true, true, true, true, false, false], from: 540, to: 1_020, zone: Zone::UTC };
    // Monday 16:00 to Tuesday 10:00 is two business hours.
    let incident = Incident { class: Some(0), end: End::Resolved(at(34.0)), ..broken(1, 16.0) };
    let on = operation(vec![incident], Vec::new());
    let targets = Targets { hours: Some(hours), ..Targets::default() };
    let (classes, _) = restore(&on, &Scope::everything(), &|_| targets, period(), at(336.0));
    assert_eq!((classes[0].restored[0].took, classes[0].restored[0].in_time), (2 * HOUR, true));
}

#[test]
fn who_put_it_right() {
    let repair = Change { repairs: vec!["INC-1".into()], unplanned: true, ..deployment(1, 4.0) };
    let mut elsewhere = took(3, 1, 1.0);
    elsewhere.service = 9;
    let on = operation(vec![took(1, 1, 1.0), took(2, 1, 1.0), elsewhere], vec![repair]);
    let (classes, _) = restore(&on, &Scope::everything(), &|_| Targets::default(), period(), at(336.0));
    let routes: Vec<(Route, usize)> = classes[1].by_route().into_iter().map(|(route, sum)| (route, sum.n)).collect();
    assert_eq!(routes, [(Route::Development, 1), (Route::Operations, 1), (Route::Unknown, 1)]);
}
