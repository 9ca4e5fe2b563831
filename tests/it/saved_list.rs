//! The ranked list as a file: nothing in it runs as a formula, as markup, or passes for a zero.

use engine::api::Engine;
use engine::api::types::{ExportFormat, OpportunityField, OpportunityQuery, SavedFile};
use engine::model::{OpportunityId, Range, RiceInputs};
use rstest::rstest;
use support::{Clock, open};
use tempfile::TempDir;

const HOSTILE: [&str; 6] = [
    "=HYPERLINK(\"https://x.example\",\"Paid\")",
    "+1 for dark mode",
    "-2 clicks less",
    "@all please",
    "Pipes | and, commas \"quoted\" <script>alert(1)</script>",
    "[Click](https://x.example) *now* `code` # 1",
];

/// One opportunity for each hostile title; only the first has a complete score, the second has half of one.
async fn workspace() -> (TempDir, Engine) {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    for title in HOSTILE {
        engine.create_opportunity(title.to_owned()).await.unwrap();
    }
    let first = OpportunityId(1);
    engine.edit_opportunity(first, OpportunityField::Statement, "1. People\n# pay\n- twice".to_owned()).await.unwrap();
    engine.edit_opportunity(first, OpportunityField::Service, "=checkout".to_owned()).await.unwrap();
    let inputs = RiceInputs {
        reach: Some(Range::exactly(450.0)),
        impact: Some(Range::exactly(3.0)),
        confidence: Some(Range::exactly(1.0)),
        effort: Some(Range::exactly(2.0)),
    };
    engine.set_score(first, inputs).await.unwrap();
    engine.set_score(OpportunityId(2), RiceInputs { effort: None, ..inputs }).await.unwrap();
    (folder, engine)
}

async fn saved(engine: &Engine, format: ExportFormat) -> (SavedFile, String) {
    let file = engine.save_opportunities(format, OpportunityQuery::default()).await.unwrap();
    let text = std::fs::read_to_string(&file.path).unwrap();
    assert_eq!(file.bytes, text.len() as u64);
    (file, text)
}

#[tokio::test]
async fn no_cell_of_the_csv_runs_as_a_formula() {
    let (_folder, engine) = workspace().await;
    let (file, text) = saved(&engine, ExportFormat::Csv).await;
    assert_eq!((file.name.as_str(), file.rows), ("opportunities-2026-11-21.csv", 6));
    let table = text.strip_prefix('\u{feff}').expect("spreadsheets know UTF-8 by its mark");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell}");
    }
    let mut titles: Vec<&str> = rows.iter().map(|row| row[2].trim_start_matches('\'')).collect();
    titles.sort_unstable();
    let mut wanted = HOSTILE;
    wanted.sort_unstable();
    assert_eq!(titles, wanted, "every title is still readable whole");
    assert_eq!(&rows[0][3], "'=checkout");
}

#[tokio::test]
async fn the_csv_tells_not_set_from_zero() {
    let (_folder, engine) = workspace().await;
    let (_, text) = saved(&engine, ExportFormat::Csv).await;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |label: &str, column: &str| {
        let row = rows.iter().find(|row| &row[1] == label).unwrap();
        row[head.iter().position(|name| name == column).unwrap()].to_owned()
    };
    assert_eq!(cell("OPP-1", "Rank"), "1");
    assert_eq!(cell("OPP-1", "Value P50"), "675");
    assert_eq!((cell("OPP-2", "Reach likely"), cell("OPP-2", "Effort likely")), ("450".to_owned(), String::new()));
    assert_eq!((cell("OPP-2", "Value P50"), cell("OPP-2", "Rank")), (String::new(), String::new()));
    assert_eq!((cell("OPP-1", "People"), cell("OPP-1", "Revenue")), ("0".to_owned(), String::new()));
}

#[tokio::test]
async fn titles_stay_text_in_markdown() {
    let (_folder, engine) = workspace().await;
    let (file, text) = saved(&engine, ExportFormat::Markdown).await;
    assert_eq!(file.name, "opportunities-2026-11-21.md");
    let table: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(table.len(), 2 + HOSTILE.len());
    for row in &table {
        assert_eq!(row.replace("\\|", "").matches('|').count(), 8, "{row}");
        assert!(!row.replace("\\<", "").contains('<') && !row.replace("\\[", "").contains('['), "{row}");
    }
    let page: Vec<&str> = text.lines().filter(|line| !line.starts_with("    ")).collect();
    insta::assert_snapshot!(page[..20.min(page.len())].join("\n"), @r#"
    # Opportunities of My workspace

    6 opportunities. Reach counts customers a quarter. Values are P50 with P10 to P90 from 10,000 draws, seed 4127. Written 2026-11-21T09:00:00Z.

    | # | Opportunity | Value, RICE points | Rank holds | Evidence | Stage | Delivery |
    | --: | --- | --: | --- | --- | --- | --- |
    | 1 | \=HYPERLINK("https://x.example","Paid") (OPP-1) | 675 | top 1, 100 % | none | captured | Not sent |
    |  | \+1 for dark mode (OPP-2) | Not set |  | none | captured | Not sent |
    |  | \-2 clicks less (OPP-3) | Not set |  | none | captured | Not sent |
    |  | \@all please (OPP-4) | Not set |  | none | captured | Not sent |
    |  | Pipes \| and, commas "quoted" \<script\>alert(1)\</script\> (OPP-5) | Not set |  | none | captured | Not sent |
    |  | \[Click\](https://x.example) \*now\* \`code\` \# 1 (OPP-6) | Not set |  | none | captured | Not sent |

    ## OPP-1: \=HYPERLINK("https://x.example","Paid")

    1\. People \# pay - twice

    0 signals, 0 people, 0 customers.
    "#);
    assert!(text.contains("    = Value, RICE points: 675, exact inputs\n"), "the receipt is in the file");
}

#[tokio::test]
async fn json_holds_each_receipt_and_null_for_not_set() {
    let (_folder, engine) = workspace().await;
    let (_, text) = saved(&engine, ExportFormat::Json).await;
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let find = |label: &str| {
        let all = list["opportunities"].as_array().unwrap();
        all.iter().find(|one| one["label"] == label).unwrap().clone()
    };
    let (scored, half) = (find("OPP-1"), find("OPP-2"));
    assert_eq!(scored["value"]["p50"], 675.0);
    assert_eq!(scored["receipt"]["result"]["shown"], "675");
    assert_eq!(scored["title"], HOSTILE[0], "data isn't altered");
    assert!(half["value"].is_null() && half["inputs"]["effort"].is_null());
    assert_eq!(half["receipt"]["result"]["shown"], "Not set");
    assert_eq!((&list["draws"], &list["seed"]), (&10_000.into(), &4_127.into()));
}

#[rstest]
#[case(ExportFormat::Csv)]
#[case(ExportFormat::Markdown)]
#[case(ExportFormat::Json)]
#[tokio::test]
async fn an_earlier_file_is_never_overwritten(#[case] format: ExportFormat) {
    let (_folder, engine) = workspace().await;
    let (first, text) = saved(&engine, format).await;
    engine.delete_opportunity(OpportunityId(1), true).await.unwrap();
    let (second, _) = saved(&engine, format).await;
    assert_ne!(first.path, second.path);
    assert_eq!(std::fs::read_to_string(&first.path).unwrap(), text);
    assert_eq!((first.rows, second.rows), (6, 5));
}

#[rstest]
#[case(ExportFormat::Csv)]
#[case(ExportFormat::Markdown)]
#[case(ExportFormat::Json)]
#[tokio::test]
async fn an_empty_list_is_a_file_that_says_so(#[case] format: ExportFormat) {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    let (file, text) = saved(&engine, format).await;
    assert_eq!(file.rows, 0);
    assert!(!text.is_empty());
}
