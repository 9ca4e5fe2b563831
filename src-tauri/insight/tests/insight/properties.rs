//! What holds whatever the records are.

use insight::dora::{Metric, measure};
use insight::links::{MOST, State as Link, Verdict, WINDOW};
use insight::measure::State;
use insight::operation::{Operation, Scope};
use insight::records::{Change, HOUR, Incident};
use insight::weeks::{Window, Zone, weeks};
use proptest::prelude::*;

use crate::made::{at, broken, deployment};

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one = (0_u32..4, -100_i64..800, 0_i64..80, prop::bool::ANY);
    prop::collection::vec(one, 0..60).prop_map(|all| {
        let numbered = all.into_iter().zip(0..);
        numbered
            .map(|((service, began, long, over), id)| {
                let began = at(began as f64);
                let ended = over.then_some(began + long * HOUR);
                Change { service, began, ended, ..deployment(id, 0.0) }
            })
            .collect()
    })
}

fn incidents() -> impl Strategy<Value = Vec<Incident>> {
    let one = (0_u32..4, 0_i64..700, prop::option::of(0_u32..70));
    prop::collection::vec(one, 0..30).prop_map(|all| {
        let numbered = all.into_iter().zip(1_000..);
        numbered
            .map(|((service, began, cause), id)| {
                let caused_by = cause.map(|cause| format!("DEP-{cause}")).into_iter().collect();
                Incident { service, caused_by, ..broken(id, began as f64) }
            })
            .collect()
    })
}

/// The rule by the letter: every pair is looked at.
fn by_the_letter(on: &Operation, incident: &Incident) -> Vec<f64> {
    let mut scores: Vec<f64> = on
        .changes
        .iter()
        .filter(|change| change.service == incident.service && incident.service != 0)
        .filter_map(|change| {
            let window = incident.began - WINDOW..=incident.began;
            let running = change.ended.is_none_or(|ended| ended > incident.began);
            let near = if running { change.began } else { change.live() };
            let fit = if running { 0.85 } else { 0.7 };
            let lag = (incident.began - change.live()).max(0) as f64;
            window.contains(&near).then(|| fit * (-lag / (24 * HOUR) as f64).exp())
        })
        .collect();
    scores.sort_by(|one, other| other.total_cmp(one));
    scores.truncate(MOST);
    scores
}

proptest! {
    #[test]
    fn suggestions_are_those_that_the_rule_gives(incidents in incidents(), changes in changes()) {
        let on = Operation::of(incidents, changes, &[], Default::default());
        for (position, incident) in on.incidents.iter().enumerate() {
            let links = on.links.of_incident(position);
            if links.iter().any(|link| link.state == Link::Confirmed) {
                prop_assert!(links.iter().all(|link| link.state == Link::Confirmed));
                continue;
            }
            let scores: Vec<f64> = links.iter().map(|link| link.score).collect();
            prop_assert_eq!(scores, by_the_letter(&on, incident));
        }
    }

    #[test]
    fn verdicts_are_never_passed_over(
        incidents in incidents(),
        changes in changes(),
        said in prop::collection::vec((0_u32..30, 0_u32..60, prop::bool::ANY), 0..20),
    ) {
        let verdicts: Vec<Verdict> =
            said.iter().map(|(incident, change, confirmed)| Verdict { incident: 1_000 + incident, change: *change, confirmed: *confirmed }).collect();
        let on = Operation::of(incidents, changes, &verdicts, Default::default());
        for verdict in &verdicts {
            let Some(position) = on.incidents.iter().position(|one| one.id == verdict.incident) else { continue };
            if on.changes.iter().all(|one| one.id != verdict.change) {
                continue;
            }
            let links = on.links.of_incident(position);
            let link = links.iter().find(|link| on.change_of(link.delivery).unwrap().id == verdict.change).unwrap();
            let contradicted = verdicts.iter().any(|one| (one.incident, one.change) == (verdict.incident, verdict.change) && one.confirmed != verdict.confirmed);
            if !contradicted {
                prop_assert_eq!(link.state, if verdict.confirmed { Link::Confirmed } else { Link::Refused });
            }
        }
    }

    #[test]
    fn numbers_stay_in_their_ranges_and_weeks_add_up(incidents in incidents(), changes in changes()) {
        let cover = [(1, Window { from: at(-500.0), to: at(900.0) })];
        let on = Operation::of(incidents, changes, &[], cover.into());
        let window = Window { from: at(0.0), to: at(672.0) };
        for metric in Metric::ALL {
            let measured = measure(metric, &on, &Scope::everything(), at(800.0));
            if let State::Value(figure) = measured.over(window, Zone::UTC) {
                prop_assert!(figure.value >= 0.0 && figure.value.is_finite());
                prop_assert!(figure.upper.is_none_or(|upper| figure.value <= upper && upper <= 1.0));
                prop_assert!(figure.p90.is_none_or(|p90| figure.value <= p90 || figure.n < 3));
            }
            let parts: usize = weeks(window, Zone::UTC).iter().map(|week| measured.items(week.window).len()).sum();
            prop_assert_eq!(parts, measured.items(window).len());
        }
    }
}
