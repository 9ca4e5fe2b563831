//! Redmine: issues are read as signals, and opportunities become issues. Its REST interface must be switched on
//! (Administration → Settings → API). Proved against a real Redmine 5.0.4.

mod escape;
mod read;
mod write;

pub use escape::escape;
pub(super) use read::IssueReader;
pub(super) use write::IssueTracker;

use super::Auth;

/// The account's API key.
const AUTH: Auth = Auth::Header { name: "x-redmine-api-key", prefix: "" };

/// What Redmine gives at most, whatever is asked for.
const PAGE: u32 = 100;
