//! What time it is: the system's, or for tests one that goes on from a moment of their choice.

use std::sync::Arc;

use engine::model::Time;

/// Tells the time whenever it is called.
pub type Now = Arc<dyn Fn() -> Time + Send + Sync>;

/// The moment from which the clock goes on. The demo is made relative to today, so its pictures change every day unless
/// a test names the day.
const VARIABLE: &str = "THROUGHLINE_NOW";

/// The system's clock, unless a test that drives the window names a moment.
pub fn clock() -> Result<Now, String> {
    // Outside tests nobody's decisions get a wrong time from a forgotten variable.
    let driven = std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true");
    match std::env::var(VARIABLE) {
        Ok(moment) if driven => going_on_from(&moment, Time::system_now),
        _ => Ok(Arc::new(Time::system_now)),
    }
}

/// As far ahead of `system` as the moment is now. It never stands still, as what waits for a time would wait for ever.
fn going_on_from(moment: &str, system: impl Fn() -> Time + Send + Sync + 'static) -> Result<Now, String> {
    let begin = Time::parse_rfc3339(moment)
        .ok_or_else(|| format!("{VARIABLE} has to be a moment such as 2026-03-04T09:00:00Z, not {moment:?}"))?;
    let ahead = begin.0 - system().0;
    Ok(Arc::new(move || system().plus(ahead)))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[test]
    fn the_clock_goes_on_from_the_moment() {
        let system = Arc::new(AtomicI64::new(5_000));
        let read = system.clone();
        let now = going_on_from("2026-03-04T09:00:00Z", move || Time(read.load(Ordering::SeqCst))).unwrap();
        assert_eq!(now().rfc3339(), "2026-03-04T09:00:00Z");
        system.fetch_add(90 * Time::SECOND, Ordering::SeqCst);
        assert_eq!(now().rfc3339(), "2026-03-04T09:01:30Z");
    }

    #[test]
    fn what_is_no_moment_is_refused_in_words() {
        let refused = going_on_from("tomorrow", Time::system_now).err().unwrap();
        assert_eq!(refused, "THROUGHLINE_NOW has to be a moment such as 2026-03-04T09:00:00Z, not \"tomorrow\"");
    }
}
