//! Decisions about opportunities. Each is one undoable step, and its message is what the toast says.

use super::Engine;
use super::highlights::taken_from;
use super::opportunities::{absent, reference};
use super::types::{LeftOut, OpportunityField, OpportunityRef, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{OpportunityId, RiceInputs, SignalId, Stage, Time, TriageState};
use crate::score::{Facts, Method, Worlds, inputs, numbers};
use crate::store::opportunities::{self, Record};
use crate::store::triage::{self, Candidate};
use crate::store::{Write, evidence, highlights};

/// Longest title and longest text, in characters.
const LONGEST_TITLE: usize = 300;
const LONGEST_TEXT: usize = 20_000;

impl Engine {
    pub async fn create_opportunity(&self, title: String) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let (changes, made) = plan_new(&mut write, self.new_uid(), &title).await?;
        let message = format!("Made {}: {}", made.label, made.title);
        self.write_step(write, message, &changes, made).await
    }

    pub async fn edit_opportunity(
        &self,
        id: OpportunityId,
        field: OpportunityField,
        value: String,
    ) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let (name, words) = named(field);
        let value = match field {
            OpportunityField::Title => checked_title(&value)?,
            _ => checked_text(words, &value)?,
        };
        let message = match (field, value.is_empty()) {
            (OpportunityField::Title, _) => format!("Renamed {} to “{value}”", id.label()),
            (_, true) => format!("Emptied the {words} of {}", id.label()),
            (_, false) => format!("Changed the {words} of {}", id.label()),
        };
        let changes = [Change::new(Entity::Opportunity, &record.uid, name, value.as_str())];
        let title = if field == OpportunityField::Title { value } else { record.title.clone() };
        self.write_step(write, message, &changes, OpportunityRef { title, ..reference(&record) }).await
    }

    pub async fn set_stage(&self, id: OpportunityId, stage: Stage, reason: String) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let reason = if stage == Stage::Rejected { checked_text("reason", &reason)? } else { String::new() };
        if stage == Stage::Rejected && reason.is_empty() {
            return Err(Problem::bad_input("Rejecting needs a reason: people will ask.")
                .kept(format!("{} is as it was.", id.label()))
                .todo("Say in a few words why not."));
        }
        let mut changes = vec![Change::new(Entity::Opportunity, &record.uid, "stage", stage.word())];
        if reason != record.reject_reason {
            changes.push(Change::new(Entity::Opportunity, &record.uid, "reject_reason", reason.as_str()));
        }
        let message = match stage {
            Stage::Rejected => format!("Rejected {}: {reason}", id.label()),
            other => format!("Moved {} to {}", id.label(), stage_in_words(other)),
        };
        self.write_step(write, message, &changes, reference(&record)).await
    }

    /// Deletes, or brings back. Its number stays taken, its evidence stays linked.
    pub async fn delete_opportunity(&self, id: OpportunityId, deleted: bool) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let record = opportunities::one(&mut write, id).await?.ok_or_else(|| absent(id))?;
        let changes = if record.deleted == deleted {
            Vec::new()
        } else {
            vec![Change::new(Entity::Opportunity, &record.uid, "deleted", deleted)]
        };
        let message = format!("{} {}", if deleted { "Deleted" } else { "Brought back" }, id.label());
        self.write_step(write, message, &changes, reference(&record)).await
    }

    pub async fn set_score(&self, id: OpportunityId, inputs: RiceInputs) -> Result<StepDone> {
        inputs::check_rice(&inputs)?;
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let change = if inputs == RiceInputs::default() {
            Change::cleared(Entity::Opportunity, &record.uid, "rice")
        } else {
            let value = serde_json::to_value(inputs)
                .map_err(|e| Problem::system(format!("The score can't be written down: {e}.")))?;
            Change::new(Entity::Opportunity, &record.uid, "rice", value)
        };
        let message = scored(&record, &inputs, &super::scoring::rice()?, self.now());
        self.write_step(write, message, &[change], reference(&record)).await
    }

    pub async fn set_evidence(
        &self,
        id: OpportunityId,
        signals: Vec<SignalId>,
        importance: Option<u8>,
    ) -> Result<StepDone> {
        if importance.is_some_and(|importance| importance > 3) {
            return Err(Problem::bad_input("Importance goes from 0 to 3.").kept("Nothing was changed."));
        }
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let linked = evidence::importances(&mut write, id, Some(&signals)).await?;
        let found = triage::candidates(&mut write, &signals).await?;
        let mut left_out: Vec<LeftOut> = missing(&signals, &found);
        let (mut taken, mut changes) = (Vec::new(), Vec::new());
        for candidate in found {
            let before = linked.get(&candidate.id).copied();
            if let Some(reason) = passed_over(&candidate, before, importance) {
                left_out.push(LeftOut { id: candidate.id.0, title: candidate.title, reason: reason.to_owned() });
                continue;
            }
            let key = format!("{} {}", record.uid, candidate.key);
            changes.push(match importance {
                Some(importance) => Change::new(Entity::Evidence, key, "importance", importance),
                None => Change::cleared(Entity::Evidence, key, "importance"),
            });
            if importance.is_none() {
                // Its passages would keep it linked.
                let marks = highlights::of_signal(&mut write, candidate.id).await?;
                let linked = marks.iter().filter(|mark| mark.on.iter().any(|on| on.opportunity == id));
                changes.extend(linked.flat_map(|mark| taken_from(mark, &[id])));
            }
            taken.push((candidate, before.is_some()));
        }
        let message = linked_in_words(&record, &taken, importance);
        let changed = u32::try_from(taken.len()).unwrap_or(u32::MAX);
        let step = self.write_step(write, message, &changes, reference(&record)).await?;
        Ok(StepDone { changed, left_out, ..step })
    }

    /// Writes the step, tells the listeners, gives what the toast says.
    pub(super) async fn write_step(
        &self,
        write: Write<'_>,
        message: String,
        changes: &[Change],
        about: OpportunityRef,
    ) -> Result<StepDone> {
        let step = self.decide_in(write, message, changes).await?;
        Ok(StepDone { opportunity: Some(about), ..step })
    }
}

/// What makes a new opportunity: its number and its title.
pub(super) async fn plan_new(write: &mut Write<'_>, uid: String, title: &str) -> Result<(Vec<Change>, OpportunityRef)> {
    let title = checked_title(title)?;
    let id = opportunities::next_number(write).await?;
    let changes = vec![
        Change::new(Entity::Opportunity, &uid, "created", id.0),
        Change::new(Entity::Opportunity, &uid, "title", title.as_str()),
    ];
    Ok((changes, OpportunityRef { id, label: id.label(), title }))
}

/// `in progress`, for sentences.
pub(super) fn stage_in_words(stage: Stage) -> String {
    stage.word().replace('_', " ")
}

/// An opportunity that can be decided about: it is here and not deleted.
pub(super) async fn editable(write: &mut Write<'_>, id: OpportunityId) -> Result<Record> {
    let record = opportunities::one(write, id).await?.ok_or_else(|| absent(id))?;
    if record.deleted {
        return Err(Problem::refused(format!("{} is deleted.", id.label()))
            .kept("Nothing was changed.")
            .todo("Bring it back first."));
    }
    Ok(record)
}

/// The field's name in the journal, and in a sentence.
fn named(field: OpportunityField) -> (&'static str, &'static str) {
    match field {
        OpportunityField::Title => ("title", "title"),
        OpportunityField::Statement => ("statement", "statement"),
        OpportunityField::Hypothesis => ("hypothesis", "hypothesis"),
        OpportunityField::Expected => ("expected", "expected result"),
        OpportunityField::Owner => ("owner", "owner"),
        OpportunityField::Service => ("service", "service"),
    }
}

/// One line, not empty.
fn checked_title(title: &str) -> Result<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(Problem::bad_input("An opportunity needs a title.").kept("Nothing was changed."));
    }
    short_enough("title", title, LONGEST_TITLE)
}

/// Without white space around it, and not too long; `words` names it in the refusal.
pub(super) fn checked_text(words: &str, text: &str) -> Result<String> {
    short_enough(words, text.trim().to_owned(), LONGEST_TEXT)
}

fn short_enough(words: &str, text: String, longest: usize) -> Result<String> {
    let long = text.chars().count();
    if long <= longest {
        return Ok(text);
    }
    let (long, longest) = (numbers::number(long as f64), numbers::number(longest as f64));
    Err(Problem::bad_input(format!("The {words} has {long} characters; at most {longest} fit."))
        .kept("Nothing was changed.")
        .todo("Shorten it."))
}

/// `Scored OPP-34: 940 RICE points`, or what is still missing.
fn scored(record: &Record, rice: &RiceInputs, method: &Method, now: Time) -> String {
    let label = record.id.label();
    if *rice == RiceInputs::default() {
        return format!("Took the score of {label} away");
    }
    let entered = inputs::all(rice, []);
    let facts = Facts::entered(&entered, now);
    match method.value(&record.uid, &facts, Worlds::usual()) {
        Some(value) => format!("Scored {label}: {} {}", numbers::number(value.p50), method.points),
        None => {
            let missing: Vec<String> = method.missing_labels(&facts).iter().map(|label| label.to_lowercase()).collect();
            format!("Scored {label} in part: no value without {}", missing.join(" and "))
        }
    }
}

pub(super) fn missing(asked: &[SignalId], found: &[Candidate]) -> Vec<LeftOut> {
    let absent = asked.iter().filter(|id| found.iter().all(|candidate| candidate.id != **id));
    absent.map(|id| LeftOut { id: id.0, title: String::new(), reason: "It isn't here".to_owned() }).collect()
}

/// Why a signal stays as it is.
fn passed_over(candidate: &Candidate, before: Option<u8>, wanted: Option<u8>) -> Option<&'static str> {
    match (before, wanted) {
        (None, Some(_)) if candidate.state == TriageState::Merged => Some("It is merged into another signal"),
        (None, None) => Some("It isn't linked"),
        (Some(before), Some(wanted)) if before == wanted => Some("It is linked with this importance already"),
        _ => None,
    }
}

/// `“Timeout at the payment step”`, `3 signals`.
pub(super) fn titled<'a>(mut titles: impl ExactSizeIterator<Item = &'a str>) -> String {
    match (titles.len(), titles.next()) {
        (1, Some(only)) => format!("“{only}”"),
        (many, _) => numbers::counted(u32::try_from(many).unwrap_or(u32::MAX), "signal", "signals"),
    }
}

/// `Linked “Timeout at the payment step” to OPP-31`.
fn linked_in_words(record: &Record, taken: &[(Candidate, bool)], importance: Option<u8>) -> String {
    let label = record.id.label();
    let what = titled(taken.iter().map(|(candidate, _)| candidate.title.as_str()));
    match importance {
        None => format!("Unlinked {what} from {label}"),
        Some(importance) if taken.iter().all(|(_, before)| *before) => {
            format!("Set the importance of {what} for {label} to {importance}")
        }
        Some(_) => format!("Linked {what} to {label}"),
    }
}
