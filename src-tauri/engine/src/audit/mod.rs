//! The backlog audit: which open items anything speaks for. Pure; reading and comparing are the api's.

mod counts;
mod mentions;

pub use counts::{AuditCounts, Counted, counts};
pub use mentions::{addresses, holds, key_of, names, names_feature};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::Time;

/// Evidence older than this is stale, and a service that wasn't read for so long says nothing.
pub const FRESH: i64 = 90 * Time::DAY;

/// From here on two texts are taken to say the same, of 1; what people confirm or refuse counts more.
pub const SAME: f64 = 0.4;

/// From here on an item is taken for the same as another one, or as what was delivered.
pub const TWIN: f64 = 0.5;

/// The known share of backlogs that creates no value for anyone, as people quote it.
pub const KNOWN: &str = "about a third of the backlog creates no value for anyone";

/// Fewer items than this are listed, and no share of them is shown.
pub const TOO_FEW: u32 = 5;

/// What speaks for an open item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A signal of the last 90 days, or people who stop using what it is about.
    Fresh,
    /// Signals, all older.
    Stale,
    /// Its service was listened to, and nothing speaks for it.
    None,
    /// Nothing of its service was read in the last 90 days, so nothing can be said. This isn't "none".
    NoData,
}

/// `newest` signal that speaks for an item; `drops`: people stop using its feature; `heard`: its service was read.
pub fn evidence(newest: Option<Time>, drops: bool, heard: bool, now: Time) -> Evidence {
    match newest {
        _ if drops => Evidence::Fresh,
        Some(newest) if newest >= now.plus(-FRESH) => Evidence::Fresh,
        Some(_) => Evidence::Stale,
        None if heard => Evidence::None,
        None => Evidence::NoData,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const NOW: Time = Time(1_795_000_000_000);

    #[rstest]
    #[case(Some(NOW.plus(-89 * Time::DAY)), false, true, Evidence::Fresh)]
    #[case(Some(NOW.plus(-91 * Time::DAY)), false, true, Evidence::Stale)]
    #[case(Some(NOW.plus(-91 * Time::DAY)), false, false, Evidence::Stale)]
    #[case(None, true, false, Evidence::Fresh)]
    #[case(None, false, true, Evidence::None)]
    #[case(None, false, false, Evidence::NoData)]
    fn what_speaks_for_an_item(
        #[case] newest: Option<Time>,
        #[case] drops: bool,
        #[case] heard: bool,
        #[case] wanted: Evidence,
    ) {
        assert_eq!(evidence(newest, drops, heard, NOW), wanted);
    }
}
