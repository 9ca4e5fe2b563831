//! One lane a server: one request in flight, because tools limit by account and a pull gains nothing by pushing, and
//! none while the server wants to be left alone. All connections to a server share its lane.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::Origin;
use crate::model::Time;

#[derive(Default)]
pub(super) struct Lanes(Mutex<HashMap<Origin, Arc<tokio::sync::Mutex<Lane>>>>);

impl Lanes {
    /// Waits until nobody else asks this server.
    pub async fn turn(&self, origin: &Origin) -> OwnedMutexGuard<Lane> {
        let lane = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(origin.clone()).or_default().clone();
        lane.lock_owned().await
    }
}

/// Until when the server wants to be left alone, by the caller's clock and by the one that no adjustment moves.
#[derive(Default)]
pub(super) struct Lane {
    until: Option<(Time, Instant)>,
}

impl Lane {
    /// Nobody asks before `until`, or before `longest` has passed: a tool with a wrong clock isn't lost for ever.
    pub fn rest(&mut self, until: Time, now: Time, longest: Duration) {
        let asked = Duration::from_millis(u64::try_from(until.0.saturating_sub(now.0)).unwrap_or(0));
        let pause = asked.min(longest);
        let until = now.plus(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
        self.until = Some((until, Instant::now() + pause));
    }

    /// How much longer the server is to be left alone; None when it may be asked. The clock that is further counts:
    /// one of them stands still while the laptop sleeps, the other while a test holds it.
    pub fn left(&self, now: Time) -> Option<Duration> {
        let (until, instant) = self.until?;
        let by_clock = Duration::from_millis(u64::try_from(until.0.saturating_sub(now.0)).unwrap_or(0));
        let left = by_clock.min(instant.saturating_duration_since(Instant::now()));
        (!left.is_zero()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_ends_by_either_clock_and_after_the_longest() {
        let (now, hour) = (Time(1_000_000), Duration::from_secs(3_600));
        let mut lane = Lane::default();
        assert_eq!(lane.left(now), None);
        lane.rest(now.plus(90 * Time::SECOND), now, hour);
        assert!(lane.left(now).is_some_and(|left| left.as_secs_f64() > 85.0));
        assert_eq!(lane.left(now.plus(90 * Time::SECOND)), None, "the laptop slept meanwhile");
        lane.rest(Time(i64::MAX), now, hour);
        assert!(lane.left(now).is_some_and(|left| left <= hour));
        lane.rest(now, now, hour);
        assert_eq!(lane.left(now), None);
    }
}
