//! The real window: the built app under a virtual display, driven through WebDriver as a person would drive it.
//!
//! WebKit's own driver is used directly. It starts the app; both end together and at once, without exit hooks.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};

use crate::keys::pressed;

/// Long enough for a busy machine; a test that passes never waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The nav, or the first-run screen in its place.
pub const READY: &str = "nav[aria-label='Sections'], main[data-region]";

/// What stands where something is still being read.
pub const LOADING: &str = ".skeleton";

/// WebKit gives a picture with the next frame only, and a page where nothing moves has none: one pixel beats, too faint
/// to be seen.
const BEAT: &str = "
    if (document.getElementById('beat')) return;
    const style = document.createElement('style');
    style.textContent = `
      @keyframes beat { to { background: #222; } }
      #beat {
        position: fixed; right: 0; bottom: 0; width: 1px; height: 1px; opacity: 0.02; background: #000;
        animation: beat 0.5s linear infinite alternate !important;
      }`;
    const beat = document.createElement('i');
    beat.id = 'beat';
    document.head.append(style);
    document.documentElement.append(beat);";

/// Windows that run side by side take the focus from each other.
static TURN: Mutex<()> = Mutex::const_new(());

/// One running app with a data folder of its own.
pub struct Window {
    pub client: Client,
    driver: Child,
    _turn: MutexGuard<'static, ()>,
}

impl Window {
    /// Starts the app on `folder` and waits until the page has drawn itself.
    pub async fn open(folder: &Path) -> Result<Window> {
        Window::open_with(folder, "").await
    }

    /// The same, with a script that the page runs as soon as it is there.
    pub async fn open_with(folder: &Path, script: &str) -> Result<Window> {
        // Reading the demo for its meaning takes a while; its words do, unless somebody names a model.
        let model = std::env::var_os("THROUGHLINE_MODEL").unwrap_or_else(|| "none".into());
        Window::start(folder, script, &[("THROUGHLINE_MODEL", model)]).await
    }

    /// The same as [`Window::open`] with a clock that goes on from that RFC 3339 moment. What is shown then depends
    /// neither on the day nor on a language model.
    pub async fn open_at(folder: &Path, moment: &str) -> Result<Window> {
        let variables = [("THROUGHLINE_MODEL", "none".into()), ("THROUGHLINE_NOW", moment.into())];
        Window::start(folder, "", &variables).await
    }

    async fn start(folder: &Path, script: &str, variables: &[(&str, OsString)]) -> Result<Window> {
        let turn = TURN.lock().await;
        let app = app()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("WebKitWebDriver");
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut driver = command
            .arg(format!("--port={port}"))
            .env("DISPLAY", display()?)
            .env_remove("WAYLAND_DISPLAY")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
            // Without a graphics card, drawing through one takes most of the time that a test takes.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("MESA_SHADER_CACHE_DISABLE", "true")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", "en_GB.UTF-8")
            .env("TZ", "UTC")
            .env("THROUGHLINE_FOLDER", folder.join("data"))
            .env("XDG_DATA_HOME", folder.join("xdg-data"))
            .env("XDG_CONFIG_HOME", folder.join("xdg-config"))
            .env("XDG_CACHE_HOME", folder.join("xdg-cache"))
            .envs(variables.iter().map(|(name, value)| (*name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("WebKitWebDriver can't be started (package webkit2gtk-driver)")?;
        match connect(port, &app).await {
            Ok(client) => {
                let window = Window { client, driver, _turn: turn };
                if !script.is_empty() {
                    window.begin(script).await?;
                }
                window.see(READY).await.context("the page never got ready")?;
                Ok(window)
            }
            Err(error) => {
                end(&mut driver);
                Err(error)
            }
        }
    }

    /// The process of the driver, whose child the app is.
    pub fn driver_id(&self) -> u32 {
        self.driver.id()
    }

    /// Runs a script in the page, not in the empty one that a window holds before it.
    async fn begin(&self, script: &str) -> Result<()> {
        let script = format!("if (location.protocol === 'about:') return false; {script}; return true;");
        let began = Instant::now();
        while self.script(&script, vec![]).await? != Value::Bool(true) {
            if began.elapsed() > PATIENCE {
                bail!("the window never left its empty page");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// Waits until something matches `css` and gives it.
    pub async fn see(&self, css: &str) -> Result<Element> {
        let began = Instant::now();
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return Ok(element),
                Err(_) if began.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(50)).await,
                Err(error) => return self.missing(format!("{css} never showed: {error}")).await,
            }
        }
    }

    /// Fails, and keeps a picture of what a person would have seen.
    async fn missing<T>(&self, what: String) -> Result<T> {
        let path = std::env::temp_dir().join(format!("throughline-window-{}.png", std::process::id()));
        match self.picture(&path).await {
            Ok(()) => bail!("{what}. The window then: {}", path.display()),
            Err(error) => bail!("{what}. No picture of the window: {error}"),
        }
    }

    /// Waits until the text of the first `css` contains `text`, cut off with an ellipsis or not.
    pub async fn see_text(&self, css: &str, text: &str) -> Result<String> {
        let began = Instant::now();
        let mut last = String::new();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(css)).await {
                last = element.prop("innerText").await.ok().flatten().unwrap_or(last);
            }
            if last.contains(text) {
                return Ok(last);
            }
            if began.elapsed() > PATIENCE {
                return self.missing(format!("{css} never said {text:?}; it says {last:?}")).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until nothing matches `css`.
    pub async fn gone(&self, css: &str) -> Result<()> {
        let began = Instant::now();
        while self.client.find(Locator::Css(css)).await.is_ok() {
            if began.elapsed() > PATIENCE {
                return self.missing(format!("{css} never went away")).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Waits until `test` holds in the page: the body of a function that finds its arguments in `given`. `what` says
    /// what is waited for.
    pub async fn until(&self, what: &str, test: &str, mut given: Vec<Value>) -> Result<()> {
        given.push(json!(PATIENCE.as_secs() * 1_000));
        let script = format!(
            "const given = [...arguments], done = given.pop(), end = performance.now() + given.pop();
            const holds = () => {{ {test} }};
            const look = () => (holds() ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 10));
            look();"
        );
        match self.client.execute_async(&script, given).await? {
            Value::Bool(true) => Ok(()),
            _ => self.missing(format!("{what} never came")).await,
        }
    }

    pub async fn click(&self, css: &str) -> Result<()> {
        self.see(css).await?.click().await.with_context(|| css.to_owned())
    }

    /// Empties a field and types into it.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.see(css).await?;
        field.clear().await?;
        field.send_keys(text).await.with_context(|| css.to_owned())
    }

    /// Waits for what stands at an XPath.
    async fn at(&self, path: &str) -> Result<Element> {
        let began = Instant::now();
        loop {
            match self.client.find(Locator::XPath(path)).await {
                Ok(element) => return Ok(element),
                Err(_) if began.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(50)).await,
                Err(error) => return self.missing(format!("there is no {path}: {error}")).await,
            }
        }
    }

    /// Chooses the option of that value in the list with that label.
    pub async fn choose(&self, label: &str, value: &str) -> Result<()> {
        let list = format!("//label[normalize-space()='{label}']/following::select[1]");
        self.at(&format!("{list}/option[@value='{value}']")).await?;
        self.at(&list).await?.select_by_value(value).await.with_context(|| label.to_owned())
    }

    /// Empties the field with that label and types into it.
    pub async fn fill_labelled(&self, label: &str, text: &str) -> Result<()> {
        let path = format!("//label[normalize-space()='{label}']/following::*[self::input or self::textarea][1]");
        let field = self.at(&path).await?;
        field.clear().await?;
        field.send_keys(text).await.with_context(|| label.to_owned())
    }

    /// Types into whatever has the focus.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await?;
        self.settled().await
    }

    /// Presses keys one after the other wherever the focus is. A chord is joined by `+`: `Ctrl+k`. The letter after `g`
    /// comes at once, as the page waits for it a second only.
    pub async fn press(&self, keys: &str) -> Result<()> {
        let mut chords = keys.split_whitespace();
        while let Some(chord) = chords.next() {
            let mut actions = pressed(KeyActions::new("keyboard".to_owned()), chord)?;
            if let Some(letter) = (chord == "g").then(|| chords.next()).flatten() {
                actions = pressed(actions, letter)?;
            }
            self.client.perform_actions(actions).await?;
            self.settled().await?;
        }
        Ok(())
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Calls one of the engine's commands through the page's own door.
    pub async fn call(&self, name: &str, arguments: Value) -> Result<Value> {
        let script = "const done = arguments[2];
            window.__TAURI_INTERNALS__.invoke('call', {name: arguments[0], args: arguments[1]})
              .then((value) => done({value}), (problem) => done({problem}));";
        let answer = self.client.execute_async(script, vec![json!(name), arguments]).await?;
        match answer.get("problem") {
            Some(problem) => bail!("{name}: {problem}"),
            None => Ok(answer.get("value").cloned().unwrap_or(Value::Null)),
        }
    }

    /// Waits for two animation frames: before that a picture may be stale. Where none come, it goes on without them.
    pub async fn settled(&self) -> Result<()> {
        let script = "const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
            setTimeout(() => done(0), 2000);";
        self.client.execute_async(script, vec![]).await?;
        Ok(())
    }

    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_size(width, height).await?;
        self.settled().await
    }

    pub async fn picture(&self, path: &Path) -> Result<()> {
        self.script(BEAT, vec![]).await?;
        self.settled().await?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let picture = tokio::time::timeout(PATIENCE, self.client.screenshot()).await;
        Ok(std::fs::write(path, picture.context("the window gave no picture")??)?)
    }

    /// Ends the app, at once: a driver that ends its session asks the page first, and the app may stay.
    pub async fn close(self) -> Result<()> {
        drop(self);
        Ok(())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        end(&mut self.driver);
    }
}

/// Kills the driver and the app it started, and waits until the app's lock is free.
fn end(driver: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = rustix::process::Pid::from_raw(driver.id().cast_signed()) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = driver.kill();
    let _ = driver.wait();
}

async fn connect(port: u16, app: &Path) -> Result<Client> {
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": app, "args": [] } });
    let Value::Object(capabilities) = capabilities else { bail!("capabilities are an object") };
    let began = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://127.0.0.1:{port}");
        let session = builder.capabilities(capabilities.clone()).connect(&address);
        // The driver waits for ever for an app that ended before it drew anything.
        match tokio::time::timeout(PATIENCE, session).await.context("the app never answered WebDriver")? {
            Ok(client) => return Ok(client),
            Err(_) if began.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(100)).await,
            Err(error) => return Err(error).context("the app did not start under WebDriver"),
        }
    }
}

/// The built app; `cargo build -p throughline` makes it.
fn app() -> Result<PathBuf> {
    let mut folder = std::env::current_exe()?;
    while folder.pop() {
        let app = folder.join("throughline-app");
        if app.is_file() {
            return Ok(app);
        }
    }
    bail!("The app isn't built: run `cargo xtask test`, or `cargo build -p throughline` first.")
}

/// One virtual display for the whole process; it ends with it.
fn display() -> Result<String> {
    static DISPLAY: OnceLock<Option<String>> = OnceLock::new();
    DISPLAY.get_or_init(|| start_display().ok()).clone().context("Xvfb can't be started (package xvfb)")
}

fn start_display() -> Result<String> {
    // The shell ends the display when this process is gone, however it ends: its standard input closes then.
    let script = "Xvfb -displayfd 1 -screen 0 1680x1050x24 -nolisten tcp 2>/dev/null & read -r _; kill $!";
    let mut child = Command::new("sh").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut number = String::new();
    BufReader::new(child.stdout.take().context("its output")?).read_line(&mut number)?;
    // Never waited for on purpose: it lives as long as this process.
    std::mem::forget(child);
    Ok(format!(":{}", number.trim().parse::<u32>()?))
}
