//! A clock that stands still until told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use engine::api::Context;
use engine::http::Limits;
use engine::model::Time;
use engine::secrets::{Memory, Secrets};

/// Shared by all contexts made from it.
#[derive(Clone)]
pub struct Clock {
    now: Arc<AtomicI64>,
    uids: Arc<AtomicU32>,
}

impl Clock {
    /// Stands at an RFC 3339 instant.
    pub fn at(text: &str) -> Self {
        Clock { now: Arc::new(AtomicI64::new(time(text).0)), uids: Arc::new(AtomicU32::new(0)) }
    }

    pub fn now(&self) -> Time {
        Time(self.now.load(Ordering::SeqCst))
    }

    /// To another RFC 3339 instant.
    pub fn set(&self, text: &str) {
        self.now.store(time(text).0, Ordering::SeqCst);
    }

    pub fn forward_minutes(&self, minutes: i64) {
        self.now.fetch_add(minutes * Time::MINUTE, Ordering::SeqCst);
    }

    /// Passes over an identifier, for a workspace that has it already.
    pub fn skip_uid(&self) {
        self.uids.fetch_add(1, Ordering::SeqCst);
    }

    /// Identifiers count up: `uid-1`, `uid-2` …; secrets lie in memory.
    pub(crate) fn context(&self) -> Context {
        let (now, uids) = (self.clone(), self.uids.clone());
        Context {
            now: Arc::new(move || now.now()),
            new_uid: Arc::new(move || format!("uid-{}", uids.fetch_add(1, Ordering::SeqCst) + 1)),
            secrets: Secrets::new(Memory::default()),
            limits: quick(),
            model: None,
        }
    }
}

/// Limits small enough that a test meets them.
fn quick() -> Limits {
    Limits {
        total: Duration::from_secs(2),
        reply_bytes: 1024 * 1024,
        first_pause: Duration::from_millis(1),
        ..Limits::default()
    }
}

/// An RFC 3339 instant; panics on anything else.
pub fn time(text: &str) -> Time {
    match Time::parse_rfc3339(text) {
        Some(time) => time,
        None => panic!("{text} is no RFC 3339 instant"),
    }
}
