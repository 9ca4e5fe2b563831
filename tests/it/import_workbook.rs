//! Excel workbooks: built part by part, the good and the hostile ones.

use std::io::{Cursor, Write};

use engine::api::Engine;
use engine::api::types::{FileFormat, Target};
use engine::error::{Problem, ProblemKind};
use engine::import::workbook::write_csv;
use rstest::rstest;
use support::{Clock, open, time};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet3.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
/// Style 1 is a date, style 2 a date with its time.
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="165" formatCode="dd\.mm\.yyyy hh:mm"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs></styleSheet>"#;
const TICKETS: &str = concat!(
    r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>Updated</t></is></c></row>"#,
    r#"<row r="2"><c r="A2"><v>4711</v></c><c r="B2" t="s"><v>3</v></c><c r="C2" s="1"><v>46329</v></c><c r="D2" s="2"><v>46330.5</v></c></row>"#,
    r#"<row r="9"><c r="A9"><v>4712</v></c><c r="B9" t="inlineStr"><is><t>The gate "beeps", then nothing</t></is></c><c r="C9" s="1"><v>46331</v></c><c r="D9" t="e"><v>#N/A</v></c></row>"#,
);
const STRINGS: &[&str] = &["Ticket ID", "Subject", "Created", "Orders are &lt;charged&gt; twice"];

fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn strings(texts: &[&str]) -> String {
    let items: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    format!(
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>"#
    )
}

fn book(properties: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}<sheets><sheet name="Notes" sheetId="3" state="hidden" r:id="rId3"/><sheet name="Tickets" sheetId="1" r:id="rId1"/><sheet name="Ideas" sheetId="2" r:id="rId2"/></sheets></workbook>"#
    )
}

/// A workbook with `changed` parts in the place of the usual ones.
fn workbook(changed: &[(&str, String)]) -> Vec<u8> {
    let ideas = sheet(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Idea</t></is></c><c r="B1" t="inlineStr"><is><t>Date</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>A quieter gate</t></is></c><c r="B2" s="1"><v>46329</v></c></row>"#,
    );
    let usual = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", ROOT.to_owned()),
        ("xl/workbook.xml", book("")),
        ("xl/_rels/workbook.xml.rels", RELATIONS.to_owned()),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/sharedStrings.xml", strings(STRINGS)),
        ("xl/worksheets/sheet1.xml", sheet(TICKETS)),
        ("xl/worksheets/sheet2.xml", ideas),
        ("xl/worksheets/sheet3.xml", sheet("")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &usual {
        let content = changed.iter().find(|(other, _)| other == name).map_or(content, |(_, content)| content);
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn csv(book: Vec<u8>, sheet: Option<&str>) -> Result<String, Problem> {
    let mut out = Vec::new();
    write_csv("book.xlsx", Cursor::new(book), sheet, &mut out, &|| false)?;
    Ok(String::from_utf8(out).unwrap())
}

async fn workspace() -> (TempDir, Engine) {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T08:49:00Z")).await;
    (folder, engine)
}

#[test]
fn the_first_sheet_that_people_see_is_written_as_text() {
    let wanted = "Ticket ID,Subject,Created,Updated\n\
        4711,Orders are <charged> twice,2026-11-03,2026-11-04T12:00:00\n\
        4712,\"The gate \"\"beeps\"\", then nothing\",2026-11-05\n";
    assert_eq!(csv(workbook(&[]), None).unwrap(), wanted);
    assert_eq!(csv(workbook(&[]), Some("Ideas")).unwrap(), "Idea,Date\nA quieter gate,2026-11-03\n");
}

#[test]
fn a_workbook_may_count_its_days_from_1904() {
    let old = workbook(&[("xl/workbook.xml", book(r#"<workbookPr date1904="1"/>"#))]);
    assert!(csv(old, None).unwrap().contains("2030-11-04"), "four years and a day later");
}

#[tokio::test]
async fn a_workbook_is_imported_like_a_csv_file() {
    let (folder, engine) = workspace().await;
    let file = engine.stage_file("tickets.xlsx", &workbook(&[])).await.unwrap();
    let preview = engine.preview_import(file.clone(), None).await.unwrap();
    assert_eq!(
        (preview.format, preview.sheets, preview.rows),
        (FileFormat::Xlsx, vec!["Tickets".into(), "Ideas".into()], 2)
    );
    assert_eq!(preview.mapping.columns, [Target::ExternalId, Target::Title, Target::HappenedAt, Target::UpdatedAt]);
    assert_eq!(preview.first_rows[0].happened_at, time("2026-11-03T00:00:00Z"));
    let report = engine.run_import(file, preview.mapping).await.unwrap();
    assert_eq!((report.new, report.set_aside, report.problem), (2, 0, None));
    assert_eq!(std::fs::read_dir(folder.path().join("staged")).unwrap().count(), 0);
}

#[tokio::test]
async fn another_sheet_can_be_chosen() {
    let (_folder, engine) = workspace().await;
    let mut file = engine.stage_file("tickets.xlsx", &workbook(&[])).await.unwrap();
    file.sheet = Some("Ideas".to_owned());
    let preview = engine.preview_import(file.clone(), None).await.unwrap();
    assert_eq!((preview.sheets[0].as_str(), preview.rows), ("Ideas", 1));
    file.sheet = Some("Notes".to_owned());
    let problem = engine.preview_import(file, None).await.unwrap_err();
    assert_eq!(problem.what, "tickets.xlsx has no sheet called Notes.");
}

/// `text`, `times` times, as one row a time.
fn many(text: &str, times: usize) -> String {
    text.repeat(times)
}

#[rstest]
#[case::bomb("xl/worksheets/sheet1.xml", sheet(&many("<row><c><v>1</v></c></row>", 32_000_000)), "unfolds to more")]
#[case::strings("xl/sharedStrings.xml", strings(&[]).replace("</sst>", &many("<si/>", 4_100_000)), "unfolds to more")]
#[case::texts("xl/sharedStrings.xml", strings(&vec![&*many("a", 1 << 20); 200]), "unfolds to more")]
#[case::one_text("xl/sharedStrings.xml", strings(&[&many("a", 17 << 20)]), "unfolds to more")]
#[case::styles("xl/styles.xml", STYLES.replace("<xf numFmtId=\"0\"/>", &many("<xf/>", 300_000)), "unfolds to more")]
#[case::entities("xl/workbook.xml", book("").replace("<workbook ", "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook "), "no spreadsheet program writes")]
#[case::no_book("xl/workbook.xml", "<html></html>".to_owned(), "no Excel workbook that can be read")]
#[case::damaged("xl/worksheets/sheet1.xml", sheet("<row r=\"1\"><c r=\"A1\"><v>1</x></c></row>"), "damaged after row")]
fn a_hostile_workbook_is_refused(#[case] part: &str, #[case] content: String, #[case] said: &str) {
    let problem = csv(workbook(&[(part, content)]), None).unwrap_err();
    assert!(problem.what.contains(said), "{problem}");
    assert_eq!((problem.kind, problem.kept.as_str()), (ProblemKind::BadInput, "Nothing was changed."));
}

#[test]
fn a_cell_at_the_far_end_asks_for_no_room() {
    let far = sheet(
        r#"<dimension ref="A1:XFD1048576"/><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#,
    );
    let text = csv(workbook(&[("xl/worksheets/sheet1.xml", far)]), None).unwrap();
    assert!(text.len() < 2_000, "{} bytes", text.len());
}

#[test]
fn a_million_empty_cells_are_no_rows() {
    let empty = sheet(&many(r#"<row><c s="1"/><c/></row>"#, 500_000));
    assert_eq!(csv(workbook(&[("xl/worksheets/sheet1.xml", empty)]), None).unwrap(), "");
}

#[test]
fn formulas_are_read_by_their_value_and_merged_cells_by_their_first() {
    let rows = concat!(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Subject</t></is></c><c r="B1" t="inlineStr"><is><t>Orders</t></is></c></row>"#,
        r#"<row r="2"><c r="A2" t="str"><f>CONCATENATE("The ","gate")</f><v>The gate</v></c><c r="B2"><f>SUM(C2:C9)</f><v>12</v></c></row>"#,
        r#"<row r="3"><c r="A3" t="str"><f>HYPERLINK("https://evil.example")</f></c><c r="B3" t="b"><v>1</v></c></row>"#,
    );
    let merged = sheet(rows).replace("</sheetData>", "</sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>");
    let text = csv(workbook(&[("xl/worksheets/sheet1.xml", merged)]), None).unwrap();
    assert_eq!(text, "Subject,Orders\nThe gate,12\n,true\n");
}

#[rstest]
#[case("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "old.xls is an old Excel or Word file (before 2007), which isn't read.")]
#[case("locked.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "locked.xlsx is locked with a password.")]
#[case("half.xlsx", workbook(&[])[..600].to_vec(), "half.xlsx is no Excel workbook that can be read.")]
#[case("photos.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(), "photos.zip is no Excel workbook that can be read.")]
#[tokio::test]
async fn what_is_no_workbook_is_told(#[case] name: &str, #[case] bytes: Vec<u8>, #[case] said: &str) {
    let (_folder, engine) = workspace().await;
    let file = engine.stage_file(name, &bytes).await.unwrap();
    let problem = engine.preview_import(file, None).await.unwrap_err();
    assert_eq!(problem.what, said);
    assert!(!problem.todo.is_empty());
}
