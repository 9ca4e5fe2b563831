//! Receipts: what stands behind a number, counted and written for people.

use engine::model::{CustomerId, Kind, Range, ReporterId, RiceInputs, SignalId, Time};
use engine::score::evidence::{count, importance};
use engine::score::panel::Told;
use engine::score::receipt::{Entry, FormulaSaid, Linked, Place, SetBy, Subject, receipt};
use engine::score::{
    Facts, Framework, Method, NumberOf, Piece, Standing, TopChance, Worlds, inputs as entered, numbers,
};
use rstest::rstest;

fn range(low: f64, likely: f64, high: f64) -> Range {
    Range { low, likely, high }
}

fn exact(reach: f64, impact: f64, confidence: f64, effort: f64) -> RiceInputs {
    let [reach, impact, confidence, effort] =
        [reach, impact, confidence, effort].map(|value| Some(Range::exactly(value)));
    RiceInputs { reach, impact, confidence, effort }
}

fn wide() -> RiceInputs {
    let reach = Some(range(1400.0, 1850.0, 2300.0));
    RiceInputs { reach, confidence: None, ..exact(0.0, 0.75, 0.0, 1.5) }
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
        told: Told::default(),
        quotes: Vec::new(),
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
    let rice = Method::published(Framework::Rice).expect("is published");
    let all = entered::all(&inputs, []);
    let facts = Facts::entered(&all, now);
    let value = rice.value("u", &facts, Worlds::usual());
    let entries = rice.factors.iter().map(|factor| Entry {
        factor: factor.clone(),
        range: facts.range(&factor.name),
        set_by: Some(SetBy { actor: "Maya".to_owned(), at: day }),
    });
    let entries: Vec<Entry> = entries.collect();
    let evidence = linked();
    let about = Subject {
        label: "OPP-34",
        title: "One charge per order",
        formula: FormulaSaid { version: &rice.version, words: &rice.words, points: &rice.points },
        entries: &entries,
        evidence: &evidence,
        against: &[],
        used: None,
        value,
        place: value.map(|value| Place {
            standing: Standing { value, rank: 1, top: TopChance { k: 1, chance: 1.0 } },
            of: 1,
            above: None,
            below: None,
        }),
        reach_unit: "orders a quarter",
        currency: "EUR",
        chance: Worlds::usual().chance(),
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

    10,000 draws, seed 4127
    Calculated 2026-11-21T08:49:00Z
    ");
    insta::assert_snapshot!(receipt_of(NumberOf::TopChance, exact(450.0, 3.0, 1.0, 2.0)), @"
    How sure the rank of OPP-34 One charge per order is
    share of the draws in which fewer than k others have a higher value (rice/1)

      OPP-34 One charge per order: 675, exact inputs
      Compared with: nothing else yet
    = Among the top 1: 100 %

    10,000 draws, seed 4127
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
