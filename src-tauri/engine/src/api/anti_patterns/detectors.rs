//! One detector a habit.

use insight::links::State;

use super::Seen;
use crate::api::Engine;
use crate::api::types::{ChangesQuery, PatternRecord, ProblemQuery, PulseQuery, SprintWord};
use crate::api::words::counted;
use crate::error::Result;
use crate::model::{Severity, Time};
use crate::score::numbers;
use crate::store::{anti_patterns as stored, forum};

const PERIOD: i64 = 90 * Time::DAY;
/// Fewer than this say nothing about a share.
const ENOUGH: usize = 5;
const HOLDS: f64 = 0.8;
const OFTEN: f64 = 0.1;
const SPRINTS: usize = 6;

impl Engine {
    pub(super) async fn unlinked_incidents(&self) -> Result<Seen> {
        let (known, now) = (self.pulse_known().await?, self.now());
        let operation = &known.operation;
        let (mut of, mut behind) = (0, Vec::new());
        for (position, incident) in operation.incidents.iter().enumerate().rev() {
            if incident.began < now.0 - PERIOD || !operation.deliveries.knows(incident.service) {
                continue;
            }
            of += 1;
            let links = operation.links.of_incident(position);
            let judged = links.iter().any(|link| link.state != State::Suggested);
            // Nothing near is an answer, too.
            if judged || links.is_empty() {
                continue;
            }
            if let Some(record) = known.incident(position) {
                behind.push(PatternRecord {
                    title: format!("{} {}", record.label, record.title),
                    says: counted(links.len() as u32, "suggestions"),
                    signal: Some(record.id),
                    problem: None,
                });
            }
        }
        if of < ENOUGH {
            return Ok(Seen::no_data(format!(
                "{} of services whose deployments are read: too few.",
                counted(of as u32, "incidents")
            )));
        }
        let says = format!("{} of {of} incidents have only suggested causes.", behind.len());
        Ok(Seen::when(behind.len() * 2 > of, says, behind))
    }

    pub(super) async fn big_batches(&self) -> Result<Seen> {
        let rows = self.flow(ChangesQuery::default()).await?.rows;
        let batches: u32 = rows.iter().map(|row| row.batches).sum();
        if batches == 0 {
            return Ok(Seen::no_data("No deployment says which changes it brings."));
        }
        let mut behind = Vec::new();
        for row in &rows {
            let usual = row.batch.map_or_else(String::new, |usual| format!(", usually {}", numbers::number(usual)));
            behind.extend(row.large.iter().map(|large| PatternRecord {
                title: large.title.clone(),
                says: format!("{} at once{usual}", counted(large.changes, "changes")),
                signal: Some(large.signal),
                problem: None,
            }));
        }
        let says = format!("{} of {} stand out.", behind.len(), counted(batches, "deployments"));
        Ok(Seen::when(!behind.is_empty(), says, behind))
    }

    pub(super) async fn only_technology(&self) -> Result<Seen> {
        let problems = self.problems(ProblemQuery { days: 365, ..ProblemQuery::default() }).await?.problems;
        let (mut with_causes, mut behind) = (0, Vec::new());
        for row in problems {
            let causes = self.causes_of(&row.key).await?;
            with_causes += u32::from(causes.causes > 0);
            if causes.warning.is_some() {
                behind.push(PatternRecord {
                    title: row.title,
                    says: format!("{} in technology, none elsewhere", counted(causes.causes, "causes")),
                    signal: None,
                    problem: Some(row.key),
                });
            }
        }
        if with_causes == 0 {
            return Ok(Seen::no_data("Nobody wrote down a cause of a recurring problem."));
        }
        let says = format!("{} of {} with causes.", behind.len(), counted(with_causes, "problems"));
        Ok(Seen::when(!behind.is_empty(), says, behind))
    }

    pub(super) async fn undecided_targets(&self) -> Result<Seen> {
        let book = self.target_book().await?;
        let question = self.pulse_question(&PulseQuery::default()).await?;
        let (classes, _) = question.restore_classes(&book);
        let decisions = forum::touched(&mut *self.store.reader().acquire().await?).await?;
        let is_decided = |class: &Severity| {
            let key = format!("target {}", class.word());
            let decided =
                decisions.iter().find(|(of, _)| *of == key).and_then(|(_, touched)| touched.decision.as_ref());
            decided.is_some_and(|decided| decided.at.0 >= question.now.0 - PERIOD)
        };
        let (mut judged, mut missed, mut behind) = (0, 0, Vec::new());
        for (class, restored) in Severity::ALL.iter().zip(&classes) {
            let sum = restored.summary();
            let n = sum.in_time + sum.missed;
            if n < ENOUGH {
                continue;
            }
            judged += 1;
            if sum.in_time as f64 / n as f64 >= HOLDS || is_decided(class) {
                continue;
            }
            missed += 1;
            for late in restored.restored.iter().filter(|one| !one.in_time).rev() {
                let Some(record) = question.known.incident(late.incident as usize) else { continue };
                behind.push(PatternRecord {
                    title: format!("{} {}", record.label, record.title),
                    says: format!("{}, {}", class.word(), crate::api::pulse::words::duration(late.took)),
                    signal: Some(record.id),
                    problem: None,
                });
            }
        }
        if judged == 0 {
            return Ok(Seen::no_data("No class has 5 incidents in 90 days."));
        }
        let says = format!("{missed} of {judged} classes miss their target without a decision.");
        Ok(Seen::when(missed > 0, says, behind))
    }

    pub(super) async fn unanswered_requests(&self) -> Result<Seen> {
        let before = self.now().plus(-30 * Time::DAY);
        let looked = stored::unanswered(&mut *self.store.reader().acquire().await?, before).await?;
        if looked.of == 0 {
            return Ok(Seen::no_data("No tickets and no feedback are read."));
        }
        let now = self.now();
        let n = looked.behind.len();
        let behind = looked.behind.into_iter().map(|one| PatternRecord {
            says: format!("for {}", counted(((now.0 - one.happened_at.0) / Time::DAY) as u32, "days")),
            title: one.title,
            signal: Some(one.id),
            problem: None,
        });
        let says = format!("{n} of {} wait for more than 30 days.", counted(looked.of, "requests"));
        Ok(Seen::when(n >= ENOUGH, says, behind.collect()))
    }

    pub(super) async fn reopened_work(&self) -> Result<Seen> {
        let from = self.now().plus(-PERIOD);
        let Some(looked) = stored::reopened(&mut *self.store.reader().acquire().await?, from).await? else {
            return Ok(Seen::no_data("No tool that is read tells what was reopened."));
        };
        if (looked.of as usize) < ENOUGH {
            return Ok(Seen::no_data(format!("{} in 90 days: too few.", counted(looked.of, "records"))));
        }
        let n = looked.behind.len();
        let behind = looked.behind.into_iter().rev().map(|one| PatternRecord {
            says: format!("reopened {}", counted(one.times, "times")),
            title: one.title,
            signal: Some(one.id),
            problem: None,
        });
        let says = format!("{n} of {} were reopened.", counted(looked.of, "records"));
        Ok(Seen::when(n as f64 / f64::from(looked.of) > OFTEN, says, behind.collect()))
    }

    pub(super) async fn empty_sprints(&self) -> Result<Seen> {
        let page = self.changes_page(ChangesQuery::default()).await?;
        let (mut looked, mut behind) = (0, Vec::new());
        for advice in &page.sprints {
            let service = advice.service.clone().unwrap_or_else(|| "no service".to_owned());
            let ended = advice.points.iter().rev().filter(|point| point.word != SprintWord::Pending);
            for point in ended.take(SPRINTS) {
                looked += 1;
                if point.changes > 0 {
                    continue;
                }
                let day: String = point.from.rfc3339().chars().take(10).collect();
                let (title, says) = (service.clone(), format!("nothing in the 14 days from {day}"));
                behind.push(PatternRecord { title, says, signal: None, problem: None });
            }
        }
        if looked == 0 {
            return Ok(Seen::no_data("No sprint with changes or deployments has ended."));
        }
        let says = format!("{} of {} finished nothing.", behind.len(), counted(looked, "sprints"));
        Ok(Seen::when(!behind.is_empty(), says, behind))
    }
}
