//! How often the verdicts are right, counted over planted series with fixed seeds. `cargo xtask eval outcome` prints the
//! whole table.

use outcome::simulate::{Planted, ever_told, verdicts, watched};
use rstest::rstest;

/// Without an effect, at most this share may be told of one.
const FALSE_ALARMS: f64 = 0.06;

#[rstest]
#[case::rare(2.0, 1.0, None)]
#[case::usual(10.0, 1.0, None)]
#[case::many(60.0, 1.0, None)]
#[case::bursts(10.0, 2.0, None)]
#[case::strong_bursts(20.0, 4.0, None)]
#[case::rare_bursts(3.0, 2.5, None)]
#[case::all_fell_alike(15.0, 1.0, Some((60.0, 0.6)))]
#[case::all_fell_alike_in_bursts(15.0, 2.0, Some((60.0, 0.6)))]
fn no_effect_is_seldom_called_one(#[case] rate: f64, #[case] dispersion: f64, #[case] others: Option<(f64, f64)>) {
    let planted = Planted { dispersion, others, ..Planted::steady(rate) };
    let found = verdicts(planted, 2_000, 11);
    assert!(found.fell + found.rose <= FALSE_ALARMS, "{found:?}");
}

#[rstest]
#[case(10.0, 1.0)]
#[case(10.0, 2.0)]
fn who_looks_every_week_is_not_fooled_more_often(#[case] rate: f64, #[case] dispersion: f64) {
    let told = ever_told(Planted { dispersion, ..Planted::steady(rate) }, 1_500, 12);
    assert!(told <= FALSE_ALARMS, "{told}");
}

#[rstest]
#[case::by_half(10.0, 0.5, 1.0, 0.8)]
#[case::by_two_thirds_in_bursts(12.0, 0.33, 2.0, 0.8)]
#[case::by_a_third_of_many(40.0, 0.67, 1.0, 0.8)]
fn a_fall_is_found(#[case] rate: f64, #[case] ratio: f64, #[case] dispersion: f64, #[case] power: f64) {
    let found = verdicts(Planted { ratio, dispersion, ..Planted::steady(rate) }, 1_500, 13);
    assert!(found.fell >= power, "{found:?}");
    assert!(found.rose == 0.0, "{found:?}");
}

#[test]
fn few_signals_are_said_to_be_few() {
    let found = verdicts(Planted::steady(1.0), 1_000, 14);
    assert!(found.too_few > 0.9, "{found:?}");
    let found = verdicts(Planted::steady(40.0), 1_000, 14);
    assert!(found.unchanged > 0.9, "{found:?}");
}

#[rstest]
#[case(10.0, 1.0)]
#[case(30.0, 1.0)]
#[case(20.0, 2.0)]
fn a_quiet_year_has_seldom_an_alarm(#[case] rate: f64, #[case] dispersion: f64) {
    let planted = Planted { ratio: 0.4, dispersion, ..Planted::steady(rate) };
    let quiet = watched(planted, rate * 0.4, 52, 1_200, 15);
    assert!(quiet.n > 1_000 && quiet.alarms <= FALSE_ALARMS, "{quiet:?}");
    let back = watched(planted, rate, 52, 600, 16);
    assert!(back.alarms > 0.95 && back.weeks.is_some_and(|weeks| weeks <= 6), "{back:?}");
}
