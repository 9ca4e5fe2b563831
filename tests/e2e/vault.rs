//! A computer without a keychain: the person chooses a vault where the first password is typed, and is asked for its
//! passphrase once after a start.

use std::time::Duration;

use serde_json::{Value, json};
use support::fake_redmine::{Issues, serve};
use support::window::Window;
use tempfile::TempDir;

use crate::TOAST;

const PASSPHRASE: &str = "six quiet otters read";
const DIALOG: &str = "[role='dialog']";

#[tokio::test]
async fn window_a_vault_is_chosen_in_the_form_and_asked_for_after_a_start() {
    let server = serve(&Issues::generated(5), Duration::ZERO).await;
    let folder = TempDir::new().unwrap();
    let window = Window::open(folder.path()).await.unwrap();
    window.press("n").await.unwrap();
    window.fill("[aria-label='Find a tool']", "Redmine").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text("form", "This computer has no keychain").await.unwrap();
    window.click(".notice button").await.unwrap();
    window.see_text(DIALOG, "In a vault with a passphrase").await.unwrap();
    window.click("input[name='keeper'][value='vault']").await.unwrap();
    window.fill_labelled("Passphrase", PASSPHRASE).await.unwrap();
    window.fill_labelled("The same again", PASSPHRASE).await.unwrap();
    window.press("Enter").await.unwrap();
    window.gone(DIALOG).await.unwrap();
    window.see_text("form", "The API key is kept in the vault").await.unwrap();

    window.fill_labelled("Address", &server.uri()).await.unwrap();
    window.fill_labelled("API key", "k3y").await.unwrap();
    window.press("Ctrl+Enter").await.unwrap();
    window.see_text("[role='grid'][aria-label='Connections']", "5 tickets").await.unwrap();
    window.see_text("[role='grid'][aria-label='Connections']", "Next ").await.unwrap();
    window.close().await.unwrap();

    let window = Window::open(folder.path()).await.unwrap();
    let info = window.call("workspace", json!({})).await.unwrap();
    assert_eq!((&info["secrets"]["keeper"], &info["secrets"]["vault"]), (&json!("vault"), &json!("locked")));
    window.press("g s").await.unwrap();
    window.see_text(".notice", "The vault is locked.").await.unwrap();
    window.see_text("nav", "Waits for the passphrase").await.unwrap();
    window.press("Shift+S").await.unwrap();
    window.see_text(DIALOG, "Unlock the vault").await.unwrap();
    window.type_text("six loud otters").await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text(DIALOG, "open the vault. Type it again.").await.unwrap();
    window.fill_labelled("Passphrase", PASSPHRASE).await.unwrap();
    window.press("Enter").await.unwrap();
    window.see_text(TOAST, "nothing new").await.unwrap();
    window.gone(".notice").await.unwrap();
    let stands = window.call("connections", json!({})).await.unwrap();
    assert_eq!((&stands[0]["problem"], &stands[0]["health"]), (&Value::Null, &json!("healthy")));
    window.close().await.unwrap();
}
