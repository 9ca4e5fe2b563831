//! Services in the window, by keyboard only.

use serde_json::json;
use support::window::Window;
use support::{Clock, open};
use tempfile::TempDir;

use crate::TOAST;

const TICKETS: &str = "ID,Title,Created,Component\n\
    T-1,Cart empties,2026-11-20,Checkout EU\n\
    T-2,Voucher refused,2026-11-20,checkout\n\
    T-3,Card refused,2026-11-19,\n";

#[tokio::test]
async fn window_a_value_without_a_service_is_assigned_and_the_inbox_filters_by_it() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("tickets.csv");
    std::fs::write(&file, TICKETS).unwrap();
    let engine = open(&folder.path().join("data"), &Clock::at("2026-11-21T09:00:00Z")).await;
    let staged = engine.stage_path(&file).await.unwrap();
    let seen = engine.preview_import(staged.clone(), None).await.unwrap();
    engine.run_import(staged, seen.mapping).await.unwrap();
    engine.close().await.unwrap();

    let window = Window::open(folder.path()).await.unwrap();
    let offered = async || {
        let facets = window.call("facets", json!({"query": {}})).await.unwrap();
        let services = facets["services"].as_array().unwrap().clone();
        services.iter().map(|one| format!("{} {}", one["name"].as_str().unwrap(), one["count"])).collect::<Vec<_>>()
    };
    window.press("g v").await.unwrap();
    window.see_text("[role='grid'] [role='row'][aria-selected='true']", "Everything else").await.unwrap();
    assert_eq!(offered().await.len(), 2);
    window.press("Enter").await.unwrap();
    window.see("[role='combobox']").await.unwrap();
    window.type_text("Payments").await.unwrap();
    window.see_text("[role='option']", "Payments").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text(TOAST, "Assigned everything else to Payments: 1 signal").await.unwrap();
    assert!(offered().await.contains(&"Payments 1".to_owned()));

    window.press("g i").await.unwrap();
    window.see("[role='option'][aria-selected='true']").await.unwrap();
    window.press("f").await.unwrap();
    let facets = window.call("facets", json!({"query": {}})).await.unwrap();
    let payments = facets["services"].as_array().unwrap().iter().find(|one| one["name"] == "Payments").unwrap();
    window.choose("Service", &payments["id"].to_string()).await.unwrap();
    window.press("Esc").await.unwrap();
    window.see_text("[role='option'][aria-setsize='1']", "Card refused").await.unwrap();
    window.press("z").await.unwrap();
    window.see_text(TOAST, "Undid: Assigned everything else to Payments").await.unwrap();
    assert_eq!(offered().await.len(), 2);
    window.close().await.unwrap();
}
