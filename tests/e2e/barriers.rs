//! What keeps people out, as axe finds it in the real window: drawn text has its real contrast only here.

use serde_json::{Value, json};
use support::screens::{FIRST_RUN, SCREENS, go, show_in};
use support::window::{LOADING, Window};
use tempfile::TempDir;

/// In light all rules that can be serious; in dark, where only the colours differ, that of the contrast.
const THEMES: [(&str, &str); 2] = [("light", "all"), ("dark", "color-contrast")];

/// The serious and critical violations on the screen, a line each.
async fn barriers(window: &Window, rules: &str) -> Vec<String> {
    let script = "const [rules, done] = arguments;
        const options = {resultTypes: ['violations'], rules: {'label-content-name-mismatch': {enabled: true}}};
        if (rules !== 'all') Object.assign(options, {runOnly: [rules], rules: {}});
        // Colours that are on their way from one to the other are none.
        const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations !== Infinity);
        const still = Promise.allSettled(moving.map(({finished}) => finished));
        Promise.race([still, new Promise((then) => setTimeout(then, 1000))])
          .then(() => axe.run(document, options))
          .then(({violations}) => done(violations
          .filter(({impact}) => impact === 'serious' || impact === 'critical')
          .flatMap(({id, nodes}) => nodes.map(({html, any}) =>
            `${id}: ${html.slice(0, 160)} ${any.map(({message}) => message).join(' ')}`))));";
    let found = window.client.execute_async(script, vec![json!(rules)]).await.unwrap();
    serde_json::from_value(found).unwrap()
}

/// The page anew in that theme, with axe in it.
async fn open_in(window: &Window, theme: &str, axe: &str) {
    show_in(window, theme).await.unwrap();
    let known = window.script(axe, vec![]).await.unwrap();
    assert_eq!(known, Value::Null);
}

#[tokio::test]
async fn window_keeps_nobody_out_on_any_screen() {
    let folder = TempDir::new().unwrap();
    let window = Window::open(folder.path()).await.unwrap();
    let modules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules");
    let axe = std::fs::read_to_string(modules.join("axe-core/axe.min.js")).unwrap();
    let mut found = Vec::new();
    for (theme, rules) in THEMES {
        open_in(&window, theme, &axe).await;
        found.extend(barriers(&window, rules).await.into_iter().map(|line| format!("{FIRST_RUN}, {theme}: {line}")));
    }
    window.press("d").await.unwrap();
    window.see(crate::SELECTED).await.unwrap();
    for (theme, rules) in THEMES {
        open_in(&window, theme, &axe).await;
        for (name, keys) in SCREENS {
            go(&window, keys).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            window.gone(LOADING).await.unwrap();
            found.extend(barriers(&window, rules).await.into_iter().map(|line| format!("{name}, {theme}: {line}")));
        }
        window.press("Esc Esc").await.unwrap();
    }
    assert!(found.is_empty(), "{} barriers:\n{}", found.len(), found.join("\n"));
    window.close().await.unwrap();
}
