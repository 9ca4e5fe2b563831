//! When what is measured of evidence changes by itself: an open incident goes on, what somebody told grows old, a renewal
//! comes near and passes.

use chrono::{Days, NaiveDate, NaiveTime};

use super::evidence::{Family, Piece};
use super::panel::{SHARE_DAYS, SOON_DAYS, Told};
use crate::model::{Kind, Status, Time};

/// The first moment after `now` at which the signal may measure otherwise, though nobody tells anything new; None: never.
pub fn next(piece: &Piece, told: &Told, now: Time) -> Option<Time> {
    let renewal = told.renews_on;
    let moments = [
        goes_on(piece, told, now).then(|| now.plus(Time::MINUTE)),
        (Family::of(piece.kind) == Family::Voices).then(|| piece.happened_at.plus(SHARE_DAYS * Time::DAY)),
        renewal.and_then(|day| day.checked_sub_days(Days::new(SOON_DAYS))).map(midnight),
        renewal.and_then(|day| day.succ_opt()).map(midnight),
    ];
    moments.into_iter().flatten().filter(|moment| *moment > now).min()
}

/// An incident that isn't over by `now`: its minutes are counted.
fn goes_on(piece: &Piece, told: &Told, now: Time) -> bool {
    let is_open = match told.resolved_at {
        Some(end) => end > now,
        None => told.status == Some(Status::Open),
    };
    piece.kind == Kind::Incident && is_open
}

/// Days are of UTC, and begin then.
fn midnight(day: NaiveDate) -> Time {
    Time::from(day.and_time(NaiveTime::MIN).and_utc())
}
