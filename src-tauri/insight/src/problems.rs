//! Problems: incidents and alerts that come back. Records with one fingerprint tell of one problem; its episodes are
//! the times it was there.

use crate::spread::median;

/// Raised when the fingerprint of a record that didn't change becomes another: what people decided hangs on it.
pub const VERSION: u32 = 1;

/// What begins within four hours of the end was reopened: the same episode.
pub const SOON: i64 = 4 * HOUR;

/// An episode that is followed by another within so long came back.
pub const BACK_WITHIN: i64 = 14 * DAY;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// The name of a problem: `version ‖ kind ‖ service ‖ masked title` as 16 hexadecimal digits, the same on every laptop.
/// Upper and lower case are one. `masked` is the title with what varies taken out.
pub fn fingerprint(kind: &str, service: &str, masked: &str) -> String {
    let text = format!("{VERSION}\n{kind}\n{}\n{}", service.to_lowercase(), masked.to_lowercase());
    // FNV-1a.
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// One incident or alert. Times are milliseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: u32,
    pub at: i64,
    /// When the service was restored; None while it isn't, or when nobody says.
    pub ended_at: Option<i64>,
    /// It isn't over. A record that is over without a time of its end lasts no time.
    pub open: bool,
    /// 0 is the worst.
    pub severity: Option<u8>,
}

/// A time that the problem was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// The record that began it first.
    pub records: Vec<u32>,
    pub at: i64,
    /// None while it isn't over, or when nobody says when it was.
    pub ended_at: Option<i64>,
    pub open: bool,
    pub severity: Option<u8>,
    /// Milliseconds of trouble, pauses between reopenings taken out; None while it isn't over, or when nobody says.
    pub restore: Option<i64>,
}

/// The episodes of one problem, oldest first, from its records in any order.
pub fn episodes(records: &[Record]) -> Vec<Episode> {
    let mut records = records.to_vec();
    records.sort_by_key(|record| (record.at, record.id));
    let mut episodes: Vec<Growing> = Vec::new();
    for record in records {
        match episodes.last_mut() {
            Some(last) if last.takes(&record) => last.add(&record),
            _ => episodes.push(Growing::new(&record)),
        }
    }
    episodes.into_iter().map(Growing::done).collect()
}

struct Growing {
    episode: Episode,
    /// Up to when it lasted at least.
    until: i64,
    /// Milliseconds of trouble up to `until`.
    trouble: i64,
    timed: bool,
}

impl Growing {
    fn new(first: &Record) -> Self {
        let empty =
            Episode { records: Vec::new(), at: first.at, ended_at: None, open: false, severity: None, restore: None };
        let mut growing = Growing { episode: empty, until: first.at, trouble: 0, timed: false };
        growing.add(first);
        growing
    }

    /// One that isn't over takes everything in: only what comes after the end is a recurrence.
    fn takes(&self, record: &Record) -> bool {
        self.episode.open || record.at <= self.until.saturating_add(SOON)
    }

    fn add(&mut self, record: &Record) {
        self.episode.records.push(record.id);
        self.episode.open |= record.open;
        self.episode.severity = [self.episode.severity, record.severity].into_iter().flatten().min();
        if let Some(end) = record.ended_at.filter(|end| !record.open && *end >= record.at) {
            self.timed = true;
            self.trouble = self.trouble.saturating_add((end - record.at.max(self.until)).max(0));
            self.until = self.until.max(end);
        }
        self.until = self.until.max(record.at);
    }

    fn done(mut self) -> Episode {
        if self.timed && !self.episode.open {
            self.episode.ended_at = Some(self.until);
            self.episode.restore = Some(self.trouble);
        }
        self.episode
    }
}

/// How many episodes were followed by another within [`BACK_WITHIN`] of their end, and of how many that can be said at
/// `now`: those that came back, and those that have been over for so long.
pub fn came_back(episodes: &[Episode], now: i64) -> (u32, u32) {
    let (mut back, mut of) = (0, 0);
    for (place, episode) in episodes.iter().enumerate() {
        if episode.open {
            continue;
        }
        let end = episode.ended_at.unwrap_or(episode.at);
        let next = episodes.get(place + 1);
        let came = next.is_some_and(|next| next.at - end <= BACK_WITHIN);
        back += u32::from(came);
        of += u32::from(came || now - end >= BACK_WITHIN);
    }
    (back, of)
}

/// Median days from an episode to the next: in the earlier and in the later half. With fewer than four gaps there is
/// only the later one, over all.
pub fn days_apart(episodes: &[Episode]) -> (Option<f64>, Option<f64>) {
    let gaps: Vec<f64> = episodes.windows(2).map(|pair| (pair[1].at - pair[0].at) as f64 / DAY as f64).collect();
    if gaps.len() < 4 {
        return (None, median(&gaps));
    }
    let (earlier, later) = gaps.split_at(gaps.len() / 2);
    (median(earlier), median(later))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(id: u32, at: i64, hours: Option<i64>) -> Record {
        let ended_at = hours.map(|hours| at * HOUR + hours * HOUR);
        Record { id, at: at * HOUR, ended_at, open: hours.is_none(), severity: Some(2) }
    }

    #[test]
    fn a_fingerprint_stays_what_it_is() {
        assert_eq!(fingerprint("incident", "Tracking", "Feed stalled, <*> wait"), "1b115cb7d712090d");
        let same = fingerprint("incident", "tracking", "feed stalled, <*> wait");
        assert_eq!(same, fingerprint("incident", "Tracking", "Feed stalled, <*> wait"));
        for other in [
            fingerprint("alert", "tracking", "feed stalled, <*> wait"),
            fingerprint("incident", "booking", "feed stalled, <*> wait"),
            fingerprint("incident", "", "tracking\nfeed stalled, <*> wait"),
        ] {
            assert_ne!(same, other);
        }
    }

    #[test]
    fn reopened_soon_is_the_same_episode_and_later_a_recurrence() {
        // Over after 2 h, reopened 3 h later for 1 h; then again after two days.
        let found = episodes(&[record(3, 55, Some(1)), record(1, 0, Some(2)), record(2, 5, Some(1))]);
        let shown: Vec<_> = found.iter().map(|e| (e.records.as_slice(), e.restore.map(|r| r / HOUR))).collect();
        assert_eq!(shown, [([1, 2].as_slice(), Some(3)), ([3].as_slice(), Some(1))]);
        // Records that tell of the same hours count those hours once.
        let both = episodes(&[record(1, 0, Some(5)), record(2, 1, Some(2)), record(3, 4, Some(3))]);
        assert_eq!((both.len(), both[0].restore, both[0].ended_at), (1, Some(7 * HOUR), Some(7 * HOUR)));
    }

    #[test]
    fn what_isnt_over_has_no_end_and_takes_in_what_comes() {
        let found = episodes(&[record(1, 0, None), record(2, 500, Some(1))]);
        assert_eq!((found.len(), found[0].open, found[0].restore, found[0].ended_at), (1, true, None, None));
        // Over, but nobody says when.
        let over = Record { id: 1, at: 0, ended_at: None, open: false, severity: None };
        let found = episodes(&[over, Record { id: 2, at: 9 * HOUR, ..over }]);
        assert_eq!((found.len(), found[0].restore, found[0].open), (2, None, false));
        // An end before the beginning is none.
        let odd = Record { id: 1, at: HOUR, ended_at: Some(0), open: false, severity: None };
        assert_eq!(episodes(&[odd])[0].ended_at, None);
    }

    #[test]
    fn coming_back_is_judged_when_there_was_time_to() {
        let day = |n: i64| n * 24;
        let all = episodes(&[record(1, 0, Some(1)), record(2, day(8), Some(1)), record(3, day(40), Some(1))]);
        assert_eq!(came_back(&all, day(45) * HOUR), (1, 2));
        assert_eq!(came_back(&all, day(60) * HOUR), (1, 3));
        assert_eq!(days_apart(&all), (None, Some(20.0)));
        let steady: Vec<Record> = [0, 20, 40, 45, 50].iter().map(|d| record(*d as u32, day(*d), Some(1))).collect();
        assert_eq!(days_apart(&episodes(&steady)), (Some(20.0), Some(5.0)));
    }

    proptest! {
        #[test]
        fn every_record_is_in_one_episode(
            told in prop::collection::vec((0..10_000_i64, prop::option::of(-5..200_i64), any::<bool>()), 0..60)
        ) {
            let records: Vec<Record> = told.iter().enumerate().map(|(id, (at, hours, open))| Record {
                id: id as u32, at: at * HOUR, ended_at: hours.map(|h| (at + h) * HOUR), open: *open, severity: None,
            }).collect();
            let found = episodes(&records);
            let mut ids: Vec<u32> = found.iter().flat_map(|episode| episode.records.clone()).collect();
            ids.sort_unstable();
            prop_assert_eq!(ids, (0..records.len() as u32).collect::<Vec<_>>());
            for pair in found.windows(2) {
                prop_assert!(!pair[0].open);
                prop_assert!(pair[1].at - pair[0].ended_at.unwrap_or(pair[0].at) > SOON);
            }
            for episode in &found {
                prop_assert!(episode.restore.is_none_or(|r| r >= 0 && r <= episode.ended_at.unwrap_or(0) - episode.at));
            }
            let (back, of) = came_back(&found, 20_000 * HOUR);
            prop_assert!(back <= of && of as usize <= found.len());
        }
    }
}
