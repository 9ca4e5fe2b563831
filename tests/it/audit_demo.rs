//! The audit over the demo's backlog, whose truth is known.

use std::collections::BTreeMap;

use engine::api::Engine;
use engine::api::types::{AuditClass, AuditRow, Evidence, WorkspaceName};
use engine::demo::open_items::{Planted, WISHES};
use support::{Clock, context};
use tempfile::TempDir;

fn fits(planted: Planted, row: &AuditRow) -> bool {
    match planted {
        Planted::Asked => matches!(row.evidence, Evidence::Fresh | Evidence::Stale) && row.duplicate_of.is_none(),
        Planted::Unasked => row.evidence == Evidence::None && row.duplicate_of.is_none() && row.shipped.is_none(),
        Planted::Unheard => row.evidence == Evidence::NoData,
        Planted::Twice => row.duplicate_of.is_some(),
        Planted::Delivered => row.shipped.is_some(),
    }
}

#[tokio::test]
async fn the_demos_items_are_what_they_were_planted_as() {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:30:00Z"));
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context(&clock)).await.unwrap();
    engine.fill_demo().await.unwrap();
    let view = engine.backlog_audit(AuditClass::All).await.unwrap();
    let rows: BTreeMap<&str, &AuditRow> = view.items.iter().map(|row| (row.title.as_str(), row)).collect();
    let wrong: Vec<String> = WISHES
        .iter()
        .filter(|(title, .., planted)| !fits(*planted, rows[title]))
        .map(|(title, .., planted)| {
            let row = rows[title];
            format!("{title}: {planted:?}, found {:?}, {} signals, {}", row.evidence, row.signals, row.why)
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
    let used = &rows["Carbon estimate as a widget"].why;
    assert!(used.starts_with("feature unused for"), "{used}");
    assert!(view.counts.share.is_some_and(|share| (0.3..0.7).contains(&share)), "{:?}", view.counts);
    assert!(engine.upcoming().await.unwrap().rows.iter().any(|row| row.expected.is_some()));
}
