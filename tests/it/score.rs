//! Scores: the formula, the spread and the ranking.

use engine::model::{Range, RiceInputs};
use engine::score::rank::{rank, top_of};
use engine::score::rice::{self, Input};
use engine::score::spread::value;
use engine::score::{Chance, Contender, ValueSpread};
use proptest::prelude::*;
use rstest::rstest;

const CHANCE: Chance = Chance { draws: 2_000, seed: 4_127 };

fn range(low: f64, likely: f64, high: f64) -> Range {
    Range { low, likely, high }
}

fn exact(reach: f64, impact: f64, confidence: f64, effort: f64) -> RiceInputs {
    RiceInputs {
        reach: Some(Range::exactly(reach)),
        impact: Some(Range::exactly(impact)),
        confidence: Some(Range::exactly(confidence)),
        effort: Some(Range::exactly(effort)),
    }
}

fn wide() -> RiceInputs {
    RiceInputs {
        reach: Some(range(1400.0, 1850.0, 2300.0)),
        impact: Some(range(0.5, 0.75, 1.0)),
        confidence: None,
        effort: Some(range(1.0, 1.5, 2.0)),
    }
}

#[rstest]
#[case(450.0, 3.0, 1.0, 2.0, 675.0)]
#[case(2000.0, 1.0, 0.8, 4.0, 400.0)]
#[case(800.0, 2.0, 0.5, 1.0, 800.0)]
fn the_published_examples_come_out(
    #[case] reach: f64,
    #[case] impact: f64,
    #[case] confidence: f64,
    #[case] effort: f64,
    #[case] wanted: f64,
) {
    let inputs = exact(reach, impact, confidence, effort);
    let spread = value(&inputs, "u", CHANCE).expect("is complete");
    assert_eq!(spread, ValueSpread { p10: wanted, p50: wanted, p90: wanted });
}

#[rstest]
#[case::reach(RiceInputs { reach: None, ..wide() }, &[Input::Reach])]
#[case::impact(RiceInputs { impact: None, ..wide() }, &[Input::Impact])]
#[case::effort(RiceInputs { effort: None, ..wide() }, &[Input::Effort])]
#[case::all(RiceInputs::default(), &[Input::Reach, Input::Impact, Input::Effort])]
fn what_is_not_set_gives_no_value_and_not_zero(#[case] inputs: RiceInputs, #[case] missing: &[Input]) {
    assert_eq!(value(&inputs, "u", CHANCE), None);
    assert_eq!(rice::missing(&inputs), missing);
    assert!(rice::check(&inputs).is_ok());
}

#[test]
fn a_reach_of_zero_is_worth_zero_which_is_not_the_same_as_not_set() {
    assert_eq!(value(&exact(0.0, 1.0, 1.0, 1.0), "u", CHANCE), Some(ValueSpread { p10: 0.0, p50: 0.0, p90: 0.0 }));
}

#[rstest]
#[case::no_effort(RiceInputs { effort: Some(Range::exactly(0.0)), ..wide() }, "Effort can't be 0.")]
#[case::negative_effort(RiceInputs { effort: Some(range(-1.0, 1.0, 2.0)), ..wide() }, "Effort can't be −1.")]
#[case::negative_reach(RiceInputs { reach: Some(Range::exactly(-3.0)), ..wide() }, "Reach can't be −3.")]
#[case::nan(RiceInputs { impact: Some(range(0.5, f64::NAN, 1.0)), ..wide() }, "Impact has a value that isn't a number.")]
#[case::infinite(RiceInputs { reach: Some(range(1.0, 2.0, f64::INFINITY)), ..wide() }, "Reach has a value that isn't a number.")]
#[case::percent(RiceInputs { confidence: Some(Range::exactly(80.0)), ..wide() }, "Confidence can't be 80.")]
#[case::order(RiceInputs { impact: Some(range(2.0, 1.0, 3.0)), ..wide() }, "The three values of impact are not in order.")]
fn what_cannot_be_calculated_is_refused_in_plain_words(#[case] inputs: RiceInputs, #[case] what: &str) {
    let problem = rice::check(&inputs).expect_err("is refused");
    assert_eq!(problem.what, what);
    assert_eq!(problem.kept, "The score is as it was.");
    assert!(!problem.todo.is_empty());
}

#[test]
fn a_range_keeps_its_three_quantiles() {
    let inputs = RiceInputs {
        reach: Some(range(100.0, 250.0, 1000.0)),
        impact: Some(Range::exactly(1.0)),
        confidence: None,
        effort: Some(Range::exactly(1.0)),
    };
    let spread = value(&inputs, "u", Chance { draws: 50_000, seed: 1 }).expect("is complete");
    for (got, wanted) in [(spread.p10, 100.0), (spread.p50, 250.0), (spread.p90, 1000.0)] {
        assert!((got / wanted - 1.0).abs() < 0.04, "{got} is not near {wanted}");
    }
}

#[test]
fn a_range_from_zero_keeps_its_quantiles_and_stays_above_zero() {
    let inputs = RiceInputs {
        reach: Some(range(0.0, 10.0, 100.0)),
        impact: Some(Range::exactly(1.0)),
        confidence: None,
        effort: Some(Range::exactly(1.0)),
    };
    let draws = engine::score::spread::draws(&inputs, "u", CHANCE).expect("is complete");
    assert!(draws.iter().all(|draw| *draw >= 0.0));
    let spread = value(&inputs, "u", CHANCE).expect("is complete");
    assert!(spread.p10 < 2.0 && (8.0..12.0).contains(&spread.p50), "{spread:?}");
}

#[test]
fn a_doubtful_score_spreads_around_its_likely_value() {
    let spread = value(&wide(), "OPP-34", Chance::default()).expect("is complete");
    assert!(spread.p10 > 480.0 && spread.p10 < 560.0, "{spread:?}");
    assert!(spread.p50 > 860.0 && spread.p50 < 960.0, "{spread:?}");
    assert!(spread.p90 > 1450.0 && spread.p90 < 1650.0, "{spread:?}");
}

#[test]
fn the_ranking_goes_by_p50_and_leaves_the_unscored_out() {
    let (best, middle, unset) = (exact(900.0, 1.0, 1.0, 1.0), exact(500.0, 1.0, 1.0, 1.0), RiceInputs::default());
    let contenders = [("b", &middle), ("x", &unset), ("a", &best)].map(|(uid, inputs)| Contender { uid, inputs });
    let standings = rank(&contenders, CHANCE);
    let seen: Vec<_> = standings.iter().map(|s| s.map(|s| (s.rank, s.value.p50, s.top.k, s.top.chance))).collect();
    assert_eq!(seen, [Some((2, 500.0, 3, 1.0)), None, Some((1, 900.0, 1, 1.0))]);
}

#[test]
fn two_that_differ_only_in_their_random_numbers_share_the_top() {
    let inputs = wide();
    let standings = rank(&["a", "b"].map(|uid| Contender { uid, inputs: &inputs }), Chance::default());
    let first = standings.iter().flatten().find(|standing| standing.rank == 1).expect("one is first");
    assert!((first.top.chance - 0.5).abs() < 0.03, "{first:?}");
}

#[test]
fn equal_values_keep_their_order_and_are_both_on_top() {
    let inputs = exact(100.0, 1.0, 1.0, 1.0);
    let standings = rank(&["z", "a"].map(|uid| Contender { uid, inputs: &inputs }), CHANCE);
    let seen: Vec<_> = standings.iter().flatten().map(|s| (s.rank, s.top.chance)).collect();
    assert_eq!(seen, [(1, 1.0), (2, 1.0)]);
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
#[case(u32::MAX, u32::MAX)]
fn a_rank_is_said_as_the_next_round_top(#[case] rank: u32, #[case] k: u32) {
    assert_eq!(top_of(rank), k);
}

fn any_range(least: f64, most: f64) -> impl Strategy<Value = Range> {
    [least..most, least..most, least..most].prop_map(|mut values| {
        values.sort_by(f64::total_cmp);
        range(values[0], values[1], values[2])
    })
}

prop_compose! {
    fn any_inputs()(
        reach in any_range(0.0, 1e12),
        impact in any_range(0.0, 100.0),
        confidence in proptest::option::of(any_range(0.0, 1.0)),
        effort in any_range(0.001, 10_000.0),
    ) -> RiceInputs {
        RiceInputs { reach: Some(reach), impact: Some(impact), confidence, effort: Some(effort) }
    }
}

const FEW: Chance = Chance { draws: 200, seed: 9 };

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn zero_width_is_the_plain_formula(r in 0.0..1e12, i in 0.0..100.0, c in 0.0..1.0, e in 0.001..10_000.0) {
        let plain = r * i * c / e;
        prop_assert_eq!(value(&exact(r, i, c, e), "u", FEW), Some(ValueSpread { p10: plain, p50: plain, p90: plain }));
    }

    #[test]
    fn quantiles_are_in_order_and_finite(inputs in any_inputs(), seed: u64) {
        let spread = value(&inputs, "u", Chance { draws: 200, seed }).expect("is complete");
        prop_assert!(0.0 <= spread.p10 && spread.p10 <= spread.p50 && spread.p50 <= spread.p90);
        prop_assert!(spread.p90.is_finite());
    }

    #[test]
    fn another_opportunity_moves_nobodys_value(all in proptest::collection::vec(any_inputs(), 2..6)) {
        let uids: Vec<String> = (0..all.len()).map(|n| format!("u{n}")).collect();
        let contenders: Vec<Contender> = uids.iter().zip(&all).map(|(uid, inputs)| Contender { uid, inputs }).collect();
        let with = rank(&contenders, FEW);
        let without = rank(&contenders[1..], FEW);
        let values = |standings: &[Option<engine::score::Standing>]| -> Vec<_> {
            standings.iter().map(|standing| standing.map(|s| s.value)).collect()
        };
        prop_assert_eq!(&values(&with)[1..], &values(&without)[..]);
    }

    #[test]
    fn more_reach_is_never_worth_less(inputs in any_inputs(), times in 1.0..10.0) {
        let reach = inputs.reach.expect("is set");
        let reach = range(reach.low / 10.0, reach.likely / 10.0, reach.high / 10.0);
        let more = range(reach.low * times, reach.likely * times, reach.high * times);
        let before = value(&RiceInputs { reach: Some(reach), ..inputs }, "u", FEW).expect("is complete");
        let after = value(&RiceInputs { reach: Some(more), ..inputs }, "u", FEW).expect("is complete");
        // Rounding of a logarithm may take back the last bits when reach grows by almost nothing.
        let no_less = |after: f64, before: f64| after >= before * (1.0 - 1e-12);
        prop_assert!(no_less(after.p10, before.p10) && no_less(after.p50, before.p50) && no_less(after.p90, before.p90));
    }

    #[test]
    fn the_same_seed_gives_the_same_value(inputs in any_inputs()) {
        prop_assert_eq!(value(&inputs, "u", FEW), value(&inputs, "u", FEW));
    }
}
