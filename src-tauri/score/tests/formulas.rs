//! The formula language: what it reads, what it gives, and what it says of mistakes.

// A step that fails ends the test; clippy lets only the test functions themselves do it.
#![allow(clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use rstest::rstest;
use scoring::formula::{Formula, Name, Problem, Unit};

fn known() -> Vec<Name> {
    let names = [
        ("reach", "customers"),
        ("impact", "points"),
        ("effort", "person-months"),
        ("risk_cost", "person-months"),
        ("revenue", "EUR"),
        ("incidents_30d", "incidents"),
        ("trend_4w", ""),
    ];
    names.map(|(name, unit)| Name { name: name.to_owned(), unit: Unit::of(unit) }).to_vec()
}

fn read(text: &str) -> Result<Formula, Problem> {
    Formula::read(text, &known())
}

/// With every name worth what `of` says.
fn value(text: &str, of: impl Fn(&str) -> f64) -> f64 {
    let formula = read(text).unwrap_or_else(|problem| panic!("{text:?}: {problem:?}"));
    let inputs: Vec<f64> = formula.names().iter().map(|name| of(name)).collect();
    formula.at(&inputs).expect("has a value")
}

#[rstest]
#[case("value = 1 + 2 * 3", 7.0)]
#[case("value = (1 + 2) * 3", 9.0)]
#[case("value = 8 / 2 / 2", 2.0)]
#[case("value = 10 - 2 - 3", 5.0)]
#[case("value = -2 * -3", 6.0)]
#[case("value = 3 × 4 ÷ 2 − 1", 5.0)]
#[case("value = min(3, 1, 2) + max(3, 1, 2)", 4.0)]
#[case("value = if(2 >= 2, 5, 1 / 0)", 5.0)]
#[case("value = .5 * 4", 2.0)]
#[case("# how much a quarter is worth\nhurt = 2 * 3  # orders\n\nvalue = hurt * hurt", 36.0)]
fn plain_arithmetic(#[case] text: &str, #[case] wanted: f64) {
    assert_eq!(value(text, |_| f64::NAN), wanted);
}

#[test]
fn the_formula_of_the_example_reads_names_and_tells_its_unit() {
    let text = "# how much a quarter of work is worth\n# orders hurt, weighted by how much\nhurt   = reach * impact\nurgent = if(incidents_30d > 3, 1.5, 1)\nvalue  = hurt * urgent / (effort + risk_cost)\n";
    let of = |name: &str| if name == "incidents_30d" { 4.0 } else { 2.0 };
    assert_eq!(value(text, of), 1.5);
    let formula = read(text).expect("is right");
    assert_eq!(formula.names(), ["reach", "impact", "incidents_30d", "effort", "risk_cost"]);
    assert_eq!(formula.unit().to_string(), "customers × points ÷ person-months");
    assert!(formula.product().is_none());
    assert!(read("a = reach * impact\nvalue = 2 * a / effort").expect("is right").product().is_some());
}

#[rstest]
#[case("value = 2 * (1 + 3", "1:19 a closing bracket is missing. Add “)” after 3. | Add it → value = 2 * (1 + 3)")]
#[case("value = hurt / effort", "1:9 there is nothing called hurt. Choose one of the names you can use.")]
#[case(
    "a = (reach\nvalue = a",
    "1:11 a closing bracket is missing. Add “)” after reach. | Add it → a = (reach)\nvalue = a"
)]
#[case("value = reach)", "1:14 this bracket closes nothing. Take it away. | Take it away → value = reach")]
#[case("value = reach * ", "1:16 something is missing after “*”. Write a number or a name, or take the sign away.")]
#[case(
    "value = reech / effort",
    "1:9 there is nothing called reech. Is it reach? | Write reach → value = reach / effort"
)]
#[case(
    "value = reach impact",
    "1:15 a sign is missing before impact. Write *, /, + or - between the two. | Multiply → value = reach * impact"
)]
#[case(
    "value = reach + revenue",
    "1:15 customers and EUR can't be added. Multiply one by a rate between the two, or write plain( ) around it."
)]
#[case(
    "value = if(reach > effort, 1, 2)",
    "1:12 customers and person-months can't be compared. Multiply one by a rate between the two, or write plain( ) around it."
)]
#[case("value = reach > 3", "1:15 only if can compare. Write if(a > b, this, that).")]
#[case("value = if(reach, 1, 2)", "1:12 the first part of if has to compare two values. Write if(a > b, this, that).")]
#[case("value = min(reach)", "1:9 min takes two values or more. Write min(a, b).")]
#[case("value = sqrt(reach)", "1:9 there is no function sqrt. There are min, max, if and plain.")]
#[case("hurt = reach", "1:1 the last line has to be value, not hurt. Add a last line: value = …")]
#[case("reach = 3\nvalue = 1", "1:1 reach means something already. Choose another name.")]
#[case("a = 1\na = 2\nvalue = a", "2:1 a has a line already. Choose another name.")]
#[case(
    "value = 1,000",
    "1:10 a comma stands between the parts of min, max and if only. Write thousands without a comma, and decimals with a point."
)]
#[case("value = reach $ 2", "1:15 “$” means nothing here. Use numbers, names, + - * /, brackets, min, max and if.")]
#[case("reach / effort", "1:7 an “=” is missing. Every line is a name, “=” and what it is worth.")]
#[case("", "1:1 there is no formula yet. Write value = and what it is worth.")]
#[case("x = \"é\"", "1:5 “\"” means nothing here. Use numbers, names, + - * /, brackets, min, max and if.")]
fn a_mistake_is_said_with_its_place_and_what_to_do(#[case] text: &str, #[case] wanted: &str) {
    let problem = read(text).expect_err("is wrong");
    let repair = problem.repair.map_or(String::new(), |repair| format!(" | {} → {}", repair.label, repair.text));
    assert_eq!(format!("{}:{} {} {}{repair}", problem.line, problem.character, problem.says, problem.todo), wanted);
}

#[test]
fn deep_nesting_and_long_texts_are_refused() {
    for text in ["(".repeat(3_000), "-".repeat(3_000), "min(".repeat(900), "1+".repeat(1_900), "9".repeat(5_000)] {
        assert!(read(&format!("value = {text}")).is_err());
    }
}

#[test]
fn weights_leave_out_and_count_twice() {
    let formula = read("value = reach * impact / effort").expect("is right");
    assert_eq!(formula.weighed(&[0.0, 2.0, 1.0]).at(&[7.0, 3.0, 2.0]), Some(4.5));
    let sum = read("value = (effort + risk_cost) / 2").expect("is right");
    assert_eq!(sum.weighed(&[0.0, 2.0]).at(&[7.0, 3.0]), Some(3.0));
    assert_eq!(sum.times("share", 1.0).at(&[1.0, 3.0, 0.5]), Some(1.0));
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in "[a-z0-9 ()=+*/,.<>#\n\\-−×é🦀_]{0,200}") {
        if let Err(problem) = read(&text) {
            let line = text.split('\n').nth(problem.line as usize - 1).unwrap_or_default();
            prop_assert!(problem.character as usize <= line.encode_utf16().count() + 1);
        }
    }

    #[test]
    fn a_repair_takes_its_problem_away(opened in 1usize..4) {
        let text = format!("value = {}reach * 2", "(".repeat(opened));
        let repair = read(&text).expect_err("is wrong").repair.expect("is offered");
        prop_assert!(read(&repair.text).is_ok());
    }
}
