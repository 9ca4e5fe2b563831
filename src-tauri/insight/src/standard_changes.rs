//! Changes that could become standard changes: done often, in the same steps, and nearly never failed, so that they need
//! no approval of their own.

use std::collections::BTreeMap;

use crate::spread::median_millis;
use crate::wilson;

const DAY: i64 = 86_400_000;

/// How far back changes count, and incidents they caused.
pub const CHANGES_WITHIN: i64 = 180 * DAY;
pub const INCIDENTS_WITHIN: i64 = 90 * DAY;

/// So many closed ones at least.
pub const TIMES: u32 = 10;

/// The share that succeeds is at least this, by the lower end of its Wilson interval.
pub const SUCCESS: f64 = 0.80;

/// One change. Times are milliseconds since 1970 in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub id: u32,
    /// Its title with what varies taken out, or its template's name.
    pub template: String,
    pub service: String,
    /// None while it isn't closed.
    pub closed_at: Option<i64>,
    /// The tool says that it failed.
    pub failed: bool,
    /// The tool says that it is a standard change.
    pub standard: bool,
    /// When work on it began, when it was ready, and when it was done; where the tool says so.
    pub begun_at: Option<i64>,
    pub ready_at: Option<i64>,
    pub done_at: Option<i64>,
}

/// An incident and the change that is known to have caused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caused {
    pub change: u32,
    pub at: i64,
    /// It was of one of the two top classes, critical or high.
    pub top: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Ready,
    Already,
    TooFew,
    /// It may fail too often, as far as can be said.
    NotSure,
    CausedIncident,
}

/// Changes of one template and service.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub template: String,
    pub service: String,
    /// Newest first.
    pub changes: Vec<u32>,
    pub failed: u32,
    /// The share that fails, as a 95 % interval.
    pub fails: (f64, f64),
    /// Incidents of the two top classes within [`INCIDENTS_WITHIN`].
    pub top_incidents: u32,
    /// Medians in milliseconds, and of how many.
    pub waiting: Option<i64>,
    pub lead: Option<i64>,
    pub timed: u32,
    pub verdict: Verdict,
}

impl Candidate {
    pub fn times(&self) -> u32 {
        self.changes.len() as u32
    }

    /// Days of waiting in a quarter of 91 days that would end, at the rate of the last 180 days.
    pub fn saves_days(&self) -> Option<f64> {
        let waiting = self.waiting.filter(|_| self.verdict == Verdict::Ready)? as f64 / DAY as f64;
        Some(waiting * f64::from(self.times()) * 91.0 / (CHANGES_WITHIN / DAY) as f64)
    }
}

/// What was closed within 180 days of `now`, by template and service: those that meet the rule first, then those with
/// the most changes. A template that occurs once is none.
pub fn candidates(changes: &[Change], caused: &[Caused], now: i64) -> Vec<Candidate> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        if change.closed_at.is_some_and(|closed| closed <= now && now - closed <= CHANGES_WITHIN) {
            groups.entry((&change.template, &change.service)).or_default().push(change);
        }
    }
    let mut incidents: BTreeMap<u32, Vec<&Caused>> = BTreeMap::new();
    for one in caused {
        incidents.entry(one.change).or_default().push(one);
    }
    let mut found: Vec<Candidate> =
        groups.into_values().filter(|group| group.len() > 1).map(|group| candidate(group, &incidents, now)).collect();
    found.sort_by_key(|candidate| (candidate.verdict != Verdict::Ready, std::cmp::Reverse(candidate.changes.len())));
    found
}

fn candidate(mut group: Vec<&Change>, incidents: &BTreeMap<u32, Vec<&Caused>>, now: i64) -> Candidate {
    group.sort_by_key(|change| (std::cmp::Reverse(change.closed_at), change.id));
    let of = |change: &Change| incidents.get(&change.id).map(Vec::as_slice).unwrap_or_default();
    let failed = group.iter().filter(|change| change.failed || !of(change).is_empty()).count() as u32;
    let recent = |one: &&&Caused| one.top && now - one.at <= INCIDENTS_WITHIN;
    let top_incidents = group.iter().map(|change| of(change).iter().filter(recent).count() as u32).sum();
    let spans = |from: fn(&Change) -> Option<i64>| -> Vec<i64> {
        group.iter().filter_map(|change| Some((change.done_at? - from(change)?).max(0))).collect()
    };
    let (waits, leads) = (spans(|change| change.ready_at), spans(|change| change.begun_at));
    let times = group.len() as u32;
    let fails = wilson::interval(failed, times);
    let verdict = if group.iter().all(|change| change.standard) {
        Verdict::Already
    } else if times < TIMES {
        Verdict::TooFew
    } else if top_incidents > 0 {
        Verdict::CausedIncident
    } else if 1.0 - fails.1 < SUCCESS {
        Verdict::NotSure
    } else {
        Verdict::Ready
    };
    Candidate {
        template: group.first().map_or_else(String::new, |change| change.template.clone()),
        service: group.first().map_or_else(String::new, |change| change.service.clone()),
        changes: group.iter().map(|change| change.id).collect(),
        failed,
        fails,
        top_incidents,
        waiting: median_millis(&waits),
        lead: median_millis(&leads),
        timed: waits.len() as u32,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const NOW: i64 = 1_000 * DAY;

    fn change(id: u32, days_ago: i64) -> Change {
        let done = NOW - days_ago * DAY;
        Change {
            id,
            template: "Rotate the key".into(),
            service: "identity".into(),
            closed_at: Some(done),
            failed: false,
            standard: false,
            begun_at: Some(done - 2 * DAY),
            ready_at: Some(done - DAY),
            done_at: Some(done),
        }
    }

    fn many(n: u32) -> Vec<Change> {
        (0..n).map(|id| change(id, i64::from(id) + 1)).collect()
    }

    /// 16 without a failure are the fewest whose lower bound reaches 0.80: 15 give 0.796.
    #[rstest]
    #[case::nine(9, 0, Verdict::TooFew)]
    #[case::ten_are_enough_to_be_looked_at(10, 0, Verdict::NotSure)]
    #[case::fifteen(15, 0, Verdict::NotSure)]
    #[case::sixteen(16, 0, Verdict::Ready)]
    #[case::one_of_thirty(30, 1, Verdict::Ready)]
    #[case::four_of_thirty(30, 4, Verdict::NotSure)]
    fn by_the_lower_bound(#[case] n: u32, #[case] failed: u32, #[case] wanted: Verdict) {
        let mut changes = many(n);
        changes.iter_mut().take(failed as usize).for_each(|change| change.failed = true);
        let found = candidates(&changes, &[], NOW);
        assert_eq!((found.len(), found[0].verdict, found[0].times(), found[0].failed), (1, wanted, n, failed));
    }

    #[test]
    fn an_incident_of_the_top_classes_stops_it_for_90_days() {
        let caused = |at, top| [Caused { change: 3, at, top }];
        let verdict = |caused: &[Caused]| candidates(&many(40), caused, NOW)[0].verdict;
        assert_eq!(verdict(&caused(NOW - 10 * DAY, true)), Verdict::CausedIncident);
        assert_eq!(verdict(&caused(NOW - 91 * DAY, true)), Verdict::Ready);
        assert_eq!(verdict(&caused(NOW - 10 * DAY, false)), Verdict::Ready);
        // It counts as failed in any case.
        assert_eq!(candidates(&many(40), &caused(NOW - 10 * DAY, false), NOW)[0].failed, 1);
    }

    #[test]
    fn only_what_was_closed_in_180_days_and_the_same_counts() {
        let mut changes = many(40);
        changes[0].closed_at = None;
        changes[1].service = "billing".into();
        changes.push(change(99, 181));
        let found = candidates(&changes, &[], NOW);
        assert_eq!(found.iter().map(Candidate::times).collect::<Vec<_>>(), [38]);
        // Waiting a day 38 times in 180 days is 19.2 days a quarter.
        assert_eq!((found[0].waiting, found[0].lead, found[0].timed), (Some(DAY), Some(2 * DAY), 38));
        assert_eq!(found[0].saves_days().map(|days| (days * 10.0).round()), Some(192.0));
        changes.iter_mut().for_each(|change| change.standard = true);
        assert_eq!(candidates(&changes, &[], NOW)[0].verdict, Verdict::Already);
    }

    proptest! {
        #[test]
        fn what_is_ready_meets_the_rule(
            told in prop::collection::vec((0..3_u8, 0..2_u8, 0..400_i64, prop::bool::weighted(0.05)), 0..120)
        ) {
            let changes: Vec<Change> = told.iter().enumerate().map(|(id, (template, service, ago, failed))| Change {
                template: template.to_string(), service: service.to_string(), failed: *failed, ..change(id as u32, *ago)
            }).collect();
            for found in candidates(&changes, &[], NOW) {
                prop_assert!(found.failed <= found.times());
                if found.verdict == Verdict::Ready {
                    prop_assert!(found.times() >= TIMES && 1.0 - found.fails.1 >= SUCCESS && found.top_incidents == 0);
                }
            }
        }
    }
}
