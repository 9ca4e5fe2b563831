//! Sources whose fields a person matches, in the real window: any JSON interface by Redmine's, and a tap.

use serde_json::{Value, json};
use support::servers::taps::FAKER;
use support::servers::{Redmine, redmine};
use support::window::Window;
use tempfile::TempDir;

const FORM: &str = "main form";
const PREVIEW: &str = "section[aria-label='Preview']";

async fn choose_tool(window: &Window, tool: &str) {
    window.press("g s").await.unwrap();
    window.press("n").await.unwrap();
    window.see("[aria-label='Find a tool']").await.unwrap();
    window.fill("[aria-label='Find a tool']", tool).await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text(FORM, "Name in Throughline").await.unwrap();
}

async fn press_button(window: &Window, title: &str) {
    let script =
        "const wanted = [...document.querySelectorAll('button')].find((one) => one.textContent.includes(arguments[0]));
        wanted.click();";
    window.script(script, vec![json!(title)]).await.unwrap();
}

/// What the connection keeps, once it has been read to its end.
async fn read(window: &Window, name: &str) -> Value {
    for _ in 0..900 {
        let all = window.call("connections", json!({})).await.unwrap();
        if let Some(one) = all.as_array().unwrap().iter().find(|one| one["name"] == name) {
            assert_eq!(one["problem"], Value::Null, "{one}");
            if one["health"] == "healthy" {
                return one.clone();
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{name} was never read to its end");
}

/// Pictures for whoever asks for them by naming a folder.
async fn picture(window: &Window, name: &str) {
    let Some(folder) = std::env::var_os("SHOTS") else { return };
    for (theme, width, height) in [("light", 1440, 900), ("dark", 960, 640)] {
        window.script("document.documentElement.style.colorScheme = arguments[0]", vec![json!(theme)]).await.unwrap();
        window.resize(width, height).await.unwrap();
        let file = std::path::Path::new(&folder).join(format!("{name}-{theme}-{width}.png"));
        window.picture(&file).await.unwrap();
    }
    window.resize(1440, 900).await.unwrap();
}

#[tokio::test]
async fn window_real_json_is_matched_with_a_live_preview() {
    let redmine = redmine().await;
    let folder = TempDir::new().unwrap();
    let window = Window::open(folder.path()).await.unwrap();
    choose_tool(&window, "JSON").await;
    window.fill_labelled("Address", &redmine.url).await.unwrap();
    window.fill_labelled("Token or password", Redmine::KEY).await.unwrap();
    window.fill_labelled("Path", "/issues.json?status_id=*&project_id=checkout").await.unwrap();
    window.choose("Signing in", "header").await.unwrap();
    window.fill_labelled("Name of the header", "X-Redmine-API-Key").await.unwrap();
    window.choose("Paging", "offset").await.unwrap();
    window.fill_labelled("Name in Throughline", "Any issues").await.unwrap();

    press_button(&window, "Read the first records").await;
    window.see_text(PREVIEW, "is refused at checkout").await.unwrap();
    // Another field becomes the title, and the preview follows at once.
    window.choose("What description becomes", "title").await.unwrap();
    window.see_text(PREVIEW, "What happened").await.unwrap();
    picture(&window, "match-json").await;
    window.choose("What subject becomes", "title").await.unwrap();
    window.see_text(PREVIEW, "is refused at checkout").await.unwrap();

    window.press("Ctrl+Enter").await.unwrap();
    let kept = read(&window, "Any issues").await;
    assert_eq!(kept["signals"], Redmine::ISSUES - 1);
    let mapping: Value = serde_json::from_str(kept["account"]["settings"]["mapping"].as_str().unwrap()).unwrap();
    assert_eq!(mapping["fields"]["title"], "subject");
    window.close().await.unwrap();
}

#[tokio::test]
async fn window_real_airbyte_source_is_chosen_stream_by_stream() {
    let folder = TempDir::new().unwrap();
    FAKER.install(&folder.path().join("data")).await;
    let window = Window::open(folder.path()).await.unwrap();
    choose_tool(&window, "Airbyte").await;
    window.fill_labelled("Source", "source-faker").await.unwrap();
    let config = r#"{"count": 300, "seed": 7, "always_updated": false, "parallelism": 1}"#;
    window.fill_labelled("Configuration", config).await.unwrap();
    window.fill_labelled("Name in Throughline", "People").await.unwrap();

    press_button(&window, "Find its streams").await;
    window.see_text("section[aria-label='Choose the streams']", "1 of 3 streams are read").await.unwrap();
    press_button(&window, "Read the first records").await;
    // The guess takes the form of address for the title; the person knows better.
    window.see_text(PREVIEW, "Mr.").await.unwrap();
    window.choose("What name becomes", "title").await.unwrap();
    window.see_text(PREVIEW, "Basil").await.unwrap();
    picture(&window, "choose-streams").await;

    window.press("Ctrl+Enter").await.unwrap();
    let kept = read(&window, "People").await;
    assert_eq!((&kept["signals"], &kept["account"]["settings"]["streams"]), (&json!(300), &json!("users")));
    let mapping: Value = serde_json::from_str(kept["account"]["settings"]["mapping"].as_str().unwrap()).unwrap();
    assert_eq!(mapping["users"]["fields"]["title"], "name");
    window.close().await.unwrap();
}
