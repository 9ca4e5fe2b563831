//! What people enter into a score, what is refused, and how sure evidence makes it. The arithmetic is tested beside it, in
//! `src-tauri/score/tests`.

use engine::model::{Kind, Range, ReporterId, RiceInputs, Time};
use engine::score::inputs::{self, Inputs, check_rice};
use engine::score::{Facts, Framework, Method, Piece, SuggestedInput, ValueSpread, Worlds, suggest};
use proptest::collection::vec;
use proptest::prelude::*;
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
    let facts = Facts::entered(&entered, Time(0));
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

fn piece(kind: Kind, reporter: Option<u32>) -> Piece {
    let reporter = reporter.map(ReporterId);
    Piece { kind, happened_at: Time(0), reporter, customer: None, revenue: None, importance: 1, duplicate: false }
}

/// So many tickets of different people, and so many incidents of nobody.
fn pieces((people, incidents): (u32, u32)) -> Vec<Piece> {
    let told = (0..people).map(|person| piece(Kind::Ticket, Some(person)));
    told.chain((0..incidents).map(|_| piece(Kind::Incident, None))).collect()
}

fn confidence(pieces: &[Piece], against: &[Piece]) -> Option<SuggestedInput> {
    let nothing = Inputs::new();
    suggest::input("confidence", &Facts { pieces, against, ..Facts::entered(&nothing, Time(0)) })
}

#[rstest]
#[case::sure((3, 1), (0, 0), 1.0, "3 people told us and 1 operational signal show it")]
#[case::told((5, 0), (0, 0), 0.8, "5 people told us and 0 operational signals show it")]
#[case::little((2, 0), (0, 0), 0.5, "2 people told us and 0 operational signals show it")]
#[case::one_voice(
    (3, 1), (1, 0), 1.0,
    "3 people told us and 1 operational signal show it; 1 signal speaks against it (1 person, 0 operational signals): too little for a step down"
)]
#[case::several_voices(
    (3, 1), (3, 0), 0.8,
    "3 people told us and 1 operational signal show it; 3 signals speak against it (3 people, 0 operational signals): one step lower"
)]
#[case::both(
    (3, 1), (3, 1), 0.5,
    "3 people told us and 1 operational signal show it; 4 signals speak against it (3 people, 1 operational signal): two steps lower"
)]
#[case::operations_outweigh_words(
    (9, 0), (0, 1), 0.5,
    "9 people told us and 0 operational signals show it; 1 signal speaks against it (0 people, 1 operational signal): one step lower"
)]
#[case::not_below_the_lowest(
    (1, 0), (3, 1), 0.5,
    "1 person told us and 0 operational signals show it; 4 signals speak against it (3 people, 1 operational signal): it is the lowest step already"
)]
#[case::nothing_for_it(
    (0, 0), (1, 0), 0.5,
    "0 people told us and 0 operational signals show it; 1 signal speaks against it (1 person, 0 operational signals): too little for a step down"
)]
fn what_speaks_against_it_takes_steps_back(
    #[case] speaking_for: (u32, u32),
    #[case] against: (u32, u32),
    #[case] share: f64,
    #[case] because: &str,
) {
    let found = confidence(&pieces(speaking_for), &pieces(against)).expect("there is evidence");
    assert_eq!((found.range, found.because.as_str()), (Range::exactly(share), because));
    assert_eq!(found.n, speaking_for.0 + speaking_for.1 + against.0 + against.1);
}

#[test]
fn without_evidence_nothing_is_suggested() {
    assert_eq!(confidence(&[], &[]), None);
}

fn evidence() -> impl Strategy<Value = Vec<Piece>> {
    let kind = proptest::sample::select(Kind::ALL);
    let one = (kind, proptest::option::of(0_u32..6), any::<bool>());
    vec(one.prop_map(|(kind, reporter, duplicate)| Piece { duplicate, ..piece(kind, reporter) }), 0..10)
}

/// Confidence that isn't set counts as certainty.
fn share(pieces: &[Piece], against: &[Piece]) -> f64 {
    confidence(pieces, against).map_or(1.0, |found| found.range.likely)
}

proptest! {
    #[test]
    fn more_against_it_never_makes_it_surer(speaking_for in evidence(), against in evidence(), more in evidence()) {
        let both: Vec<Piece> = against.iter().chain(&more).copied().collect();
        prop_assert!(share(&speaking_for, &both) <= share(&speaking_for, &against));
    }

    #[test]
    fn evidence_that_turns_against_it_never_makes_it_surer(speaking_for in evidence(), against in evidence()) {
        if let Some((turned, rest)) = speaking_for.split_first() {
            let both: Vec<Piece> = against.iter().chain([turned]).copied().collect();
            prop_assert!(share(rest, &both) <= share(&speaking_for, &against));
        }
    }

    #[test]
    fn the_order_of_evidence_says_nothing(speaking_for in evidence(), against in evidence(), by in 0_usize..10) {
        let turned = |pieces: &[Piece]| {
            let mut pieces = pieces.to_vec();
            let by = by.min(pieces.len());
            pieces.rotate_left(by);
            pieces.reverse();
            pieces
        };
        let found = confidence(&turned(&speaking_for), &turned(&against));
        prop_assert_eq!(found, confidence(&speaking_for, &against));
    }
}

#[rstest]
#[case("value = reach * people", false)]
#[case("value = reach * people / (1 + against)", false)]
#[case("value = reach * sources", true)]
#[case("hours = incident_minutes / 60\nvalue = hours * people", true)]
fn only_formulas_that_measure_are_measured_for(#[case] text: &str, #[case] measures: bool) {
    assert_eq!(Method::custom("Worth", 1, text, "EUR").expect("is right").uses_measures(), measures);
}

#[test]
fn a_saved_line_keeps_its_meaning_when_a_field_of_its_name_comes() {
    let text = "sources = 2 # tools\nvalue = sources * reach";
    assert!(Method::custom("Worth", 1, text, "EUR").is_err(), "nobody writes it so any more");
    let method = Method::saved("Worth", 1, text, "EUR").expect("still reads");
    assert_eq!((method.formula.names(), method.uses_measures()), (&["reach".to_owned()][..], false));
}
