//! The lists as a page and as PDF: whole in one file, and nothing in them runs or fetches anything.

use engine::api::Engine;
use engine::api::types::{ExportFormat, OpportunityField, OpportunityQuery, ThemeQuery};
use engine::model::{OpportunityId, Range, RiceInputs, Stage};
use support::{Clock, open};
use tempfile::TempDir;

use crate::workbench::exact;

const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=https://x.example/a.png onerror=alert(1)>",
    "'; DROP TABLE opportunity; --  &amp; </title></style><h1>",
    "Left \u{202e}thgir\u{2066} bidi",
    "Ünïcode Ελληνικά Кириллица 漢字 🦀 עברית",
];

async fn workspace() -> (TempDir, Engine) {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    for title in HOSTILE {
        engine.create_opportunity(title.to_owned()).await.unwrap();
    }
    let first = OpportunityId(1);
    engine.edit_opportunity(first, OpportunityField::Service, "<b>checkout".to_owned()).await.unwrap();
    let range = |low, likely, high| Some(Range { low, likely, high });
    let inputs = RiceInputs { reach: range(100.0, 450.0, 900.0), ..exact(450.0, 3.0, 2.0) };
    engine.set_score(first, inputs).await.unwrap();
    engine.set_score(OpportunityId(2), exact(20.0, 1.0, 2.0)).await.unwrap();
    (folder, engine)
}

async fn saved(engine: &Engine, format: ExportFormat, query: OpportunityQuery) -> Vec<u8> {
    let file = engine.save_opportunities(format, query).await.unwrap();
    let bytes = std::fs::read(&file.path).unwrap();
    assert_eq!(file.bytes, bytes.len() as u64);
    bytes
}

async fn page(engine: &Engine, query: OpportunityQuery) -> String {
    String::from_utf8(saved(engine, ExportFormat::Html, query).await).unwrap()
}

#[tokio::test]
async fn the_page_runs_and_fetches_nothing() {
    let (_folder, engine) = workspace().await;
    let page = page(&engine, OpportunityQuery::default()).await;
    let tags: std::collections::BTreeSet<String> = page
        .split('<')
        .skip(1)
        .map(|part| {
            part.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '!').collect()
        })
        .collect();
    let known = [
        "!doctype", "bdi", "body", "h1", "head", "html", "main", "meta", "p", "rect", "span", "style", "svg", "table",
        "tbody", "td", "th", "thead", "title", "tr",
    ];
    assert_eq!(tags.iter().map(String::as_str).collect::<Vec<_>>(), known, "no element comes from a title");
    for word in ["src=", "@import", "url(", "<link", "javascript:"] {
        let at = page.find(word).map(|at| page[at.saturating_sub(40)..at].to_owned());
        assert!(at.as_ref().is_none_or(|before| before.contains("&lt;img")), "{word} after {at:?}");
    }
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("@media print"));
    assert!(page.contains("default-src 'none'"));
}

#[tokio::test]
async fn the_page_shows_ranges_filters_date_and_who() {
    let (_folder, engine) = workspace().await;
    let query =
        OpportunityQuery { stages: vec![Stage::Captured], text: "script".into(), ..OpportunityQuery::default() };
    let page = page(&engine, query).await;
    let body = page.split_once("<main>").unwrap().1;
    insta::assert_snapshot!(body.split_once("<table>").unwrap().0.trim(), @r#"
    <h1><bdi>Opportunities of My workspace</bdi></h1>
    <p><bdi>1 opportunity, 4 left out by filters. Stage captured, with “script” in it.</bdi></p>
    <p><bdi>Reach counts customers a quarter. Values are P50 with P10 to P90 from 10,000 draws, seed 4127.</bdi></p>
    <p><bdi>Saved 2026-11-21T09:00:00Z by You. It doesn&#39;t change any more.</bdi></p>
    "#);
    assert!(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"), "the title is text");
    assert!(body.contains("OPP-1, &lt;b&gt;checkout"));
    assert!(body.contains("class=\"band\""), "the range is drawn");
}

#[tokio::test]
async fn the_pdf_is_whole_and_carries_its_font() {
    let (_folder, engine) = workspace().await;
    let bytes = saved(&engine, ExportFormat::Pdf, OpportunityQuery::default()).await;
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-1.") && text.trim_end().ends_with("%%EOF"));
    assert!(text.contains("DejaVuSans") && text.contains("/FontFile"), "the font is embedded");
    for word in ["/JavaScript", "/JS", "/URI", "/Launch", "/EmbeddedFile"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(bytes.len() < 200_000, "only the letters that are used: {} bytes", bytes.len());
}

#[tokio::test]
async fn a_long_list_takes_several_pages() {
    let (_folder, engine) = workspace().await;
    for number in 0..60 {
        engine.create_opportunity(format!("Opportunity {number} with a title of some length")).await.unwrap();
    }
    let bytes = saved(&engine, ExportFormat::Pdf, OpportunityQuery::default()).await;
    let text = String::from_utf8_lossy(&bytes);
    let count = text.split("/Count ").nth(1).and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()).unwrap();
    assert!(count.parse::<u32>().unwrap() > 2, "{count} pages");
}

#[tokio::test]
async fn themes_are_saved_in_every_format() {
    let (_folder, engine) = workspace().await;
    for (format, begins) in [
        (ExportFormat::Csv, "\u{feff}Theme,Words"),
        (ExportFormat::Html, "<!doctype html>"),
        (ExportFormat::Pdf, "%PDF-1."),
        (ExportFormat::Markdown, "| Theme"),
        (ExportFormat::Json, "[]"),
    ] {
        let file = engine.save_themes(format, ThemeQuery::default()).await.unwrap();
        let bytes = std::fs::read(&file.path).unwrap();
        assert!(String::from_utf8_lossy(&bytes).starts_with(begins), "{format:?}");
    }
}
