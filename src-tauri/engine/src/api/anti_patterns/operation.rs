//! Habits that operations tell of: incidents without a cause, missed targets, causes in technology only.

use insight::links::{Link, State};
use insight::restore::Class;

use super::{ENOUGH, PERIOD, Seen, line};
use crate::api::Engine;
use crate::api::pulse::words::duration;
use crate::api::types::{PatternOf, PatternRecord, ProblemQuery, PulseQuery};
use crate::api::words::counted;
use crate::error::Result;
use crate::model::{Severity, Time};
use crate::sentence::capital;
use crate::store::forum;

/// A target that holds for at least this share isn't missed.
const HOLDS: f64 = 0.8;
/// Problems of so many days.
const YEAR: u32 = 365;

impl Engine {
    pub(super) async fn unlinked_incidents(&self) -> Result<Seen> {
        let (known, from) = (self.pulse_known().await?, self.now().plus(-PERIOD));
        let operation = &known.operation;
        let (mut behind, mut others) = (Vec::new(), Vec::new());
        for (position, incident) in operation.incidents.iter().enumerate().rev() {
            if incident.began < from.0 || !operation.deliveries.knows(incident.service) {
                continue;
            }
            let Some(record) = known.incident(position) else { continue };
            let (counts, says) = only_suggested(operation.links.of_incident(position));
            let to = if counts { &mut behind } else { &mut others };
            to.push(line(record, says));
        }
        let (n, of) = (behind.len(), behind.len() + others.len());
        let seen = if of < ENOUGH {
            let incidents = counted(of as u32, "incidents");
            Seen::no_data(format!("{incidents} of services whose deployments are read: too few."))
        } else {
            Seen::when(n * 2 > of, format!("{n} of {of} incidents have only suggested causes."))
        };
        Ok(seen.since(from).behind(behind, others))
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
            decided.is_some_and(|decided| decided.at >= question.now.plus(-PERIOD))
        };
        let (mut judged, mut missed, mut how) = (0, 0, Vec::new());
        let (mut behind, mut others) = (Vec::new(), Vec::new());
        for (class, restored) in Severity::ALL.iter().zip(&classes) {
            let sum = restored.summary();
            let (in_time, n) = (sum.in_time, sum.in_time + sum.missed);
            if n == 0 {
                continue;
            }
            let is_missed = n >= ENOUGH && (in_time as f64 / n as f64) < HOLDS;
            let counts = is_missed && !is_decided(class);
            judged += u32::from(n >= ENOUGH);
            missed += u32::from(counts);
            let word = match (n >= ENOUGH, is_missed, counts) {
                (false, ..) => "too few to judge",
                (true, false, _) => "it holds",
                (true, true, false) => "missed, and the forum decided about it",
                (true, true, true) => "missed without a decision",
            };
            how.push(format!("{}: {in_time} of {n} in time, {word}.", capital(class.word())));
            for (incident, late, says) in against_target(restored) {
                let Some(record) = question.known.incident(incident as usize) else { continue };
                let to = if counts && late { &mut behind } else { &mut others };
                to.push(line(record, format!("{}, {says}", class.word())));
            }
        }
        let seen = match judged {
            0 => Seen::no_data("No class has 5 incidents in 90 days."),
            _ => Seen::when(missed > 0, format!("{missed} of {judged} classes miss their target without a decision.")),
        };
        how.push("Counted are the late incidents of the classes that miss their target; all others aren’t.".to_owned());
        Ok(Seen { how, ..seen.since(Time(question.period.from)).behind(behind, others) })
    }

    pub(super) async fn only_technology(&self) -> Result<Seen> {
        let problems = self.problems(ProblemQuery { days: YEAR, ..ProblemQuery::default() }).await?.problems;
        let (mut behind, mut others) = (Vec::new(), Vec::new());
        for row in problems {
            let causes = self.causes_of(&row.key).await?;
            let of = PatternOf::Problem { key: row.key, title: row.title };
            let n = counted(causes.causes, "causes");
            if causes.warning.is_some() {
                behind.push(PatternRecord { of, says: format!("{n} in technology, none elsewhere") });
            } else if causes.causes > 0 {
                others.push(PatternRecord { of, says: format!("{n}, and not only technology was looked at") });
            }
        }
        let (n, of) = (behind.len(), (behind.len() + others.len()) as u32);
        let seen = match of {
            0 => Seen::no_data("Nobody wrote down a cause of a recurring problem."),
            _ => Seen::when(n > 0, format!("{n} of {} with causes.", counted(of, "problems"))),
        };
        Ok(seen.since(self.now().plus(-i64::from(YEAR) * Time::DAY)).behind(behind, others))
    }
}

/// Whether an incident has only suggested causes, and in words what it has.
fn only_suggested(links: &[Link]) -> (bool, String) {
    let has = |state: State| links.iter().any(|link| link.state == state);
    if links.is_empty() {
        // An answer, too.
        (false, "no change near it".to_owned())
    } else if has(State::Confirmed) {
        (false, "its cause is confirmed".to_owned())
    } else if has(State::Refused) {
        (false, "a suggestion was refused".to_owned())
    } else {
        (true, counted(links.len() as u32, "suggestions"))
    }
}

/// The incidents of a class that are judged, the newest first: position, whether it was late, and in words.
fn against_target(class: &Class) -> Vec<(u32, bool, String)> {
    let open = class.open.iter().filter(|one| one.past_target && one.in_period);
    let open = open.map(|one| (one.incident, true, format!("open for {}, too late", duration(one.age))));
    let restored = class.restored.iter().map(|one| {
        let word = if one.in_time { "in time" } else { "too late" };
        (one.incident, !one.in_time, format!("restored in {}, {word}", duration(one.took)))
    });
    let mut all: Vec<(u32, bool, String)> = open.chain(restored).collect();
    all.sort_by_key(|(incident, ..)| std::cmp::Reverse(*incident));
    all
}
