//! The Pulse as a file: each number with its table, nothing that isn't known as zero, nothing that runs.

use engine::api::types::*;
use engine::error::ProblemKind;
use engine::model::{Kind, Record};
use rstest::rstest;

use crate::problem_bench::{record, with};
use crate::theme_bench::Bench;

const DAY: i64 = 24;

/// Six incidents of a kind that comes back, one of them with a title that would run as a formula and as markup, and six
/// deployments; an incident went to another group twice.
async fn bench() -> Bench {
    let mut bench = Bench::with(0).await;
    let mut records: Vec<Record> = (1..=6)
        .map(|id| {
            record(
                id,
                Kind::Incident,
                &format!("=SUM(A) <script> of ada@kestrel.example {id}"),
                5 * DAY * id as i64,
                Some(2),
            )
        })
        .collect();
    records[0] = with(records[0].clone(), &[("hand_overs", "2"), ("on_hold_minutes", "30")]);
    records.extend(
        (10..=15).map(|id| record(id, Kind::Deployment, &format!("identity {id}"), 6 * DAY * (id as i64 - 8), Some(0))),
    );
    bench.write(&records).await;
    bench
}

async fn saved(bench: &Bench, format: ExportFormat) -> (SavedFile, Vec<u8>) {
    let file = bench.engine.save_pulse(format, PulseQuery::default()).await.unwrap();
    let bytes = std::fs::read(&file.path).unwrap();
    assert_eq!(file.bytes, bytes.len() as u64);
    (file, bytes)
}

async fn text(bench: &Bench, format: ExportFormat) -> String {
    String::from_utf8(saved(bench, format).await.1).unwrap()
}

#[tokio::test]
async fn the_page_has_every_part_with_how_it_is_computed_and_needs_nothing_else() {
    let bench = bench().await;
    let page = text(&bench, ExportFormat::Html).await;
    for part in [
        "Five numbers, and incidents caused by change",
        "Week by week",
        "Time to restore",
        "Changes that went well",
        "Recurring problems",
        "How work flows",
    ] {
        assert!(page.contains(&format!("<h2><bdi>{part}</bdi></h2>")), "{part}");
    }
    assert!(page.contains("From the start of each incident to its resolution, not to its closing."));
    assert!(
        page.contains("Several incidents of one deployment count once. (fail rate 1, links 1)"),
        "how, with its version"
    );
    assert!(page.contains("never per person"));
    assert!(!page.contains("<script") && !page.contains("http-equiv=\"refresh\"") && !page.contains("src="));
    assert!(
        page.contains("=SUM(A) &lt;script&gt; of [e-mail removed] …"),
        "titles are text, without addresses of people"
    );
    // 30 minutes of two hours, and two hand-overs, each of one record.
    assert!(page.contains("<bdi>25 %</bdi>") && page.contains("<bdi>2</bdi>"), "{page}");
}

#[tokio::test]
async fn numbers_that_arent_known_are_empty_and_say_why() {
    let bench = bench().await;
    let table = text(&bench, ExportFormat::Csv).await;
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let find = |item: &str, measure: &str| {
        let row = rows.iter().find(|row| &row[1] == item && &row[2] == measure);
        row.map(|row| [row[3].to_owned(), row[4].to_owned(), row[5].to_owned()])
            .unwrap_or_else(|| panic!("{item} {measure}"))
    };
    assert_eq!(find("high", "median")[..2], ["7200000", "ms"]);
    assert_eq!(find("high", "in time")[..2], ["1", "share"]);
    assert_eq!(find("critical", "median"), ["", "ms", "not told, or too few"]);
    assert_eq!(find("identity", "on hold")[..2], ["0.25", "share"]);
    let lead = find("Change lead time", "value");
    assert!(lead[0].is_empty() && lead[2].contains("This isn't zero"), "{lead:?}");
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}

#[tokio::test]
async fn markdown_json_and_pdf_say_the_same() {
    let bench = bench().await;
    let markdown = text(&bench, ExportFormat::Markdown).await;
    assert!(markdown.starts_with("# Pulse of ") && markdown.contains("\n## Time to restore\n"), "{markdown}");
    assert!(markdown.contains("| high | 2 h |"), "{markdown}");
    let json: serde_json::Value = serde_json::from_str(&text(&bench, ExportFormat::Json).await).unwrap();
    let how = json["how"].as_array().unwrap();
    assert!(how.len() == 6 && how.iter().all(|one| !one["how"].as_array().unwrap().is_empty()));
    let (file, pdf) = saved(&bench, ExportFormat::Pdf).await;
    assert!(pdf.starts_with(b"%PDF-") && file.rows as usize == json["numbers"].as_array().unwrap().len());
    assert!(file.name.starts_with("pulse-2026-11-21") && file.name.ends_with(".pdf"), "{}", file.name);
}

#[rstest]
#[case::a_zone(PulseQuery { zone: "Mars/Olympus".to_owned(), ..PulseQuery::default() })]
#[case::a_period(PulseQuery { days: 0, ..PulseQuery::default() })]
#[tokio::test]
async fn what_cant_be_understood_writes_no_file(#[case] query: PulseQuery) {
    let bench = bench().await;
    let refused = bench.engine.save_pulse(ExportFormat::Html, query).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::BadInput);
}
