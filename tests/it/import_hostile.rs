//! Files that are wrong, broken or out to harm: each gets its plain sentence, and the rows around it are read.

use engine::error::ProblemKind;
use engine::import::Taken;
use rstest::rstest;

use crate::import::{import, plan, proposed, remarks, table, try_table};

#[rstest]
#[case("shot.png", b"\x89PNG\r\n\x1a\n".to_vec())]
#[case("book.xlsx", b"PK\x03\x04 and more".to_vec())]
#[case("page.csv", b"<!DOCTYPE html><html>".to_vec())]
#[case("empty.csv", vec![])]
#[case("blank.csv", b" \n\n".to_vec())]
#[case("noise.csv", vec![0; 4000])]
#[case("word.json", b"\"hello\"".to_vec())]
#[case("two.json", br#"{"tickets":[{"id":1}],"users":[{"id":2}]}"#.to_vec())]
#[case("wide.csv", "a,".repeat(10_000).into_bytes())]
fn a_wrong_file_is_refused_in_a_plain_sentence(#[case] name: &str, #[case] bytes: Vec<u8>) {
    let problem = try_table(name, bytes).map(|table| table.rows()).expect_err("it is refused");
    assert_eq!(problem.kind, ProblemKind::BadInput);
    let sentence = match name {
        "shot.png" => "shot.png is a picture (PNG), not a table.",
        "book.xlsx" => "book.xlsx is a zip archive, not a table.",
        "page.csv" => "page.csv is a web page or XML, not a table.",
        "empty.csv" => "empty.csv is empty.",
        "blank.csv" => "blank.csv is empty.",
        "noise.csv" => "noise.csv holds no text.",
        "word.json" => "word.json holds no list of records.",
        "two.json" => "two.json holds several lists: tickets, users.",
        _ => "wide.csv has more than 512 columns.",
    };
    assert_eq!((problem.what.as_str(), problem.kept.as_str()), (sentence, "Nothing was changed."));
    assert!(!problem.todo.is_empty());
}

fn rows_of(lines: &str) -> String {
    format!("id,subject,text,created,link\n{lines}")
}

#[rstest]
#[case::ragged(
    "1,a,b\n2,c,d,2026-11-03,,x,y\n3,e,f,2026-11-03,,,,\n4,g,h,2026-11-03\n",
    "e, g",
    "\
    Row 1, created: No date [Row left out]
Row 2: 7 values for 5 columns [Row left out]
Row 4: 4 values for 5 columns [Kept, the last columns empty]"
)]
#[case::unclosed(
    "1,\"a,b,2026-11-03,\n2,c,d,2026-11-03,\n3,e,f,2026-11-03,\n",
    "c, e",
    "\
    Row 1: A quote is opened here and never closed [Row left out]"
)]
#[case::formula("1,=cmd|'/C calc'!A0,b,2026-11-03,\n2,@SUM(A1),b,2026-11-03,\n", "=cmd|'/C calc'!A0, @SUM(A1)", "")]
#[case::link(
    "1,a,b,2026-11-03,javascript:alert(1)\n2,c,d,2026-11-03,https://x.example/2\n",
    "a, c",
    "\
    Row 1, link: “javascript:alert(1)” is not a web address [Kept, link empty]"
)]
#[case::nul(
    "1,a\0b,b,2026-11-03,\n",
    "ab",
    "\
    Row 1, subject: Some characters are NUL, which is no text [Kept without them]"
)]
#[case::far(
    "1,a,b,99999-12-31,\n2,c,b,31/12/99999,\n",
    "",
    "\
    Row 1, created: “99999-12-31” is outside the years 1900 to 2200 [Row left out]
Row 2, created: “31/12/99999” is outside the years 1900 to 2200 [Row left out]"
)]
#[case::nothing("1,,,2026-11-03,\n,,,,\n", "", "Row 1: No title and no text [Row left out]")]
#[case::same(
    "1,a,b,2026-11-03,\n1,a,c,2026-11-03,\n",
    "a, a",
    "\
    Row 2, id: 1 is also in row 1 [Newer one kept]"
)]
fn odd_rows_are_told_one_by_one(#[case] lines: &str, #[case] titles: &str, #[case] told: &str) {
    let mut table = table("odd.csv", rows_of(lines));
    let plan = proposed(&mut table);
    assert_eq!(plan.clean + plan.noted + plan.left_out, plan.rows);
    let found: Vec<&str> = plan.first.iter().map(|record| record.title.as_str()).collect();
    assert_eq!((found.join(", ").as_str(), remarks(&plan).as_str()), (titles, told));
}

#[test]
fn bytes_that_are_no_characters_are_told_and_the_rest_kept() {
    let mut table = table("odd.csv", [rows_of("1,é é ").as_bytes(), b"\xFF", b",b,2026-11-03,\n"].concat());
    let plan = proposed(&mut table);
    assert_eq!(plan.first[0].title, "é é �");
    assert_eq!(remarks(&plan), "Row 1, subject: Some bytes are no UTF-8 characters [Kept, � in their place]");
}

#[test]
fn a_field_of_one_megabyte_is_kept_whole() {
    let long = "word ".repeat(200_000);
    let (records, aside) = import(&mut table("t.csv", rows_of(&format!("1,Long,\"{long}\",2026-11-03,\n"))));
    assert_eq!((records[0].body.len(), aside.len()), (long.trim().len(), 0));
    let (records, _) = import(&mut table("t.csv", rows_of(&format!("1,{long},Short,2026-11-03,\n"))));
    assert_eq!(records[0].title.chars().count(), 500);
    assert!(records[0].body.starts_with(long.trim()) && records[0].body.ends_with("Short"));
}

#[test]
fn a_field_past_the_limit_is_set_aside_and_the_next_row_read() {
    let huge = "x".repeat(9 << 20);
    let (records, aside) =
        import(&mut table("t.csv", rows_of(&format!("1,A,{huge},2026-11-03,\n2,B,b,2026-11-03,\n"))));
    assert_eq!((records.len(), records[0].title.as_str()), (1, "B"));
    assert_eq!(aside, ["1: A field is longer than 8 MB"]);
}

#[test]
fn deep_json_is_set_aside_and_the_next_row_read() {
    let deep = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let text = format!("[{deep},{{\"title\":\"Fine\",\"created\":\"2026-11-03\"}}]");
    let (records, aside) = import(&mut table("deep.json", text));
    assert_eq!((records.len(), records[0].title.as_str()), (1, "Fine"));
    assert_eq!(aside, ["1: It is nested more than 64 levels deep"]);
}

#[rstest]
#[case(r#"[{"title":"A","created":"2026-11-03"},{"title":"B","#, "2: The file ends in the middle of this row")]
#[case(r#"[{"title":"A","created":"2026-11-03"}"#, "2: The file ends before its list does, so rows may be missing")]
#[case(r#"[{"title":"A","created":"2026-11-03"},7]"#, "2: A list of objects was expected, and this is none")]
#[case(r#"[{"title":"A","created":"2026-11-03"},{"b":tru}]"#, "2: This is not valid JSON")]
fn broken_json_keeps_what_came_before(#[case] text: &str, #[case] reason: &str) {
    let (records, aside) = import(&mut table("a.json", text));
    assert_eq!((records.len(), aside), (1, vec![reason.to_string()]));
}

mod anything {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn bytes_never_panic_and_rows_add_up(bytes in proptest::collection::vec(any::<u8>(), 0..400), json in any::<bool>()) {
            adds_up(if json { "a.json" } else { "a.csv" }, bytes)?;
        }

        #[test]
        fn pieces_of_tables_never_panic_and_rows_add_up(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec![
                    "a,b,created\n", "\"", "\"\"", ",", ";", "\n", "\r", "2026-11-03", "{", "}", "[", "]", "{\"a\":", "1", "\\",
                    "\"title\":\"x\"", "\u{FEFF}", "é", "\0", " ", "31/02/2026", "€1.234,56", "null",
                ]),
                0..60,
            ),
            json in any::<bool>(),
        ) {
            adds_up(if json { "a.json" } else { "a.csv" }, pieces.concat().into_bytes())?;
        }
    }

    fn adds_up(name: &str, bytes: Vec<u8>) -> Result<(), TestCaseError> {
        let Ok(mut table) = try_table(name, bytes) else { return Ok(()) };
        let mapping = table.proposal();
        let plan = plan(&mut table, &mapping);
        prop_assert_eq!(plan.clean + plan.noted + plan.left_out, plan.rows);
        prop_assert_eq!(plan.rows, table.rows());
        let (mut records, mut aside, mut older) = (0, 0, 0);
        let done = table.import(&mapping, &plan, &mut |taken| {
            match taken {
                Taken::Record(_) => records += 1,
                Taken::SetAside(_) => aside += 1,
                Taken::Older => older += 1,
            }
            true
        });
        prop_assert!(done.is_ok());
        prop_assert_eq!(records, plan.records());
        prop_assert_eq!((aside, records + older), (plan.left_out, plan.clean + plan.noted));
        Ok(())
    }
}
