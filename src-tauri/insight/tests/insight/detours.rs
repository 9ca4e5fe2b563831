//! Detours: which are found, which aren't, and how often chance alone looks like one.

use insight::detours::{Counted, Detour, Found, LIMIT, Measure, detours};
use proptest::prelude::*;
use rstest::rstest;

const DAYS: usize = 364;

/// A feature that goes from one number of people a day to another one in a week.
fn steps(feature: &str, place: &str, before: u32, after: u32, week: usize) -> Counted {
    let people = (0..DAYS).map(|day| Some(if day < 7 * week { before } else { after }));
    counted(feature, place, "", people.collect())
}

fn counted(feature: &str, place: &str, segment: &str, people: Vec<Option<u32>>) -> Counted {
    let events = people.iter().map(|people| people.map(|people| people * 3)).collect();
    Counted { feature: feature.into(), place: place.into(), segment: segment.into(), people, events }
}

/// Four features of a product that stay as they are.
fn others(place: &str) -> Vec<Counted> {
    ["mail", "print", "share", "sort"].map(|feature| steps(feature, place, 50, 50, 0)).to_vec()
}

fn with(own: &[Counted], rest: Vec<Counted>) -> Found {
    detours(&[own, rest.as_slice()].concat())
}

fn told(one: &Detour) -> String {
    format!(
        "{} {}→{}, {} {}→{}{}: {:.2} ({:.2} to {:.2}), {} weeks apart, chance {:.3}",
        one.from,
        one.left.before,
        one.left.after,
        one.to,
        one.came.before,
        one.came.after,
        if one.segment.is_empty() { String::new() } else { format!(" of {}", one.segment) },
        one.share,
        one.low,
        one.high,
        one.lag,
        one.chance
    )
}

#[test]
fn one_feature_loses_what_another_one_gains() {
    let found = with(&[steps("search", "shop", 100, 70, 30), steps("export", "shop", 60, 84, 31)], others("shop"));
    let lines: Vec<String> = found.detours.iter().map(told).collect();
    insta::assert_snapshot!(lines.join("\n"), @"search 100→70, export 60→84: 0.80 (0.80 to 0.80), 1 weeks apart, chance 0.081");
    assert_eq!((found.pairs, found.alike, found.detours[0].measure), (1, 1, Measure::People));
    assert_eq!(found.detours[0].traffic, vec![Some(1.0); 52]);
}

#[rstest]
#[case::three_weeks_later([steps("search", "shop", 100, 70, 28), steps("export", "shop", 60, 84, 31)], (1, 1))]
#[case::more_than_left([steps("search", "shop", 100, 70, 30), steps("export", "shop", 60, 120, 30)], (1, 0))]
#[case::hardly_any_of_them([steps("search", "shop", 100, 50, 30), steps("export", "shop", 60, 72, 30)], (1, 0))]
#[case::of_another_product([steps("search", "desk", 100, 70, 30), steps("export", "shop", 60, 84, 30)], (0, 0))]
#[case::few_people_and_events([steps("search", "shop", 3, 2, 30), steps("export", "shop", 2, 3, 30)], (0, 0))]
#[case::only_a_fall([steps("search", "shop", 100, 70, 30), steps("export", "shop", 60, 60, 30)], (0, 0))]
fn what_is_no_detour(#[case] own: [Counted; 2], #[case] compared: (usize, usize)) {
    let found = with(&own, others("shop"));
    assert_eq!((found.detours.len(), found.pairs, found.alike), (0, compared.0, compared.1));
}

#[test]
fn more_visitors_or_a_holiday_are_no_detour_and_hide_none() {
    let busy = |one: &Counted| {
        let day = |(day, people): (usize, &Option<u32>)| {
            let holiday = if (140..154).contains(&day) { 4 } else { 1 };
            people.map(|people| people * if day < 210 { 2 } else { 3 } / holiday)
        };
        counted(&one.feature, &one.place, "", one.people.iter().enumerate().map(day).collect())
    };
    let all: Vec<Counted> = others("shop").iter().chain(&others("shop2")).map(busy).collect();
    assert_eq!(detours(&all), Found::default());
    let moved = [steps("search", "shop", 100, 70, 20), steps("export", "shop", 60, 84, 20)];
    let found = with(&moved.each_ref().map(busy), all);
    assert_eq!(found.detours.iter().map(|one| (&*one.from, &*one.to)).collect::<Vec<_>>(), [("search", "export")]);
}

/// Two features tell no traffic; those of other products stand in.
#[test]
fn a_small_product_is_set_against_everything_counted() {
    let own = [steps("search", "shop", 100, 70, 30), steps("export", "shop", 60, 84, 30)];
    assert_eq!(with(&own, others("desk")).detours.len(), 1);
    assert_eq!(with(&own, others("desk")[..2].to_vec()), Found::default(), "nothing to set it against");
}

#[test]
fn a_detour_of_one_segment_is_found_behind_a_steady_total() {
    let segments = |name: &str, one: (u32, u32), other: (u32, u32)| -> Vec<Counted> {
        let days = |(before, after): (u32, u32)| steps(name, "shop", before, after, 30).people;
        let all = days((one.0 + other.0, one.1 + other.1));
        vec![
            counted(name, "shop", "", all),
            counted(name, "shop", "starter", days(one)),
            counted(name, "shop", "enterprise", days(other)),
        ]
    };
    let steady = ["mail", "print", "share", "sort"].map(|name| segments(name, (20, 20), (30, 30)));
    let all =
        [segments("search", (40, 20), (40, 60)), segments("export", (30, 48), (60, 60)), steady.concat()].concat();
    let lines: Vec<String> = detours(&all).detours.iter().map(told).collect();
    insta::assert_snapshot!(lines.join("\n"), @"search 40→20, export 30→48 of starter: 0.90 (0.90 to 0.90), 0 weeks apart, chance 0.027");
}

/// Those who come use the other one already: as many people, more often.
#[test]
fn a_detour_may_show_in_how_often_alone() {
    let mut export = steps("export", "shop", 60, 60, 30);
    export.events = steps("export", "shop", 180, 255, 30).people;
    let found = with(&[steps("search", "shop", 100, 70, 30), export], others("shop"));
    assert_eq!(found.detours.iter().map(|one| one.measure).collect::<Vec<_>>(), [Measure::Events]);
}

/// Numbers that look like chance, the same on every machine.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f64 / (1_u64 << 24) as f64
    }

    /// About normal: mean 0, deviation 1.
    fn bell(&mut self) -> f64 {
        (self.unit() + self.unit() + self.unit() + self.unit() - 2.0) * 3.0_f64.sqrt()
    }
}

const WEEKDAYS: [f64; 7] = [1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.5];

/// A year of 24 features with a season, a holiday, slow growth and noise. Some fell and some rose by a part of their own,
/// each in a week of its own.
fn product(seed: u64, fell: usize, rose: usize) -> Vec<Counted> {
    let mut dice = Dice::new(seed);
    (0..24).map(|place| feature(&mut dice, place, fell, rose)).collect()
}

fn feature(dice: &mut Dice, place: usize, fell: usize, rose: usize) -> Counted {
    let base = 20.0 + 280.0 * dice.unit().powi(2);
    let growth = dice.unit() * 0.5 - 0.1;
    let since = 8 + (dice.unit() * 37.0) as usize;
    let part = 0.2 + dice.unit() * 0.5;
    let changed = match place {
        _ if place < fell => 1.0 - part,
        _ if place < fell + rose => 1.0 + part,
        _ => 1.0,
    };
    let mut days = Vec::with_capacity(DAYS);
    for week in 0..DAYS / 7 {
        let time = week as f64;
        let traffic = (1.0 + 0.15 * (time / 8.0).sin()) * if week == 6 { 0.4 } else { 1.0 };
        let noise = 1.0 + 0.05 * dice.bell();
        let level = base * traffic * noise * (1.0 + growth * time / 52.0) * if week >= since { changed } else { 1.0 };
        for weekday in WEEKDAYS {
            let usual = level * weekday;
            days.push(Some((usual + usual.sqrt() * dice.bell()).max(0.0) as u32));
        }
    }
    counted(&format!("f{place}"), "shop", "", days)
}

/// Changes that have nothing to do with each other meet by chance no more often than `chance` says.
#[rstest]
#[case::noise_alone(0, 0, 100)]
#[case::one_fell_and_one_rose(1, 1, 150)]
#[case::two_fell_and_two_rose(2, 2, 150)]
#[case::three_fell_and_three_rose(3, 3, 100)]
fn false_alarms_stay_below_what_is_told(#[case] fell: usize, #[case] rose: usize, #[case] products: u64) {
    let least: Vec<f64> = (0..products)
        .map(|seed| detours(&product(seed, fell, rose)).detours.first().map_or(1.0, |one| one.chance))
        .collect();
    for told in [0.03, 0.1, LIMIT] {
        let alarms = least.iter().filter(|chance| **chance <= told).count();
        assert!(alarms as f64 <= told * products as f64, "{alarms} of {products} at {told}");
    }
}

/// Four in ten people of a feature go over to another one, amid all that noise.
#[test]
fn planted_detours_are_found() {
    let (mut hits, mut wrong) = (0, 0);
    for seed in 0..40 {
        let (all, from, to) = planted(seed);
        let found = detours(&all).detours;
        hits += usize::from(found.iter().any(|one| (&one.from, &one.to) == (&from, &to)));
        wrong += found.iter().filter(|one| (&one.from, &one.to) != (&from, &to)).count();
    }
    assert!(hits >= 38 && wrong <= 2, "{hits} found, {wrong} beside them");
}

fn planted(seed: u64) -> (Vec<Counted>, String, String) {
    let mut all = product(seed, 0, 0);
    let people = |one: &Counted| one.people.iter().flatten().sum::<u32>();
    all.sort_by_key(people);
    let leave = 0.4 * f64::from(people(&all[10])) / DAYS as f64;
    for day in 7 * 30..DAYS {
        let left = all[10].people[day].unwrap_or(0);
        let moved = left.min((leave * WEEKDAYS[day % 7]) as u32);
        all[10].people[day] = Some(left - moved);
        all[9].people[day] = all[9].people[day].map(|people| people + moved);
    }
    let (from, to) = (all[10].feature.clone(), all[9].feature.clone());
    (all, from, to)
}

proptest! {
    #[test]
    fn the_order_of_the_features_changes_nothing(seed in 0..40_u64, turn in 0..24_usize, back in any::<bool>()) {
        let (mut all, ..) = planted(seed);
        let found = detours(&all);
        all.rotate_left(turn);
        if back {
            all.reverse();
        }
        prop_assert_eq!(detours(&all), found);
    }

    #[test]
    fn a_detour_is_one(
        all in prop::collection::vec(prop::collection::vec(prop::option::of(0..90_u32), 0..200), 0..9)
    ) {
        let all: Vec<Counted> =
            all.into_iter().enumerate().map(|(place, days)| counted(&format!("f{place}"), "shop", "", days)).collect();
        for one in detours(&all).detours {
            prop_assert!(one.from != one.to && one.left.after < one.left.before && one.came.after > one.came.before);
            prop_assert!(one.low <= one.share && one.share <= one.high && one.chance <= LIMIT);
        }
    }
}
