//! A progress bar on the terminal, fed by the engine's events.

use std::io::IsTerminal;

use engine::api::Engine;
use engine::api::types::{Event, GroupingProgress, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

/// Draws until it is dropped.
pub struct Drawing(Option<JoinHandle<()>>);

/// Draws nothing when standard error isn't a terminal.
pub fn draw(engine: &Engine) -> Drawing {
    if !std::io::stderr().is_terminal() {
        return Drawing(None);
    }
    let mut events = engine.listen();
    Drawing(Some(tokio::spawn(async move {
        let bar = ProgressBar::no_length();
        bar.set_style(ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()));
        loop {
            match events.recv().await {
                Ok(Event::Progress(progress)) if progress.finished => bar.finish_and_clear(),
                Ok(Event::Progress(progress)) => advance(&bar, &progress),
                Ok(Event::Grouping { progress: Some(progress) }) => group(&bar, &progress),
                Ok(Event::Grouping { progress: None }) => bar.finish_and_clear(),
                Ok(Event::Changed { .. } | Event::PassphraseNeeded) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break,
            }
        }
    })))
}

/// "Reading texts, 1,280 of 5,300, 12 s left"
fn group(bar: &ProgressBar, progress: &GroupingProgress) {
    bar.set_position(progress.done.into());
    let mut text = progress.what.clone();
    if let Some(total) = progress.total {
        bar.set_length(total.into());
        text.push_str(&format!(", {} of {}", crate::show::count(progress.done), crate::show::count(total)));
    }
    if let Some(left) = progress.seconds_left {
        text.push_str(&format!(", {left:.0} s left"));
    }
    bar.set_message(text);
    bar.tick();
}

fn advance(bar: &ProgressBar, progress: &Progress) {
    if let Some(total) = progress.total {
        bar.set_length(total.into());
        let template = ProgressStyle::with_template("{bar:30} {msg}");
        bar.set_style(template.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }
    bar.set_position(progress.done.into());
    bar.set_message(sentence(progress));
    bar.tick();
}

/// "18,240 of 28,400 tickets, 412 a second, 25 s left"
fn sentence(progress: &Progress) -> String {
    let mut text = crate::show::count(progress.done);
    if let Some(total) = progress.total {
        text.push_str(&format!(" of {}", crate::show::count(total)));
    }
    text.push_str(&format!(" {}", progress.what));
    if progress.rows_per_second >= 1.0 {
        text.push_str(&format!(", {:.0} a second", progress.rows_per_second));
    }
    if let Some(left) = progress.seconds_left {
        text.push_str(&format!(", {left:.0} s left"));
    }
    if let Some(until) = progress.waiting_until {
        text.push_str(&format!(", waiting until {}", crate::show::time(until)));
    }
    text
}

impl Drop for Drawing {
    fn drop(&mut self) {
        if let Some(task) = &self.0 {
            task.abort();
        }
    }
}
