//! What operations bring: stopped exports, open incidents, missed targets, links nobody judged.

use insight::links::State;
use insight::restore::Class;

use super::{MOST, NEVER, Suggestion, item};
use crate::api::Engine;
use crate::api::pulse::words::{duration, percent};
use crate::api::types::{ForumKind, ForumPlace, ForumVerb, LinkView, PulseQuery};
use crate::api::words::counted;
use crate::error::Result;
use crate::model::{Severity, SignalId, Time};
use crate::score::numbers;
use crate::sentence::capital;
use crate::store::triage;

/// Fewer incidents than this say nothing about a target.
const ENOUGH: u32 = 5;
/// A target that holds for at least this share isn't worth a meeting.
const HOLDS: f64 = 0.8;

impl Engine {
    pub(super) async fn raised_flags(&self) -> Result<Vec<Suggestion>> {
        let flags = self.andon().await?.flags;
        let stops = flags.into_iter().filter(|flag| flag.stops).take(MOST);
        let suggested = stops.map(|flag| {
            let place = flag.place.key();
            item(ForumKind::Andon, format!("andon {place}"), format!("Exports of {place} are stopped"))
                .know(flag.reason.clone())
                .fact(
                    format!("{} can’t go out", numbers::counted(flag.opportunities, "opportunity", "opportunities")),
                    None,
                )
                .asks("Who fixes it, or lift it")
                .way(ForumVerb::Note, "Keep it up, and write down who fixes it")
                .way(ForumVerb::LiftAndon, "Lift it; the text is the reason")
                .leads(ForumPlace::Overview)
                .ripe(self.now())
        });
        Ok(suggested.collect())
    }

    /// The worst class first, then the oldest.
    pub(super) async fn open_incidents(&self) -> Result<Vec<Suggestion>> {
        let (known, now) = (self.pulse_known().await?, self.now());
        let mut open: Vec<usize> = Vec::new();
        for (position, incident) in known.operation.incidents.iter().enumerate() {
            if incident.is_open() && incident.began <= now.0 {
                open.push(position);
            }
        }
        let place = |position: &usize| known.operation.incidents.get(*position);
        open.sort_by_key(|at| place(at).map(|one| (one.class.unwrap_or(u8::MAX), one.began)));
        open.truncate(MOST);
        let ids: Vec<SignalId> = open.iter().filter_map(place).map(|one| SignalId(one.id)).collect();
        let mut read = self.store.reader().acquire().await?;
        let named = triage::candidates(&mut read, &ids).await?;
        drop(read);
        let mut found = Vec::new();
        for (position, named) in open.into_iter().zip(named) {
            let Some(incident) = known.operation.incidents.get(position) else { continue };
            let links = known.operation.links.of_incident(position);
            let has = |state: State| links.iter().any(|link| link.state == state);
            let cause = match (has(State::Confirmed), has(State::Suggested)) {
                (true, _) => "cause confirmed",
                (false, true) => "cause only suggested",
                (false, false) => "cause not known",
            };
            let class = incident.class.and_then(Severity::from_code).map_or("no class", Severity::word);
            let age = duration(now.0 - incident.began);
            let mut one = item(ForumKind::OpenIncident, format!("incident {}", named.key), named.title)
                .know(format!("{} open for {age}, {cause}", incident.label))
                .fact(format!("Class: {class}"), Some(named.id));
            for link in links.iter().filter(|link| link.state != State::Refused) {
                let Some(change) = known.operation.change_of(link.delivery) else { continue };
                let word = if link.state == State::Confirmed { "confirmed" } else { "suggested" };
                one = one.fact(format!("{} {}, {word}", change.label, change.title), Some(SignalId(change.id)));
            }
            one = one.asks("Roll back or fix forward").way(ForumVerb::Note, "Roll back");
            one = one.way(ForumVerb::Note, "Fix forward");
            if has(State::Suggested) {
                one = one.way(ForumVerb::ConfirmLink, "Confirm the likeliest cause");
                one = one.way(ForumVerb::RefuseLinks, "None of the suggested changes caused it");
            }
            // It is open, so that it comes again until it isn't.
            found.push(one.leads(ForumPlace::Signal { id: named.id }).ripe(now));
        }
        Ok(found)
    }

    pub(super) async fn missed_targets(&self) -> Result<Vec<Suggestion>> {
        let book = self.target_book().await?;
        let question = self.pulse_question(&PulseQuery::default()).await?;
        let (classes, _) = question.restore_classes(&book);
        let began = |position: u32| question.known.operation.incidents.get(position as usize).map(|one| one.began);
        let mut found = Vec::new();
        for (class, restored) in Severity::ALL.iter().zip(&classes) {
            let sum = restored.summary();
            let (in_time, missed) = (sum.in_time as u32, sum.missed as u32);
            let n = in_time + missed;
            if missed == 0 {
                continue;
            }
            let share = f64::from(in_time) / f64::from(n);
            let within = restored.target.map_or_else(|| "their targets".to_owned(), duration);
            let word = capital(class.word());
            let mut one = item(
                ForumKind::MissedTarget,
                format!("target {}", class.word()),
                format!("{word} incidents miss their target"),
            )
            .know(format!("{} restored in {within}, n = {n}", percent(share)))
            .asks(format!("Keep {within}, or say what helps"))
            .way(ForumVerb::Note, format!("Keep {within}"))
            .way(ForumVerb::Improve, "Make it an improvement")
            .leads(ForumPlace::Overview);
            let late = late_ones(restored);
            for position in late.iter().rev().take(3) {
                if let Some(record) = question.known.incident(*position as usize) {
                    one = one.record(&record);
                }
            }
            let newest = late.iter().filter_map(|at| began(*at)).max().map_or(NEVER, Time);
            if n < ENOUGH {
                found.push(one.not_ripe(format!("needs {ENOUGH} incidents, has {n}")));
            } else if share < HOLDS {
                found.push(one.ripe(newest));
            }
        }
        Ok(found)
    }

    pub(super) async fn links_to_review(&self) -> Result<Option<Suggestion>> {
        let review = self.pulse_links(PulseQuery::default(), LinkView::ToReview).await?;
        let Some(newest) = review.incidents.first().map(|one| one.incident.at) else { return Ok(None) };
        let n = review.incidents.len() as u32;
        let mut one = item(ForumKind::LinksToReview, "links".to_owned(), "Which changes caused incidents?")
            .know(format!("{} with a suggested cause that nobody judged", counted(n, "incidents")))
            .asks("Who looks them through")
            .way(ForumVerb::Note, "Write down who does")
            .leads(ForumPlace::Links);
        for incident in review.incidents.iter().take(4) {
            one = one.record(&incident.incident);
        }
        Ok(Some(one.ripe(newest)))
    }
}

/// Positions of incidents that missed their target, the oldest first.
fn late_ones(class: &Class) -> Vec<u32> {
    let restored = class.restored.iter().filter(|one| !one.in_time).map(|one| one.incident);
    let open = class.open.iter().filter(|one| one.past_target && one.in_period).map(|one| one.incident);
    restored.chain(open).collect()
}
