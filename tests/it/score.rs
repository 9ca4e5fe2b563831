//! What people enter into a score, and what is refused. The arithmetic is tested beside it, in `src-tauri/score/tests`.

use engine::model::{Range, RiceInputs, Time};
use engine::score::inputs::{self, check_rice};
use engine::score::{Facts, Framework, Method, ValueSpread, Worlds};
use rstest::rstest;

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

fn value(inputs: &RiceInputs) -> (Option<ValueSpread>, Vec<String>) {
    let rice = Method::published(Framework::Rice).expect("is published");
    let entered = inputs::all(inputs, []);
    let facts = Facts { inputs: &entered, pieces: &[], risks: &[], now: Time(0), share: 1.0 };
    (rice.value("u", &facts, Worlds::usual()), rice.missing_labels(&facts))
}

#[rstest]
#[case(450.0, 3.0, 1.0, 2.0, 675.0)]
#[case(2000.0, 1.0, 0.8, 4.0, 400.0)]
#[case(800.0, 2.0, 0.5, 1.0, 800.0)]
#[case(0.0, 1.0, 1.0, 1.0, 0.0)]
fn the_published_examples_come_out(
    #[case] reach: f64,
    #[case] impact: f64,
    #[case] confidence: f64,
    #[case] effort: f64,
    #[case] wanted: f64,
) {
    assert_eq!(value(&exact(reach, impact, confidence, effort)), (Some(ValueSpread::exactly(wanted)), Vec::new()));
}

#[rstest]
#[case::reach(RiceInputs { reach: None, ..wide() }, &["Reach"])]
#[case::impact(RiceInputs { impact: None, ..wide() }, &["Impact"])]
#[case::effort(RiceInputs { effort: None, ..wide() }, &["Effort"])]
#[case::all(RiceInputs::default(), &["Reach", "Impact", "Effort"])]
fn what_is_not_set_gives_no_value_and_not_zero(#[case] inputs: RiceInputs, #[case] missing: &[&str]) {
    let (value, lacks) = value(&inputs);
    assert_eq!(value, None);
    assert_eq!(lacks, missing);
    assert!(check_rice(&inputs).is_ok());
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
    let problem = check_rice(&inputs).expect_err("is refused");
    assert_eq!(problem.what, what);
    assert_eq!(problem.kept, "The score is as it was.");
    assert!(!problem.todo.is_empty());
}
