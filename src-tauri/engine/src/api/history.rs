//! The histories of one opportunity and of one signal, in words, newest first.

use std::collections::HashMap;

use scoring::framework;

use super::Engine;
use super::highlights::on;
use super::opportunities::absent;
use super::opportunity_edits::stage_in_words;
use super::past::value;
use super::types::HistoryEntry;
use crate::error::{Problem, Result};
use crate::model::{DeclineReason, OpportunityId, Range, RiceInputs, SignalId, Stage, StepId, Time, TriageState};
use crate::score::{RiskAssessment, numbers};
use crate::store::loop_replies::Said;
use crate::store::ops::HistoryRow;
use crate::store::triage::Verdict;
use crate::store::waits::{Awaited, Wait};
use crate::store::{evidence, highlights, opportunities, ops, tree, triage};

impl Engine {
    /// Everything decided about an opportunity and its evidence.
    pub async fn opportunity_history(&self, id: OpportunityId) -> Result<Vec<HistoryEntry>> {
        let mut read = self.store.reader().acquire().await?;
        let record = opportunities::one(&mut read, id).await?.ok_or_else(|| absent(id))?;
        drop(read);
        let mut entries = Vec::new();
        let own = ops::history(self.store.reader(), "opportunity", &record.uid).await?;
        for row in own.iter().filter(|row| !came_with_creation(row, &own)) {
            entries.push(opportunity_entry(row)?);
        }
        let links = ops::history(self.store.reader(), "evidence", &record.uid).await?;
        entries.extend(self.link_entries(links).await?);
        let marks = ops::field_history(self.store.reader(), "highlight", &on(&record.uid)).await?;
        add_marks(&mut entries, &marks)?;
        entries.extend(ops::history(self.store.reader(), "comment", &record.uid).await?.into_iter().map(comment_entry));
        entries.extend(told_entries(ops::history(self.store.reader(), "loop reply", &record.uid).await?));
        entries.extend(note_entries(tree::history(&mut *self.store.reader().acquire().await?, &record.uid).await?));
        for about in ["image", "annotation", "reply", "cause", "outcome check", "draft", "status note"] {
            entries.extend(note_entries(ops::history(self.store.reader(), about, &record.uid).await?));
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.step.0));
        Ok(entries)
    }

    /// Everything decided about a signal, and every opportunity it was linked to.
    pub async fn signal_history(&self, id: SignalId) -> Result<Vec<HistoryEntry>> {
        let mut read = self.store.reader().acquire().await?;
        let found = triage::candidates(&mut read, &[id]).await?.into_iter().next();
        let highlights = highlights::keys_of_signal(&mut read, id).await?;
        drop(read);
        let signal = found.ok_or_else(|| Problem::not_found("This signal isn't here."))?;
        let rows = ops::history(self.store.reader(), "signal", &signal.key).await?;
        let mut entries = Vec::new();
        for row in rows.iter().filter(|row| row.key == signal.key) {
            entries.push(if row.field == "triage" { verdict_entry(row)? } else { entry(row, row.message.clone()) });
        }
        for (row, opportunity) in ops::links_of_signal(self.store.reader(), &signal.key).await? {
            entries.push(link_entry(&row, |link| linked_to(&opportunity.label(), link))?);
        }
        // One line for a step that judged several links of the signal.
        for row in ops::verdicts_of_signal(self.store.reader(), &signal.key).await? {
            if entries.iter().all(|known| known.step != row.step) {
                entries.push(entry(&row, row.message.clone()));
            }
        }
        for highlight in highlights {
            add_marks(&mut entries, &ops::history(self.store.reader(), "highlight", &highlight).await?)?;
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.step.0));
        Ok(entries)
    }

    /// One line per link, or one for a step that linked several.
    async fn link_entries(&self, rows: Vec<HistoryRow>) -> Result<Vec<HistoryEntry>> {
        let mut in_step: HashMap<StepId, u32> = HashMap::new();
        for row in &rows {
            *in_step.entry(row.step).or_default() += 1;
        }
        let keys: Vec<&str> = rows.iter().map(signal_key).collect();
        let titles = evidence::titles(self.store.reader(), &keys).await?;
        let mut entries: Vec<HistoryEntry> = Vec::new();
        for row in &rows {
            let several = in_step.get(&row.step).is_some_and(|n| *n > 1);
            if several && entries.last().is_some_and(|last| last.step == row.step) {
                continue;
            }
            let title = titles.get(signal_key(row)).map_or("a signal that isn't here", String::as_str);
            entries.push(if several {
                entry(row, row.message.clone())
            } else {
                link_entry(row, |link| linked_signal(title, link))?
            });
        }
        Ok(entries)
    }
}

/// One line for each step that marked passages or took marks away, in its own words, unless the step is told of already.
fn add_marks(entries: &mut Vec<HistoryEntry>, rows: &[HistoryRow]) -> Result<()> {
    for row in rows.iter().filter(|row| row.field != "passage") {
        if entries.iter().all(|entry| entry.step != row.step) {
            entries.push(link_entry(row, |_| row.message.clone())?);
        }
    }
    Ok(())
}

/// A key of evidence is `<opportunity uid> <signal key>`.
fn signal_key(row: &HistoryRow) -> &str {
    row.key.split_once(' ').map_or("", |(_, key)| key)
}

/// The title and the place in the tree that came with the creation are no changes of their own.
fn came_with_creation(row: &HistoryRow, all: &[HistoryRow]) -> bool {
    matches!(row.field.as_str(), "title" | "tree")
        && all.iter().any(|other| other.step == row.step && other.field == "created")
}

/// What was said and done about a comment, in the words of the decision.
fn comment_entry(row: HistoryRow) -> HistoryEntry {
    let text = row.value.as_deref().filter(|_| row.field == "text").and_then(|text| serde_json::from_str(text).ok());
    HistoryEntry { now: text, ..entry(&row, row.message.clone()) }
}

/// One line a decision about what people were told, with the text where it was one text.
fn told_entries(rows: Vec<HistoryRow>) -> Vec<HistoryEntry> {
    let mut entries: Vec<HistoryEntry> = Vec::new();
    for row in rows {
        let said = row.value.as_deref().and_then(|said| serde_json::from_str::<Said>(said).ok());
        match entries.last_mut().filter(|last| last.step == row.step) {
            Some(last) if last.now != said.as_ref().map(|said| said.text.clone()) => last.now = None,
            Some(_) => {}
            None => entries.push(HistoryEntry { now: said.map(|said| said.text), ..entry(&row, row.message.clone()) }),
        }
    }
    entries
}

/// One line a decision about an image, a note or a reply, with the text where there is one.
fn note_entries(rows: Vec<HistoryRow>) -> Vec<HistoryEntry> {
    let mut entries: Vec<HistoryEntry> = Vec::new();
    for row in rows {
        let text = |json: &Option<String>| json.as_deref().and_then(|text| serde_json::from_str::<String>(text).ok());
        let said = matches!(row.field.as_str(), "text" | "caption");
        let (was, now) = if said { (text(&row.was), text(&row.value)) } else { (None, None) };
        match entries.last_mut().filter(|last| last.step == row.step) {
            Some(last) => {
                *last = HistoryEntry { was: last.was.take().or(was), now: last.now.take().or(now), ..last.clone() }
            }
            None => entries.push(with(entry(&row, row.message.clone()), was, now)),
        }
    }
    entries
}

fn opportunity_entry(row: &HistoryRow) -> Result<HistoryEntry> {
    let text =
        |json: &Option<String>| value::<String>(json.as_deref()).map(|text| text.filter(|text| !text.is_empty()));
    let done = match row.field.as_str() {
        "created" => entry(row, row.message.clone()),
        "stage" => with(entry(row, "Changed the stage".to_owned()), stage(&row.was)?, stage(&row.value)?),
        "rice" => with(entry(row, "Scored".to_owned()), inputs(&row.was)?, inputs(&row.value)?),
        "tree" => entry(row, row.message.clone()),
        "deleted" => {
            let deleted = value::<bool>(row.value.as_deref())?.unwrap_or(false);
            entry(row, if deleted { "Deleted" } else { "Brought back" }.to_owned())
        }
        "export_anyway" => {
            let part = |part: &str| {
                let value: Option<serde_json::Value> = value(row.value.as_deref())?;
                Ok::<_, Problem>(value.and_then(|value| value.get(part)?.as_str().map(str::to_owned)))
            };
            let missing = part("missing")?.unwrap_or_default();
            with(entry(row, format!("Exported it anyway. {missing}")), None, part("reason")?)
        }
        field if field.starts_with("score.") => {
            let name = field.trim_start_matches("score.");
            let label = framework::input(name).map_or_else(|| name.to_owned(), |input| input.label.to_lowercase());
            with(entry(row, format!("Set the {label}")), range(&row.was)?, range(&row.value)?)
        }
        field if field.starts_with("risk.") => {
            let kind = field.trim_start_matches("risk.");
            with(entry(row, format!("Judged the {kind} risk")), risk(&row.was)?, risk(&row.value)?)
        }
        "reject_reason" => with(entry(row, "Changed the reason".to_owned()), text(&row.was)?, text(&row.value)?),
        "expected" => with(entry(row, "Changed the expected result".to_owned()), text(&row.was)?, text(&row.value)?),
        field => with(entry(row, format!("Changed the {field}")), text(&row.was)?, text(&row.value)?),
    };
    Ok(done)
}

/// What a change of evidence does to the link.
enum Link {
    Made,
    Cut,
    Weighed,
    /// It speaks against the opportunity; false: no longer.
    Turned(bool),
}

fn link_entry(row: &HistoryRow, words: impl Fn(Link) -> String) -> Result<HistoryEntry> {
    if row.field == "against" {
        let against = value::<bool>(row.value.as_deref())?.unwrap_or(false);
        return Ok(entry(row, words(Link::Turned(against))));
    }
    let importance = |json: &Option<String>| -> Result<Option<String>> {
        Ok(value::<u8>(json.as_deref())?.map(|importance| format!("importance {importance}")))
    };
    let link = match (&row.was, &row.value) {
        (None, _) => Link::Made,
        (_, None) => Link::Cut,
        _ => Link::Weighed,
    };
    Ok(with(entry(row, words(link)), importance(&row.was)?, importance(&row.value)?))
}

fn linked_signal(title: &str, link: Link) -> String {
    match link {
        Link::Made => format!("Linked “{title}”"),
        Link::Cut => format!("Unlinked “{title}”"),
        Link::Weighed => format!("Changed the importance of “{title}”"),
        Link::Turned(true) => format!("Marked “{title}” as speaking against it"),
        Link::Turned(false) => format!("“{title}” speaks for it again"),
    }
}

fn linked_to(label: &str, link: Link) -> String {
    match link {
        Link::Made => format!("Linked to {label}"),
        Link::Cut => format!("Unlinked from {label}"),
        Link::Weighed => format!("Changed the importance for {label}"),
        Link::Turned(true) => format!("Marked as speaking against {label}"),
        Link::Turned(false) => format!("Speaks for {label} again"),
    }
}

fn verdict_entry(row: &HistoryRow) -> Result<HistoryEntry> {
    let words = |json: &Option<String>| -> Result<Option<String>> {
        Ok(value::<Verdict>(json.as_deref())?.map(|verdict| verdict_in_words(&verdict, row.at)))
    };
    Ok(with(entry(row, row.message.clone()), words(&row.was)?, words(&row.value)?))
}

fn verdict_in_words(verdict: &Verdict, at: Time) -> String {
    match verdict.state {
        TriageState::Inbox => "in the inbox".to_owned(),
        TriageState::Accepted => "accepted".to_owned(),
        TriageState::Merged => "merged".to_owned(),
        TriageState::Declined => {
            let reason = verdict.reason.map_or(String::new(), |reason| format!(": {}", decline_in_words(reason)));
            let note = if verdict.note.is_empty() { String::new() } else { format!(", {}", verdict.note) };
            let reply = if verdict.reply.is_empty() { "" } else { ", with a draft of a reply" };
            format!("declined{reason}{note}{reply}")
        }
        TriageState::Snoozed => match (verdict.until, &verdict.wait) {
            (Some(until), _) => format!("snoozed until {}", numbers::day(until, at)),
            (None, Some(Wait { event: Awaited::MoreSignals { count: 1 }, .. })) => {
                "snoozed until 1 more signal comes".to_owned()
            }
            (None, Some(Wait { event: Awaited::MoreSignals { count }, .. })) => {
                format!("snoozed until {count} more signals come")
            }
            (None, Some(Wait { event: Awaited::Deployed { .. }, .. })) => {
                "snoozed until a change is deployed".to_owned()
            }
            (None, None) => "snoozed".to_owned(),
        },
    }
}

fn decline_in_words(reason: DeclineReason) -> String {
    reason.word().replace('_', " ")
}

fn stage(json: &Option<String>) -> Result<Option<String>> {
    Ok(value::<Stage>(json.as_deref())?.map(stage_in_words))
}

fn risk(json: &Option<String>) -> Result<Option<String>> {
    Ok(value::<RiskAssessment>(json.as_deref())?.map(|judged| judged.in_words()))
}

fn range(json: &Option<String>) -> Result<Option<String>> {
    Ok(value::<Range>(json.as_deref())?.map(numbers::range_in_words))
}

/// `reach 1,400 to 2,300, impact 0.75, effort 2`.
fn inputs(json: &Option<String>) -> Result<Option<String>> {
    let Some(inputs) = value::<RiceInputs>(json.as_deref())? else { return Ok(None) };
    let set = framework::inputs().filter_map(|input| Some((input, inputs.get(input.name)?)));
    let words: Vec<String> = set
        .map(|(input, range)| format!("{} {}", input.label.to_lowercase(), numbers::range_in_words(range)))
        .collect();
    Ok(Some(words.join(", ")))
}

pub(super) fn entry(row: &HistoryRow, what: String) -> HistoryEntry {
    HistoryEntry {
        step: row.step,
        at: row.at,
        actor: row.actor.clone(),
        what,
        field: row.field.clone(),
        was: None,
        now: None,
        undone: row.undone,
    }
}

pub(super) fn with(entry: HistoryEntry, was: Option<String>, now: Option<String>) -> HistoryEntry {
    HistoryEntry { was, now, ..entry }
}
