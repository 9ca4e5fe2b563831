//! What fits, and what several people say.

use proptest::prelude::*;
use scoring::Range;
use scoring::capacity::{Job, best_set};
use scoring::group::together;

fn value(jobs: &[Job], set: &[bool]) -> f64 {
    jobs.iter().zip(set).filter(|(_, taken)| **taken).map(|(job, _)| job.value).sum()
}

#[test]
fn the_best_set_is_not_the_first_that_fit() {
    let jobs = [(6.0, 60.0), (5.0, 48.0), (5.0, 48.0), (0.5, 1.0)].map(|(weeks, value)| Job { weeks, value });
    assert_eq!(best_set(&jobs, 10.0), [false, true, true, false]);
    assert_eq!(best_set(&jobs, 10.5), [false, true, true, true]);
    assert_eq!(best_set(&jobs, 0.0), [false; 4]);
}

proptest! {
    #[test]
    fn no_other_set_that_fits_is_worth_more(
        jobs in proptest::collection::vec((0.1..9.0, -5.0..100.0), 0..10),
        weeks in 0.0..30.0,
    ) {
        let jobs: Vec<Job> = jobs.into_iter().map(|(weeks, value)| Job { weeks: f64::round(weeks * 10.0) / 10.0, value }).collect();
        let set = best_set(&jobs, weeks);
        let tenths = |set: &[bool]| jobs.iter().zip(set).filter(|(_, taken)| **taken).map(|(job, _)| (job.weeks * 10.0).round() as u32).sum::<u32>();
        let room = (weeks * 10.0).floor() as u32;
        prop_assert!(tenths(&set) <= room);
        for other in 0_u32..1 << jobs.len() {
            let other: Vec<bool> = (0..jobs.len()).map(|at| other >> at & 1 == 1).collect();
            prop_assert!(tenths(&other) > room || value(&jobs, &other) <= value(&jobs, &set) + 1e-9);
        }
    }
}

#[test]
fn people_who_do_not_overlap_are_named() {
    let range = |low, likely, high| Range { low, likely, high };
    let answers = [range(0.8, 1.0, 1.4), range(1.0, 1.3, 1.8), range(1.0, 1.5, 2.0), range(1.8, 2.3, 2.9)];
    let said = together(&answers, 0.0).expect("there are answers");
    assert_eq!(said.apart, [(0, 3)]);
    assert!(said.range.low > 0.8 && said.range.low < 1.1 && said.range.high > 2.0 && said.range.high < 2.9, "{said:?}");
    assert!(said.distance > 1.0);
    assert_eq!(together(&answers[..1], 0.0).map(|said| said.range), Some(answers[0]));
    assert_eq!(together(&[], 0.0), None);
}

#[test]
fn one_mind_is_no_distance() {
    let same = Range::exactly(2.0);
    let said = together(&[same, same], 0.0).expect("there are answers");
    assert_eq!((said.range, said.distance, said.apart), (same, 0.0, Vec::new()));
}
