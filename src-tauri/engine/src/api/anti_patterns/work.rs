//! Habits that work tells of: big batches, requests nobody answers, reopened work, sprints that finish nothing.

use super::{ENOUGH, PERIOD, Part, Seen, line};
use crate::api::Engine;
use crate::api::types::{ChangesQuery, PatternOf, PatternRecord, PulseRecord, SprintWord};
use crate::api::words::counted;
use crate::error::Result;
use crate::model::{Kind, Time};
use crate::score::numbers;
use crate::store::anti_patterns::{self as stored, Record, Records};

/// More than this share of reopened work stands out.
const OFTEN: f64 = 0.1;
/// Sprints of each service that are looked at.
const SPRINTS: usize = 6;

impl Engine {
    pub(super) async fn big_batches(&self) -> Result<Seen> {
        let mut batches = self.deployed_batches(&ChangesQuery::default()).await?;
        batches.sort_by_key(|one| std::cmp::Reverse((one.changes, one.record.at)));
        let of = batches.len() as u32;
        let (mut behind, mut others) = (Vec::new(), Vec::new());
        for one in batches {
            let says = format!("{} at once, usually {}", counted(one.changes, "changes"), numbers::number(one.usual));
            let to = if one.large { &mut behind } else { &mut others };
            to.push(line(one.record, says));
        }
        let n = behind.len();
        let seen = match of {
            0 => Seen::no_data("No deployment says which changes it brings."),
            _ => Seen::when(n > 0, format!("{n} of {} stand out.", counted(of, "deployments"))),
        };
        Ok(seen.since(self.now().plus(-PERIOD)).behind(behind, others))
    }

    pub(super) async fn unanswered_requests(&self, most: u32) -> Result<Seen> {
        let now = self.now();
        let mut read = self.store.reader().begin().await?;
        let looked = stored::unanswered(&mut read, now.plus(-30 * Time::DAY), most).await?;
        drop(read);
        let (n, of) = (looked.counted.total, looked.counted.total + looked.others.total);
        let age = |one: &Record| counted(((now.0 - one.happened_at.0) / Time::DAY).max(0) as u32, "days");
        let behind = part(looked.counted, |one| format!("for {}", age(one)));
        let others = part(looked.others, |one| match (one.decided, one.open) {
            (true, _) => "decided about".to_owned(),
            (false, true) => format!("open for {}", age(one)),
            (false, false) => "not open any more".to_owned(),
        });
        let seen = match of {
            0 => Seen::no_data("No tickets and no feedback are read."),
            _ => {
                let says = format!("{n} of {} wait for more than 30 days.", counted(of, "requests"));
                Seen::when(n as usize >= ENOUGH, says)
            }
        };
        Ok(seen.behind(behind, others))
    }

    pub(super) async fn reopened_work(&self, most: u32) -> Result<Seen> {
        let from = self.now().plus(-PERIOD);
        let mut read = self.store.reader().begin().await?;
        let looked = stored::reopened(&mut read, from, most).await?;
        drop(read);
        let Some(looked) = looked else {
            return Ok(Seen::no_data("No tool that is read tells what was reopened.").since(from));
        };
        let (n, of) = (looked.counted.total, looked.counted.total + looked.others.total);
        let seen = if (of as usize) < ENOUGH {
            Seen::no_data(format!("{} in 90 days: too few.", counted(of, "records")))
        } else {
            let says = format!("{n} of {} were reopened.", counted(of, "records"));
            Seen::when(f64::from(n) / f64::from(of) > OFTEN, says)
        };
        let behind = part(looked.counted, |one| format!("reopened {}", counted(one.times, "times")));
        let others = part(looked.others, |_| "no tool tells that it was reopened".to_owned());
        Ok(seen.since(from).behind(behind, others))
    }

    pub(super) async fn empty_sprints(&self) -> Result<Seen> {
        let page = self.changes_page(ChangesQuery::default()).await?;
        let (mut behind, mut others, mut from) = (Vec::new(), Vec::new(), None);
        for advice in &page.sprints {
            let ended = advice.points.iter().rev().filter(|point| point.word != SprintWord::Pending);
            for point in ended.take(SPRINTS) {
                from = Some(from.map_or(point.from, |first: Time| first.min(point.from)));
                let day: String = point.from.rfc3339().chars().take(10).collect();
                let (n, to) = match point.changes {
                    0 => ("nothing".to_owned(), &mut behind),
                    n => (counted(n, "changes"), &mut others),
                };
                let says = format!("{n} in the 14 days from {day}");
                to.push(PatternRecord { of: PatternOf::Sprint { service: advice.service.clone() }, says });
            }
        }
        let (n, of) = (behind.len(), (behind.len() + others.len()) as u32);
        let seen = match of {
            0 => Seen::no_data("No sprint with changes or deployments has ended."),
            _ => Seen::when(n > 0, format!("{n} of {} finished nothing.", counted(of, "sprints"))),
        };
        Ok(Seen { from, ..seen.behind(behind, others) })
    }
}

/// The records of the store as lines, each with what `says` says of it.
fn part(records: Records, says: impl Fn(&Record) -> String) -> Part {
    let view = |one: Record| {
        let says = says(&one);
        let kind = Kind::from_code(one.kind).unwrap_or(Kind::Ticket);
        let (id, label, at) = (one.id, one.external_id, one.happened_at);
        line(PulseRecord { id, kind, label, title: one.title, service: one.service, at }, says)
    };
    Part { total: records.total, first: records.first.into_iter().map(view).collect() }
}
