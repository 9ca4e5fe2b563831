//! Passages of signals as evidence. Each decision is one undoable step.

use std::collections::HashMap;

use super::Engine;
use super::opportunities::reference;
use super::opportunity_edits::{editable, plan_new};
use super::types::{
    AcceptInto, EvidenceLink, HighlightTarget, HighlightView, OpportunityRef, Passage, PassageView, StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{OpportunityId, SignalId, TriageState};
use crate::score::numbers;
use crate::store::highlights::{self, Highlight};
use crate::store::triage::{self, Candidate};
use crate::store::{Write, signals};
use crate::triage::passage;

/// Longest passage, in characters.
const LONGEST: usize = 2_000;

impl Engine {
    /// The passages of a signal that are evidence, in the order of the text; those it doesn't say any more come last.
    pub async fn highlights(&self, signal: SignalId) -> Result<Vec<HighlightView>> {
        let mut read = self.store.reader().begin().await?;
        let detail = signals::detail(&mut read, signal).await?.ok_or_else(absent_signal)?;
        let mut views: Vec<HighlightView> = highlights::of_signal(&mut read, signal)
            .await?
            .into_iter()
            .map(|highlight| view(highlight, &detail.body))
            .filter(|view| !view.evidence_for.is_empty())
            .collect();
        views.sort_by_key(|view| view.start.unwrap_or(u32::MAX));
        Ok(views)
    }

    /// Makes a passage evidence of one or more opportunities, of which one may be new. With it the signal becomes
    /// evidence, as important as its most important passage unless a person says otherwise.
    pub async fn highlight(
        &self,
        signal: SignalId,
        passage: Passage,
        targets: Vec<HighlightTarget>,
    ) -> Result<StepDone> {
        check(&targets)?;
        let mut write = self.store.write().await?;
        let candidate = markable(&mut write, signal).await?;
        let (uid, mut changes) = self.marked(&mut write, &candidate, &passage).await?;
        let mut about: Vec<OpportunityRef> = Vec::new();
        for target in targets {
            let (opportunity, reference) = match target.into {
                AcceptInto::New { title } => {
                    let opportunity = self.new_uid();
                    let (made, reference) = plan_new(&mut write, opportunity.clone(), &title).await?;
                    changes.extend(made);
                    (opportunity, reference)
                }
                AcceptInto::Existing { opportunity } => {
                    let record = editable(&mut write, opportunity).await?;
                    (record.uid.clone(), reference(&record))
                }
            };
            changes.push(Change::new(Entity::Highlight, &uid, &on(&opportunity), target.importance));
            about.push(reference);
        }
        let labels: Vec<&str> = about.iter().map(|opportunity| opportunity.label.as_str()).collect();
        let message = format!("Marked a passage of “{}” for {}", candidate.title, labels.join(" and "));
        let first = about.swap_remove(0);
        self.write_step(write, message, &changes, first).await
    }

    /// Makes a highlight evidence of an opportunity with importance 0–3; null takes it from that opportunity, and away
    /// when it was the only one.
    pub async fn set_highlight(
        &self,
        uid: String,
        opportunity: OpportunityId,
        importance: Option<u8>,
    ) -> Result<StepDone> {
        check_importance(importance)?;
        let mut write = self.store.write().await?;
        let highlight = highlights::one(&mut write, &uid).await?.ok_or_else(absent)?;
        let record = editable(&mut write, opportunity).await?;
        let title = title_of(&mut write, highlight.signal).await?;
        let before = highlight.on.iter().any(|on| on.opportunity == opportunity);
        let label = opportunity.label();
        let (message, changes) = match importance {
            Some(importance) => (
                match before {
                    true => format!("Set the importance of a passage of “{title}” for {label} to {importance}"),
                    false => format!("Marked a passage of “{title}” for {label}"),
                },
                vec![Change::new(Entity::Highlight, &uid, &on(&record.uid), importance)],
            ),
            None => (format!("Took a passage of “{title}” from {label}"), taken_from(&highlight, &[opportunity])),
        };
        self.write_step(write, message, &changes, reference(&record)).await
    }

    /// Takes a highlight away, whatever it is evidence for.
    pub async fn remove_highlight(&self, uid: String) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let highlight = highlights::one(&mut write, &uid).await?.ok_or_else(absent)?;
        let title = title_of(&mut write, highlight.signal).await?;
        let all: Vec<OpportunityId> = highlight.on.iter().map(|on| on.opportunity).collect();
        let changes = taken_from(&highlight, &all);
        let first = highlight.on.first().ok_or_else(absent)?;
        let about =
            OpportunityRef { id: first.opportunity, label: first.opportunity.label(), title: first.title.clone() };
        self.write_step(write, format!("Took a mark in “{title}” away"), &changes, about).await
    }

    /// The passages that are evidence of an opportunity, by signal, in the order of its text.
    pub(super) async fn passages(&self, id: OpportunityId) -> Result<HashMap<SignalId, Vec<PassageView>>> {
        let mut read = self.store.reader().acquire().await?;
        let mut placed: HashMap<SignalId, Vec<(u32, PassageView)>> = HashMap::new();
        for quoted in highlights::of_opportunity(&mut read, id).await? {
            let start = passage::find(&quoted.body, &quoted.quote, quoted.start);
            let view = PassageView {
                uid: quoted.uid,
                quote: quoted.quote,
                importance: quoted.importance,
                gone: start.is_none(),
            };
            placed.entry(quoted.signal_id).or_default().push((start.unwrap_or(u32::MAX), view));
        }
        let in_order = |mut placed: Vec<(u32, PassageView)>| {
            placed.sort_by_key(|(start, _)| *start);
            placed.into_iter().map(|(_, view)| view).collect()
        };
        Ok(placed.into_iter().map(|(signal, placed)| (signal, in_order(placed))).collect())
    }

    /// The uid of the highlight of this passage, and what makes it where it isn't there yet.
    async fn marked(
        &self,
        write: &mut Write<'_>,
        candidate: &Candidate,
        wanted: &Passage,
    ) -> Result<(String, Vec<Change>)> {
        let body = signals::detail(write, candidate.id).await?.ok_or_else(absent_signal)?.body;
        let (quote, near) = passage::trimmed(&wanted.quote, wanted.start);
        check_length(quote)?;
        let start = passage::find(&body, quote, near).ok_or_else(|| {
            Problem::refused(format!("“{}” doesn't say this.", candidate.title))
                .kept("Nothing was changed.")
                .todo("Its text may have changed: read it again and mark the passage anew.")
        })?;
        let there = highlights::of_signal(write, candidate.id).await?.into_iter();
        let same =
            |known: &Highlight| known.quote == quote && passage::find(&body, &known.quote, known.start) == Some(start);
        if let Some(known) = there.into_iter().find(same) {
            return Ok((known.uid, Vec::new()));
        }
        let uid = self.new_uid();
        let passage = highlights::Passage { signal: candidate.key.clone(), start, quote: quote.to_owned() };
        let value = serde_json::to_value(passage)
            .map_err(|e| Problem::system(format!("The passage can't be written down: {e}.")))?;
        let made = Change::new(Entity::Highlight, &uid, "passage", value);
        Ok((uid, vec![made]))
    }
}

/// What takes a highlight from opportunities, and away when nothing is left that it is evidence for. The passage goes
/// last, so that it is there again first when this is taken back.
pub(super) fn taken_from(highlight: &Highlight, opportunities: &[OpportunityId]) -> Vec<Change> {
    let (gone, left): (Vec<_>, Vec<_>) =
        highlight.on.iter().partition(|target| opportunities.contains(&target.opportunity));
    let mut changes: Vec<Change> =
        gone.into_iter().map(|target| Change::cleared(Entity::Highlight, &highlight.uid, &on(&target.uid))).collect();
    if left.is_empty() {
        changes.push(Change::cleared(Entity::Highlight, &highlight.uid, "passage"));
    }
    changes
}

/// The journal's field for what a highlight is evidence for.
pub(super) fn on(opportunity_uid: &str) -> String {
    format!("on {opportunity_uid}")
}

fn view(highlight: Highlight, body: &str) -> HighlightView {
    let link = |on: highlights::On| EvidenceLink {
        opportunity: OpportunityRef { id: on.opportunity, label: on.opportunity.label(), title: on.title },
        importance: on.importance,
    };
    HighlightView {
        start: passage::find(body, &highlight.quote, highlight.start),
        uid: highlight.uid,
        quote: highlight.quote,
        evidence_for: highlight.on.into_iter().filter(|on| !on.deleted).map(link).collect(),
        made_at: highlight.made_at,
        made_by: highlight.made_by,
    }
}

async fn markable(write: &mut Write<'_>, signal: SignalId) -> Result<Candidate> {
    let candidate = triage::candidates(write, &[signal]).await?.pop().ok_or_else(absent_signal)?;
    if candidate.state == TriageState::Merged {
        return Err(Problem::refused(format!("“{}” is merged into another signal.", candidate.title))
            .kept("Nothing was changed.")
            .todo("Mark a passage of that other one."));
    }
    Ok(candidate)
}

async fn title_of(write: &mut Write<'_>, signal: SignalId) -> Result<String> {
    Ok(triage::candidates(write, &[signal]).await?.pop().ok_or_else(absent_signal)?.title)
}

fn check(targets: &[HighlightTarget]) -> Result<()> {
    if targets.is_empty() {
        return Err(Problem::bad_input("Say what the passage is evidence for.").kept("Nothing was changed."));
    }
    // Numbers are given when a step is written.
    if targets.iter().filter(|target| matches!(target.into, AcceptInto::New { .. })).count() > 1 {
        return Err(Problem::bad_input("One passage makes one new opportunity at a time.").kept("Nothing was changed."));
    }
    targets.iter().try_for_each(|target| check_importance(Some(target.importance)))
}

fn check_importance(importance: Option<u8>) -> Result<()> {
    match importance {
        Some(4..) => Err(Problem::bad_input("Importance goes from 0 to 3.").kept("Nothing was changed.")),
        _ => Ok(()),
    }
}

fn check_length(quote: &str) -> Result<()> {
    if quote.is_empty() {
        return Err(Problem::bad_input("There are no words in this passage.").kept("Nothing was changed."));
    }
    let long = quote.chars().count();
    if long > LONGEST {
        let (long, longest) = (numbers::number(long as f64), numbers::number(LONGEST as f64));
        return Err(Problem::bad_input(format!("The passage has {long} characters; at most {longest} fit."))
            .kept("Nothing was changed.")
            .todo("Mark the sentence that says it."));
    }
    Ok(())
}

fn absent_signal() -> Problem {
    Problem::not_found("This signal isn't here.").todo("Go back to the list.")
}

fn absent() -> Problem {
    Problem::not_found("This mark isn't here any more.").todo("Read the signal again.")
}
