//! Scores: the formula, the spread, the ranking, the counting of evidence, and receipts.

use engine::model::{CustomerId, Kind, Range, ReporterId, RiceInputs, SignalId, Time};
use engine::score::evidence::{count, importance};
use engine::score::rank::{rank, top_of};
use engine::score::receipt::{Linked, Place, SetBy, Subject, receipt};
use engine::score::rice::{self, Input};
use engine::score::spread::value;
use engine::score::{Chance, Contender, NumberOf, Piece, ValueSpread, numbers};
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

fn piece(kind: Kind, at: i64, reporter: Option<u32>, customer: Option<(u32, Option<i64>)>, importance: u8) -> Piece {
    Piece {
        kind,
        happened_at: Time(at),
        reporter: reporter.map(ReporterId),
        customer: customer.map(|(id, _)| CustomerId(id)),
        revenue: customer.and_then(|(_, revenue)| revenue),
        importance,
        duplicate: false,
    }
}

#[test]
fn people_and_customers_count_once_however_often_they_wrote() {
    let acme = Some((1, Some(184_000)));
    let counts = count(&[
        piece(Kind::Ticket, 1, Some(1), acme, 1),
        piece(Kind::Feedback, 2, Some(1), acme, 1),
        piece(Kind::Ticket, 3, Some(2), acme, 1),
        piece(Kind::Ticket, 4, Some(3), Some((2, None)), 1),
        piece(Kind::Incident, 5, None, None, 1),
        piece(Kind::Alert, 6, None, None, 1),
        piece(Kind::Deployment, 7, None, None, 1),
    ]);
    assert_eq!((counts.operations, counts.changes, counts.voices), (2, 1, 4));
    assert_eq!((counts.reporters, counts.customers), (3, 2));
    assert_eq!((counts.revenue, counts.revenue_unknown), (184_000, 1));
    assert_eq!(counts.signals(), 7);
}

#[test]
fn a_duplicate_adds_its_people_and_not_itself() {
    let told = piece(Kind::Ticket, 1, Some(1), Some((1, Some(100))), 1);
    let again = Piece { duplicate: true, ..piece(Kind::Ticket, 2, Some(2), Some((2, Some(50))), 1) };
    let counts = count(&[told, again]);
    assert_eq!((counts.signals(), counts.reporters, counts.customers, counts.revenue), (1, 2, 2, 150));
}

#[test]
fn importance_takes_the_newest_word_of_each_person() {
    let u1_then = piece(Kind::Ticket, 1, Some(1), None, 3);
    let u1_now = piece(Kind::Ticket, 2, Some(1), None, 1);
    let u2 = piece(Kind::Ticket, 1, Some(2), None, 1);
    let u3 = piece(Kind::Ticket, 1, Some(3), None, 0);
    assert_eq!(importance(&[u1_then, u1_now, u2, u3]), 2);
    assert_eq!(importance(&[u3, u1_now, u2, u1_then]), 2, "the order of the list doesn't matter");
    assert_eq!(importance(&[piece(Kind::Incident, 1, None, None, 3)]), 0, "an incident is nobody's word");
}

#[rstest]
#[case(1180.0, "1,180")]
#[case(1_234_567.4, "1,234,567")]
#[case(0.75, "0.75")]
#[case(0.8, "0.8")]
#[case(5.333_333, "5.33")]
#[case(17.4, "17.4")]
#[case(99.96, "100")]
#[case(999.6, "1,000")]
#[case(0.0, "0")]
#[case(-3.0, "−3")]
#[case(f64::NAN, "not a number")]
fn numbers_are_written_for_people(#[case] value: f64, #[case] shown: &str) {
    assert_eq!(numbers::number(value), shown);
}

#[test]
fn ranges_shares_money_and_days_are_written_for_people() {
    assert_eq!(numbers::range(range(3.0, 4.0, 5.0)), "3–5");
    assert_eq!(numbers::range(Range::exactly(1.0)), "1");
    assert_eq!(numbers::range_in_words(range(4.0, 6.0, 8.0)), "4 to 8");
    let shares = [0.0, 0.001, 0.82, 0.999, 1.0].map(numbers::share);
    assert_eq!(shares, ["0 %", "under 1 %", "82 %", "over 99 %", "100 %"]);
    assert_eq!(numbers::money(184_000, "EUR"), "€184,000");
    assert_eq!(numbers::money(-1_500, "CHF"), "−1,500 CHF");
    let now = Time::parse_rfc3339("2026-11-21T08:49:00Z").expect("is a time");
    let then = Time::parse_rfc3339("2025-11-14T23:59:00Z").expect("is a time");
    assert_eq!(numbers::day(now, now), "21 Nov");
    assert_eq!(numbers::day(then, now), "14 Nov 2025");
}

fn linked() -> Vec<Linked> {
    let one = |id: u32, title: &str, reporter: Option<&str>, piece: Piece| Linked {
        id: SignalId(id),
        title: title.to_owned(),
        reporter: reporter.map(str::to_owned),
        customer: piece.customer.map(|id| format!("Customer {id}")),
        piece,
    };
    vec![
        one(3, "Paid twice", Some("Ana"), piece(Kind::Ticket, 30, Some(1), Some((1, Some(184_000))), 1)),
        one(2, "Charged again", Some("Ana"), piece(Kind::Ticket, 20, Some(1), Some((1, Some(184_000))), 3)),
        one(1, "Queue stuck", None, piece(Kind::Incident, 10, None, Some((2, None)), 2)),
    ]
}

fn receipt_of(of: NumberOf, inputs: RiceInputs) -> String {
    let now = Time::parse_rfc3339("2026-11-21T08:49:00Z").expect("is a time");
    let day = Time::parse_rfc3339("2026-11-14T10:00:00Z").expect("is a time");
    let set_by = Input::ALL.map(|input| (input, SetBy { actor: "Maya".to_owned(), at: day }));
    let uid = "u";
    let standing = rank(&[Contender { uid, inputs: &inputs }], CHANCE).first().copied().flatten();
    let evidence = linked();
    let about = Subject {
        label: "OPP-34",
        title: "One charge per order",
        inputs,
        set_by: &set_by,
        evidence: &evidence,
        value: standing.map(|standing| standing.value),
        place: standing.map(|standing| Place { standing, of: 1, above: None, below: None }),
        reach_unit: "orders a quarter",
        currency: "EUR",
        chance: CHANCE,
        now,
    };
    receipt(of, &about).text
}

#[test]
fn the_receipt_of_a_value_ends_in_evidence() {
    insta::assert_snapshot!(receipt_of(NumberOf::Value, exact(450.0, 3.0, 1.0, 2.0)), @"
    Value of OPP-34 One charge per order
    reach × impact × confidence ÷ effort (rice/1)

      Reach, orders a quarter: 450, set by Maya, 14 Nov; 3 signals linked
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
        - incident: Queue stuck (Customer 2)
    × Impact: 3, set by Maya, 14 Nov; 2 voices from 1 person, importance 1.0 of 3
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
    × Confidence: 100 %, set by Maya, 14 Nov; 3 signals linked
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
        - incident: Queue stuck (Customer 2)
    ÷ Effort, person-months: 2, set by Maya, 14 Nov; an estimate; evidence doesn't tell effort
    = Value, RICE points: 675, exact inputs

    Calculated 2026-11-21T08:49:00Z
    ");
}

#[test]
fn the_receipt_of_a_value_that_is_not_there_says_what_is_missing() {
    let inputs = RiceInputs { reach: Some(range(10.0, 20.0, 40.0)), ..RiceInputs::default() };
    insta::assert_snapshot!(receipt_of(NumberOf::Value, inputs), @"
    Value of OPP-34 One charge per order
    reach × impact ÷ effort; there is no confidence factor, because the width of the ranges says how sure it is (rice/1)

      Reach, orders a quarter: 20 (10 to 40), set by Maya, 14 Nov; 3 signals linked
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
        - incident: Queue stuck (Customer 2)
    × Impact: Not set, 2 voices from 1 person, importance 1.0 of 3
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
    ÷ Effort, person-months: Not set, an estimate; evidence doesn't tell effort
    = Value, RICE points: Not set, impact and effort aren't set

    Calculated 2026-11-21T08:49:00Z
    ");
}

#[rstest]
#[case(NumberOf::Reach)]
#[case(NumberOf::Impact)]
#[case(NumberOf::Confidence)]
#[case(NumberOf::Evidence)]
#[case(NumberOf::Reporters)]
#[case(NumberOf::Customers)]
#[case(NumberOf::Revenue)]
fn receipts_of_what_rests_on_evidence_name_it(#[case] of: NumberOf) {
    let text = receipt_of(of, exact(450.0, 3.0, 1.0, 2.0));
    assert!(text.contains("- ticket: Paid twice (Ana, Customer 1)"), "{text}");
}

#[test]
fn people_and_money_are_summed_line_by_line() {
    insta::assert_snapshot!(receipt_of(NumberOf::Evidence, wide()), @"
    Evidence for OPP-34 One charge per order
    linked signals by kind; of somebody who reported more than once, the newest importance counts (evidence/1)

      Incidents: 1
        - incident: Queue stuck (Customer 2)
    + Tickets: 2
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
    = Linked signals: 3, from 1 person; importance 1 when each counts once

    Calculated 2026-11-21T08:49:00Z
    ");
    insta::assert_snapshot!(receipt_of(NumberOf::Reporters, wide()), @"
    People behind OPP-34 One charge per order
    distinct reporters of the linked signals; each counts once, however often they wrote (evidence/1)

      Ana: 2
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
    = People who told us: 1, 1 signal without a reporter

    Calculated 2026-11-21T08:49:00Z
    ");
    insta::assert_snapshot!(receipt_of(NumberOf::Revenue, wide()), @"
    Revenue behind OPP-34 One charge per order
    a year's revenue of the distinct customers of the linked signals; each counts once (evidence/1)

      Customer 1: €184,000, 2 signals
        - ticket: Paid twice (Ana, Customer 1)
        - ticket: Charged again (Ana, Customer 1)
    + Customer 2: Not known, 1 signal
        - incident: Queue stuck (Customer 2)
    = Revenue a year: €184,000, without 1 customer whose revenue isn't known

    Calculated 2026-11-21T08:49:00Z
    ");
}

#[test]
fn rank_and_its_stability_are_explained() {
    insta::assert_snapshot!(receipt_of(NumberOf::Rank, exact(450.0, 3.0, 1.0, 2.0)), @"
    Rank of OPP-34 One charge per order
    ordered by P50 of the value among all complete scores that are neither rejected nor deleted (rice/1)

      OPP-34 One charge per order: 675, exact inputs
    = Rank: 1 of 1, in the top 1 in 100 % of the draws

    2,000 draws, seed 4127
    Calculated 2026-11-21T08:49:00Z
    ");
    insta::assert_snapshot!(receipt_of(NumberOf::TopChance, exact(450.0, 3.0, 1.0, 2.0)), @"
    How sure the rank of OPP-34 One charge per order is
    share of the draws in which fewer than k others have a higher value (rice/1)

      OPP-34 One charge per order: 675, exact inputs
      Compared with: nothing else yet
    = Among the top 1: 100 %

    2,000 draws, seed 4127
    Calculated 2026-11-21T08:49:00Z
    ");
    insta::assert_snapshot!(receipt_of(NumberOf::Rank, RiceInputs::default()), @"
    Rank of OPP-34 One charge per order
    ordered by P50 of the value among all complete scores that are neither rejected nor deleted (rice/1)

      Value, RICE points: Not set
    = Rank: Not ranked, reach, impact and effort aren't set

    Calculated 2026-11-21T08:49:00Z
    ");
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
