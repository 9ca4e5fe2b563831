//! How much a feature is used: how many people, how often, whether anybody still does, and since when fewer do.
//! A series has one number a day (people of that day), None where nothing was counted; the oldest first.

use crate::pettitt::{self, SIDE};
use crate::spread::median;

/// Used on at most this share of the days that were counted, a feature is unused.
const UNUSED: f64 = 0.1;

/// What a feature must have been counted for at least, before it is called unused.
const UNUSED_DAYS: usize = 28;

/// Within this share nothing changed.
const STEADY: f64 = 0.15;

/// A drop loses this share of the people at least.
const DROP: f64 = 0.3;

/// How sure a drop must be.
const CHANCE: f64 = 0.01;

/// People a day on average over the days counted; None when none was.
pub fn people(days: &[Option<u32>]) -> Option<f64> {
    let counted: Vec<f64> = days.iter().flatten().map(|people| f64::from(*people)).collect();
    (!counted.is_empty()).then(|| counted.iter().sum::<f64>() / counted.len() as f64)
}

/// Days counted, days with anybody, and days since the last one with anybody (0: the last day).
pub fn days_used(days: &[Option<u32>]) -> (u32, u32, Option<u32>) {
    let counted = days.iter().flatten().count() as u32;
    let used = days.iter().flatten().filter(|people| **people > 0).count() as u32;
    let since = days.iter().rev().position(|people| people.is_some_and(|people| people > 0));
    (counted, used, since.map(|since| since as u32))
}

/// Whether next to nobody uses it: on at most one day in ten of at least four weeks.
pub fn is_unused(days: &[Option<u32>]) -> bool {
    let (counted, used, _) = days_used(days);
    counted as usize >= UNUSED_DAYS && f64::from(used) <= UNUSED * f64::from(counted)
}

/// How a number of people compares with that before: more or fewer by over 15 %. None after none.
pub fn change(now: f64, before: f64) -> Option<f64> {
    (before > 0.0).then(|| now / before - 1.0)
}

/// Whether a change is too small to speak of.
pub fn is_steady(change: f64) -> bool {
    change.abs() <= STEADY
}

/// People a day by week of seven days, the last week ends with the last day; None where nothing was counted. A week that
/// isn't whole comes first and is left out.
pub fn by_week(days: &[Option<u32>]) -> Vec<Option<f64>> {
    let rest = days.len() % 7;
    days.get(rest..).unwrap_or_default().chunks(7).map(people).collect()
}

/// Since when fewer people use a feature, for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drop {
    /// The first week that was lower, as an index into the weeks.
    pub week: usize,
    /// People a day before it, and in the last weeks.
    pub before: f64,
    pub after: f64,
}

/// The drop of a series of weeks, if there is one beyond chance. Weeks not counted are passed over.
pub fn drop(weeks: &[Option<f64>]) -> Option<Drop> {
    let counted: Vec<(usize, f64)> =
        weeks.iter().enumerate().filter_map(|(week, people)| people.map(|people| (week, people))).collect();
    let n = counted.len();
    let values: Vec<f64> = counted.iter().map(|(_, people)| *people).collect();
    let (cut, most) = pettitt::fall(&values)?;
    let before = median(values.get(cut.saturating_sub(12)..cut)?)?;
    let after = median(values.get(n - SIDE..)?)?;
    if most <= 0 || pettitt::chance(most, n) >= CHANCE || after > before * (1.0 - DROP) {
        return None;
    }
    let began = onset(&values, cut);
    let level = median(values.get(began.saturating_sub(12)..began)?).unwrap_or(before);
    Some(Drop { week: counted.get(began)?.0, before: level, after })
}

/// A slow decline has its middle at the cut: back to the first week clearly below what was usual well before it.
fn onset(values: &[f64], cut: usize) -> usize {
    let usual_until = cut.saturating_sub(6).max(SIDE.min(cut));
    let Some(usual) = values.get(..usual_until).and_then(|weeks| median(&weeks[weeks.len().saturating_sub(12)..]))
    else {
        return cut;
    };
    let mut began = cut;
    while began > SIDE && values.get(began - 1).is_some_and(|people| *people < usual * 0.95) {
        began -= 1;
    }
    began
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weeks(values: impl IntoIterator<Item = f64>) -> Vec<Option<f64>> {
        values.into_iter().map(Some).collect()
    }

    /// A steady level with a little of everything: ±8 % in an order that repeats after 7 weeks.
    fn level(people: f64, length: usize) -> impl Iterator<Item = f64> {
        const PART: [f64; 7] = [0.0, 0.05, -0.04, 0.08, -0.08, 0.02, -0.03];
        (0..length).map(move |week| people * (1.0 + PART[week % 7]))
    }

    #[test]
    fn a_drop_is_found_where_it_began() {
        let fading = level(110.0, 30).chain([100.0, 88.0, 75.0, 62.0, 50.0, 38.0, 28.0]).chain(level(27.0, 12));
        let found = drop(&weeks(fading)).expect("it fades");
        assert!((30..=31).contains(&found.week), "{found:?}");
        assert!((found.before - 110.0).abs() < 6.0 && (found.after - 27.0).abs() < 3.0, "{found:?}");
        let at_once = level(50.0, 20).chain(level(20.0, 10));
        assert_eq!(drop(&weeks(at_once)).map(|drop| drop.week), Some(20));
    }

    #[test]
    fn a_holiday_growth_or_a_dip_that_is_over_is_no_drop() {
        let mut holiday: Vec<f64> = level(100.0, 40).collect();
        holiday[20] = 25.0;
        holiday[39] = 25.0;
        assert_eq!(drop(&weeks(holiday)), None);
        assert_eq!(drop(&weeks((0..50).map(|week| 50.0 + f64::from(week)))), None);
        let dip = level(100.0, 20).chain(level(40.0, 8)).chain(level(100.0, 20));
        assert_eq!(drop(&weeks(dip)), None);
        assert_eq!(drop(&weeks([9.0, 9.0, 1.0, 1.0, 1.0])), None);
        assert_eq!(drop(&[]), None);
        // Fewer, but not by much.
        assert_eq!(drop(&weeks(level(100.0, 20).chain(level(80.0, 20)))), None);
    }

    #[test]
    fn nobody_and_not_counted_are_two_things() {
        let mut days = vec![Some(0); 90];
        days[3] = Some(2);
        assert_eq!((days_used(&days), is_unused(&days)), ((90, 1, Some(86)), true));
        assert_eq!(people(&[None; 9]), None);
        assert_eq!((days_used(&[None; 90]), is_unused(&[None; 90])), ((0, 0, None), false));
        assert!(!is_unused(&[Some(0); 27]));
        assert!(!is_unused(&[Some(0), Some(4), Some(0)].repeat(30)));
        assert_eq!(by_week(&[Some(9), Some(7), Some(7), Some(7), Some(7), Some(7), None, Some(7)]), [Some(7.0)]);
        assert_eq!((change(9.0, 0.0), change(15.0, 10.0)), (None, Some(0.5)));
    }

    proptest! {
        #[test]
        fn a_drop_is_one(values in prop::collection::vec(prop::option::of(0.0..500.0_f64), 0..60)) {
            if let Some(found) = drop(&values) {
                prop_assert!(found.week < values.len() && found.before > found.after);
            }
        }

        #[test]
        fn noise_alone_seldom_looks_like_a_drop(seed in 0..20_u64) {
            let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let mut alarms = 0;
            for _ in 0..50 {
                let series: Vec<Option<f64>> = (0..40).map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    Some(80.0 + 40.0 * ((state >> 40) as f64 / (1_u64 << 24) as f64))
                }).collect();
                alarms += u32::from(drop(&series).is_some());
            }
            prop_assert!(alarms <= 2, "{} of 50", alarms);
        }
    }
}
