//! The order of opportunities, how sure it is, and what is worth finding out.

// A step that fails ends the test; clippy lets only the test functions themselves do it.
#![allow(clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use rstest::rstest;
use scoring::learn::{shares, stake};
use scoring::rank::{rank, ranks_of, top_of};
use scoring::{Chance, Contender, Formula, Framework, Given, Range, Standing, Worlds};

fn rice() -> &'static Formula {
    Framework::Rice.definition().and_then(|definition| definition.formula()).expect("is published")
}

fn range(low: f64, likely: f64, high: f64) -> Range {
    Range { low, likely, high }
}

fn contender(uid: &str, ranges: [Range; 4]) -> Contender {
    let inputs = Framework::Rice.definition().expect("is published").inputs;
    let given = inputs
        .iter()
        .zip(ranges)
        .map(|(input, range)| Some(Given { range, least: input.least, most: input.most, stream: input.stream }));
    Contender { uid: uid.to_owned(), given: given.collect() }
}

fn exact(uid: &str, points: f64) -> Contender {
    contender(uid, [points, 1.0, 1.0, 1.0].map(Range::exactly))
}

fn wide(uid: &str) -> Contender {
    contender(uid, [range(1400.0, 1850.0, 2300.0), range(0.5, 0.75, 1.0), Range::exactly(1.0), range(1.0, 1.5, 2.0)])
}

#[rstest]
#[case(1, 1)]
#[case(2, 3)]
#[case(4, 5)]
#[case(6, 8)]
#[case(9, 10)]
#[case(11, 12)]
#[case(13, 15)]
#[case(16, 20)]
#[case(21, 25)]
#[case(96, 100)]
#[case(101, 100)]
#[case(u32::MAX, 100)]
fn a_rank_is_said_as_the_next_round_top(#[case] rank: u32, #[case] k: u32) {
    assert_eq!(top_of(rank), k);
}

#[test]
fn the_ranking_goes_by_p50_and_leaves_the_unscored_out() {
    let mut unset = exact("x", 1.0);
    unset.given[0] = None;
    let standings = rank(rice(), &[exact("b", 500.0), unset, exact("a", 900.0)], Worlds::usual());
    let seen: Vec<_> = standings.iter().map(|s| s.map(|s| (s.rank, s.value.p50, s.top.k, s.top.chance))).collect();
    assert_eq!(seen, [Some((2, 500.0, 3, 1.0)), None, Some((1, 900.0, 1, 1.0))]);
}

#[test]
fn equal_values_keep_their_order_and_are_both_on_top() {
    let standings = rank(rice(), &[exact("z", 100.0), exact("a", 100.0)], Worlds::usual());
    let seen: Vec<_> = standings.iter().flatten().map(|s| (s.rank, s.top.chance)).collect();
    assert_eq!(seen, [(1, 1.0), (2, 1.0)]);
}

#[test]
fn two_that_differ_only_in_their_random_numbers_share_the_top() {
    let standings = rank(rice(), &[wide("a"), wide("b")], Worlds::usual());
    let first = standings.iter().flatten().find(|standing| standing.rank == 1).expect("one is first");
    assert!((first.top.chance - 0.5).abs() < 0.03, "{first:?}");
}

#[test]
fn a_doubtful_score_spreads_around_its_likely_value() {
    let worlds = Worlds::usual();
    let one = wide("OPP-34");
    let spread = worlds.spread(rice(), &one.uid, &one.given).expect("is set");
    assert!(spread.p10 > 480.0 && spread.p10 < 560.0, "{spread:?}");
    assert!(spread.p50 > 860.0 && spread.p50 < 960.0, "{spread:?}");
    assert!(spread.p90 > 1450.0 && spread.p90 < 1650.0, "{spread:?}");
}

#[test]
fn the_chance_of_the_top_is_what_counting_in_each_world_gives_also_among_many() {
    let worlds = Worlds::new(Chance { draws: 400, seed: 3 });
    // More than are kept of each world.
    let many: Vec<Contender> = (0..700)
        .map(|n| {
            let middle = 100.0 + f64::from(n * 37 % 700);
            contender(
                &format!("u{n}"),
                [
                    range(middle / 2.0, middle, middle * 1.5),
                    range(0.5, 1.0, 2.0),
                    Range::exactly(1.0),
                    range(1.0, 2.0, 3.0),
                ],
            )
        })
        .collect();
    let standings: Vec<Standing> = rank(rice(), &many, &worlds).into_iter().flatten().collect();
    let values: Vec<Vec<f64>> =
        many.iter().map(|one| worlds.values(rice(), &one.uid, &one.given).expect("is set")).collect();
    for place in (0..700).step_by(61).chain(standings.iter().position(|s| s.rank <= 2)) {
        let Standing { top, rank, .. } = standings[place];
        let held = (0..400)
            .filter(|draw| values.iter().filter(|other| other[*draw] > values[place][*draw]).count() < top.k as usize);
        assert_eq!(top.chance, held.count() as f64 / 400.0, "rank {rank}");
    }
}

#[test]
fn where_it_lands_adds_up_to_all_draws() {
    let all = [wide("a"), exact("b", 950.0), exact("c", 100.0)];
    let landed: Vec<Vec<u32>> =
        (0..3).map(|one| ranks_of(rice(), &all, one, 3, Worlds::usual()).expect("has a value")).collect();
    for rank in 0..3 {
        assert_eq!(landed.iter().map(|ranks| ranks[rank]).sum::<u32>(), 10_000);
    }
    assert!(landed[2][2] > 9_900, "{landed:?}");
}

#[test]
fn the_widest_input_widens_most_and_known_ones_not_at_all() {
    let one =
        contender("u", [range(90.0, 100.0, 110.0), Range::exactly(1.0), Range::exactly(1.0), range(0.5, 2.0, 8.0)]);
    let shares = shares(rice(), &one, Worlds::usual());
    assert_eq!((shares[1], shares[2]), (0.0, 0.0));
    assert!(shares[3] > 0.95 && (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
}

#[test]
fn what_cannot_change_the_decision_is_not_worth_knowing() {
    let one =
        contender("u", [range(90.0, 100.0, 110.0), Range::exactly(1.0), Range::exactly(1.0), range(0.5, 1.0, 2.0)]);
    let close = stake(rice(), &one, &exact("close", 100.0), Worlds::usual()).expect("both have values");
    assert!(close.loses > 0.4 && close.loses < 0.6, "{close:?}");
    assert!(close.worth[3] > 3.0 * close.worth[0] && close.worth[1] == 0.0, "{close:?}");
    let far = stake(rice(), &one, &exact("far", 100_000.0), Worlds::usual()).expect("both have values");
    assert_eq!((far.loses, far.worth), (1.0, vec![0.0; 4]));
}

fn any_range(least: f64, most: f64) -> impl Strategy<Value = Range> {
    [least..most, least..most, least..most].prop_map(|mut values| {
        values.sort_by(f64::total_cmp);
        range(values[0], values[1], values[2])
    })
}

prop_compose! {
    fn any_ranges()(
        reach in any_range(0.0, 1e12),
        impact in any_range(0.0, 100.0),
        confidence in any_range(0.0, 1.0),
        effort in any_range(0.001, 10_000.0),
    ) -> [Range; 4] { [reach, impact, confidence, effort] }
}

/// Of one to four values, so that many are equal: exactly, or as ranges drawn in the same worlds where uids are shared.
fn often_equal() -> impl Strategy<Value = Contender> {
    (0..4_usize, 0..3_u32, 1..5_u32, proptest::bool::weighted(0.05)).prop_map(|(kind, uid, points, unset)| {
        let points = f64::from(points);
        let reach = [range(0.0, points, points * 2.0), range(points / 2.0, points, points * 1.5)].into_iter();
        let reach = reach.chain([0.0, points].map(Range::exactly)).nth(kind).expect("is one of four");
        let mut one =
            contender(&format!("u{uid}"), [reach, Range::exactly(1.0), range(0.5, 0.9, 1.0), range(1.0, 1.0, 2.0)]);
        if kind > 1 {
            one.given[2] = one.given[1];
            one.given[3] = one.given[1];
        }
        one.given[0] = one.given[0].filter(|_| !unset);
        one
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_chance_is_the_share_of_worlds_in_which_fewer_than_k_are_worth_more(
        all in proptest::collection::vec(often_equal(), 1..400),
        draws in 1..600_u32,
    ) {
        let worlds = Worlds::new(Chance { draws, seed: 5 });
        // As the draws are kept: to seven digits of the logarithm.
        let kept = |one: &Contender| -> Option<Vec<f32>> {
            Some(worlds.values(rice(), &one.uid, &one.given)?.into_iter().map(|value| value.ln() as f32).collect())
        };
        let values: Vec<Option<Vec<f32>>> = all.iter().map(kept).collect();
        for (standing, own) in rank(rice(), &all, &worlds).iter().zip(&values) {
            prop_assert_eq!(standing.is_some(), own.is_some());
            let (Some(Standing { top, .. }), Some(own)) = (standing, own) else { continue };
            let above = |draw: usize| values.iter().flatten().filter(|other| other[draw] > own[draw]).count();
            let held = (0..own.len()).filter(|draw| above(*draw) < top.k as usize).count();
            prop_assert_eq!(top.chance, held as f64 / f64::from(draws));
        }
    }

    #[test]
    fn another_opportunity_moves_nobodys_value(all in proptest::collection::vec(any_ranges(), 2..6)) {
        let all: Vec<Contender> = (0..).zip(all).map(|(n, ranges)| contender(&format!("u{n}"), ranges)).collect();
        let values = |all: &[Contender]| -> Vec<_> {
            rank(rice(), all, Worlds::usual()).iter().map(|standing| standing.map(|s| s.value)).collect()
        };
        prop_assert_eq!(&values(&all)[1..], &values(&all[1..])[..]);
    }

    #[test]
    fn the_order_given_in_changes_nothing(all in proptest::collection::vec(any_ranges(), 2..8)) {
        let all: Vec<Contender> = (0..).zip(all).map(|(n, ranges)| contender(&format!("u{n}"), ranges)).collect();
        let turned: Vec<Contender> = all.iter().rev().cloned().collect();
        let mut back = rank(rice(), &turned, Worlds::usual());
        back.reverse();
        prop_assert_eq!(rank(rice(), &all, Worlds::usual()), back);
    }
}
