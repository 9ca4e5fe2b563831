//! The published formulas, and ranges through them.

// A step that fails ends the test; clippy lets only the test functions themselves do it.
#![allow(clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use rstest::rstest;
use scoring::framework::{self, Framework, too_much_must};
use scoring::kano::class;
use scoring::{Chance, Formula, Given, Range, ValueSpread, Worlds};

fn formula(framework: Framework) -> &'static Formula {
    framework.definition().and_then(|definition| definition.formula()).expect("is published")
}

/// Ranges in the order of the framework.
fn given(framework: Framework, ranges: &[Range]) -> Vec<Option<Given>> {
    let inputs = framework.definition().expect("is published").inputs;
    assert_eq!(inputs.len(), ranges.len());
    formula(framework)
        .names()
        .iter()
        .map(|name| {
            let at = inputs.iter().position(|input| input.name == name).expect("is an input");
            let input = inputs[at];
            Some(Given { range: ranges[at], least: input.least, most: input.most, stream: input.stream })
        })
        .collect()
}

fn exactly(values: &[f64]) -> Vec<Range> {
    values.iter().map(|value| Range::exactly(*value)).collect()
}

#[rstest]
#[case(Framework::Rice, &[450.0, 3.0, 1.0, 2.0], 675.0)]
#[case(Framework::Rice, &[2000.0, 1.0, 0.8, 4.0], 400.0)]
#[case(Framework::Rice, &[800.0, 2.0, 0.5, 1.0], 800.0)]
#[case(Framework::IceMean, &[8.0, 3.0, 5.0], 16.0 / 3.0)]
#[case(Framework::IceProduct, &[8.0, 3.0, 5.0], 120.0)]
#[case(Framework::Wsjf, &[13.0, 8.0, 5.0, 3.0], 26.0 / 3.0)]
#[case(Framework::Opportunity, &[9.0, 3.0], 15.0)]
#[case(Framework::Opportunity, &[9.0, 9.5], 9.0)]
#[case(Framework::Kano, &[4.0, 2.0], 6.0)]
#[case(Framework::ValueEffort, &[8.0, 2.0], 4.0)]
#[case(Framework::Weighted, &[10.0, 5.0, 0.0, 5.0, 5.0], 5.0)]
#[case(Framework::Moscow, &[3.0], 3.0)]
fn the_published_examples_come_out(#[case] framework: Framework, #[case] inputs: &[f64], #[case] wanted: f64) {
    let spread = Worlds::usual().spread(formula(framework), "u", &given(framework, &exactly(inputs)));
    assert_eq!(spread, Some(ValueSpread::exactly(wanted)));
}

#[test]
fn every_framework_has_a_formula_and_inputs_of_its_own_streams() {
    for framework in Framework::PUBLISHED {
        let definition = framework.definition().expect("is published");
        let names: Vec<&str> = definition.inputs.iter().map(|input| input.name).collect();
        let mut used: Vec<&str> = formula(framework).names().iter().map(String::as_str).collect();
        used.sort_by_key(|name| names.iter().position(|own| own == name));
        assert_eq!(used, names, "{}", definition.name);
    }
    let mut streams: Vec<u8> = framework::inputs().map(|input| input.stream).collect();
    assert_eq!(framework::inputs().count(), 22);
    streams.sort_unstable();
    streams.dedup();
    assert_eq!(streams.len(), 22, "two inputs share their random numbers");
}

#[rstest]
#[case(Framework::Kano, &[4.0, 0.0], Some("Attractive"))]
#[case(Framework::Kano, &[2.0, 4.0], Some("The more the better"))]
#[case(Framework::Kano, &[0.0, 4.0], Some("Must be there"))]
#[case(Framework::Kano, &[0.0, 0.0], Some("Indifferent"))]
#[case(Framework::Kano, &[-2.0, -2.0], Some("Unwanted"))]
#[case(Framework::Kano, &[4.0, -2.0], Some("Questionable"))]
#[case(Framework::Moscow, &[3.0], Some("Must have"))]
#[case(Framework::Moscow, &[0.0], Some("Won't have this time"))]
#[case(Framework::Rice, &[1.0, 1.0, 1.0, 1.0], None)]
fn classes_have_names(#[case] framework: Framework, #[case] likely: &[f64], #[case] wanted: Option<&str>) {
    assert_eq!(class(framework, likely), wanted);
}

#[test]
fn more_than_sixty_percent_must_is_too_much() {
    assert_eq!(too_much_must(6.0, 10.0), None);
    assert_eq!(too_much_must(7.0, 10.0), Some(0.7));
    assert_eq!(too_much_must(0.0, 0.0), None);
}

#[test]
fn a_range_keeps_its_three_quantiles() {
    let ranges = [
        Range { low: 100.0, likely: 250.0, high: 1000.0 },
        Range::exactly(1.0),
        Range::exactly(1.0),
        Range::exactly(1.0),
    ];
    let spread =
        Worlds::usual().spread(formula(Framework::Rice), "u", &given(Framework::Rice, &ranges)).expect("is set");
    for (got, wanted) in [(spread.p10, 100.0), (spread.p50, 250.0), (spread.p90, 1000.0)] {
        assert!((got / wanted - 1.0).abs() < 0.002, "{got} is not near {wanted}");
    }
}

#[test]
fn what_is_not_set_gives_no_value() {
    let mut some = given(Framework::Wsjf, &exactly(&[1.0, 1.0, 1.0, 1.0]));
    some[2] = None;
    assert_eq!(Worlds::usual().spread(formula(Framework::Wsjf), "u", &some), None);
}

fn ranges_within(framework: Framework) -> impl Strategy<Value = Vec<Range>> {
    let inputs = framework.definition().expect("is published").inputs;
    let each = inputs.iter().map(|input| {
        [input.least..input.most.min(1e6), input.least..input.most.min(1e6), input.least..input.most.min(1e6)].prop_map(
            |mut values| {
                values.sort_by(f64::total_cmp);
                Range { low: values[0], likely: values[1], high: values[2] }
            },
        )
    });
    each.collect::<Vec<_>>()
}

fn any_scored() -> impl Strategy<Value = (Framework, Vec<Range>)> {
    proptest::sample::select(Framework::PUBLISHED.to_vec())
        .prop_flat_map(|framework| (Just(framework), ranges_within(framework)))
}

#[test]
fn a_range_that_leaves_what_is_below_zero_is_worth_no_less() {
    let worth = |low: f64| {
        let functional = Range { low, likely: 0.7, high: 3.9 };
        let dysfunctional = Range { low: -1.0, likely: 2.0, high: 3.5 };
        Worlds::usual().spread(formula(Framework::Kano), "u", &given(Framework::Kano, &[functional, dysfunctional]))
    };
    let [before, after] = [-0.46, 0.01].map(|low| worth(low).expect("is set"));
    assert!(before.p50 <= after.p50 && before.p10 <= after.p10, "{before:?} {after:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn zero_width_is_the_plain_formula((framework, ranges) in any_scored()) {
        let likely: Vec<Range> = ranges.iter().map(|range| Range::exactly(range.likely)).collect();
        let given = given(framework, &likely);
        let plain: Vec<f64> = given.iter().map(|one| one.expect("is set").range.likely).collect();
        let plain = formula(framework).at(&plain).map(ValueSpread::exactly);
        prop_assert_eq!(Worlds::usual().spread(formula(framework), "u", &given), plain);
    }

    #[test]
    fn quantiles_are_in_order((framework, ranges) in any_scored(), seed: u64) {
        let worlds = Worlds::new(Chance { draws: 200, seed });
        let spread = worlds.spread(formula(framework), "u", &given(framework, &ranges)).expect("is set");
        prop_assert!(spread.p10 <= spread.p50 && spread.p50 <= spread.p90 && spread.p90.is_finite());
    }

    #[test]
    fn more_of_what_helps_is_never_worth_less((framework, ranges) in any_scored(), share in 0.0..1.0) {
        let definition = framework.definition().expect("is published");
        let before = Worlds::usual().spread(formula(framework), "u", &given(framework, &ranges)).expect("is set");
        for (at, input) in definition.inputs.iter().enumerate().filter(|(_, input)| !["÷", "−"].contains(&input.operator)) {
            let mut more = ranges.clone();
            let up = |value: f64| value + (input.most - value) * share;
            let Range { low, likely, high } = more[at];
            more[at] = Range { low: up(low), likely: up(likely), high: up(high) };
            let after = Worlds::usual().spread(formula(framework), "u", &given(framework, &more)).expect("is set");
            // Draws are kept with seven digits.
            let no_less = |after: f64, before: f64| after >= before - before.abs().max(1.0) * 1e-5;
            prop_assert!(no_less(after.p10, before.p10) && no_less(after.p50, before.p50), "{} of {}", input.name, definition.name);
        }
    }
}
