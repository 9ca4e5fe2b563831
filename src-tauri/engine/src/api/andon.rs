//! A flag on a service or product that stops the export of its opportunities until a fix is linked or a person lifts it.

use super::Engine;
use super::history::entry;
use super::opportunity_edits::{checked_text, editable};
use super::types::{AndonFix, AndonFlag, AndonList, AndonPlace, FixChoice, HistoryEntry, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{Kind, OpportunityId};
use crate::store::andon::{self as stored, FixRef, Flag, Lifted, Raised};
use crate::store::{fixes, ops, triage};

impl Engine {
    /// Those that stop exports first, then the newest.
    pub async fn andon(&self) -> Result<AndonList> {
        let mut read = self.store.reader().begin().await?;
        let flags = stored::all(&mut read).await?;
        let (places, counts) = (stored::places(&mut read).await?, stored::opportunities(&mut read).await?);
        let of = |place: &AndonPlace| counts.iter().filter(|about| stored::is_of(place, about)).count() as u32;
        let mut all = Vec::with_capacity(flags.len());
        for flag in flags {
            let with = match &flag.fix {
                Some(fix) => fixes::named(&mut read, &fix.key).await?,
                None => None,
            };
            all.push(shown(of(&flag.place), flag, with));
        }
        all.sort_by_key(|flag| !flag.stops);
        Ok(AndonList { flags: all, places })
    }

    /// The flags that stop the export of an opportunity, the newest first.
    pub async fn andon_of(&self, opportunity: OpportunityId) -> Result<Vec<AndonFlag>> {
        let abouts = stored::opportunities(&mut *self.store.reader().acquire().await?).await?;
        let Some(about) = abouts.iter().find(|about| about.id == opportunity) else { return Ok(Vec::new()) };
        let flags = self.andon().await?.flags.into_iter();
        Ok(flags.filter(|flag| flag.stops && stored::is_of(&flag.place, about)).collect())
    }

    /// What could be the fix of a flag, by words or by number; without any, the newest.
    pub async fn andon_fixes(&self, place: AndonPlace, text: String) -> Result<Vec<FixChoice>> {
        // The store compares letters as SQLite does: those of ASCII without regard to case.
        let words: Vec<String> = text.split_whitespace().map(str::to_ascii_lowercase).collect();
        fixes::like(&mut *self.store.reader().acquire().await?, &place, &words).await
    }

    /// Who raised the flag of a place, linked or unlinked a fix and lifted it, and when; the newest first.
    pub async fn andon_history(&self, place: AndonPlace) -> Result<Vec<HistoryEntry>> {
        let key = self.flag(&place).await?.place.key();
        let rows = ops::history(self.store.reader(), Entity::Andon.word(), &key).await?;
        let mut entries: Vec<HistoryEntry> = Vec::new();
        for row in rows.iter().filter(|row| row.key == key) {
            // One line a decision, which may have changed several fields.
            if entries.last().is_none_or(|last| last.step != row.step) {
                entries.push(entry(row, row.message.clone()));
            }
        }
        Ok(entries)
    }

    /// Raises a flag. One that was lifted or fixed begins anew.
    pub async fn raise_andon(&self, place: AndonPlace, reason: String) -> Result<StepDone> {
        let reason = reason_of(&reason, "A flag needs a reason: people will ask why nothing goes out.")?;
        let AndonList { flags, places } = self.andon().await?;
        let Some(place) = places.into_iter().find(|one| one.key().eq_ignore_ascii_case(&place.key())) else {
            return Err(Problem::not_found(format!("There is no {}.", place.key())).kept("Nothing was changed."));
        };
        if flags.iter().any(|flag| flag.place == place && flag.stops) {
            return Err(Problem::refused(format!("Exports of {} are stopped already.", place.key()))
                .kept("Nothing was changed."));
        }
        let key = place.key();
        let changes = [
            Change::new(Entity::Andon, &key, "raised", as_json(&Raised { reason, at: self.now() })?),
            Change::cleared(Entity::Andon, &key, "fix"),
            Change::cleared(Entity::Andon, &key, "lifted"),
        ];
        self.decide(format!("Stopped exports of {key}"), &changes).await
    }

    /// Links what puts it right, which lets exports go; null takes the link away, which raises the flag again.
    pub async fn fix_andon(&self, place: AndonPlace, fix: Option<AndonFix>) -> Result<StepDone> {
        let flag = self.flag(&place).await?;
        let key = flag.place.key();
        let Some(fix) = fix else { return self.unlink_fix(flag).await };
        let (fixed_by, says) = self.fix_in_words(fix).await?;
        let then = if flag.stops() { "; exports go again" } else { "" };
        let message = format!("Linked “{says}” as the fix of {key}{then}");
        let value = as_json(&FixRef { key: fixed_by, says, at: self.now() })?;
        self.decide(message, &[Change::new(Entity::Andon, key, "fix", value)]).await
    }

    /// A flag that was lifted meanwhile stays down.
    async fn unlink_fix(&self, flag: Flag) -> Result<StepDone> {
        let key = flag.place.key();
        let Some(fix) = flag.fix else {
            return Err(Problem::refused(format!("No fix of {key} is linked.")).kept("Nothing was changed."));
        };
        let mut changes = vec![Change::cleared(Entity::Andon, &key, "fix")];
        let then = if flag.lifted.is_some() {
            ""
        } else {
            let raised = Raised { at: self.now(), ..flag.raised };
            changes.push(Change::new(Entity::Andon, &key, "raised", as_json(&raised)?));
            "; exports are stopped again"
        };
        self.decide(format!("Unlinked “{}” as the fix of {key}{then}", fix.says), &changes).await
    }

    pub async fn lift_andon(&self, place: AndonPlace, reason: String) -> Result<StepDone> {
        let flag = self.flag(&place).await?;
        if !flag.stops() {
            return Err(
                Problem::refused(format!("Exports of {} aren’t stopped.", place.key())).kept("Nothing was changed.")
            );
        }
        let reason = reason_of(&reason, "Lifting a flag needs a reason.")?;
        let key = flag.place.key();
        let message = format!("Exports of {key} go again: {reason}");
        let value = as_json(&Lifted { reason, at: self.now() })?;
        self.decide(message, &[Change::new(Entity::Andon, key, "lifted", value)]).await
    }

    async fn flag(&self, place: &AndonPlace) -> Result<Flag> {
        let flags = stored::all(&mut *self.store.reader().acquire().await?).await?;
        flags.into_iter().find(|flag| flag.place.key().eq_ignore_ascii_case(&place.key())).ok_or_else(|| {
            Problem::not_found(format!("No flag was raised on {}.", place.key())).kept("Nothing was changed.")
        })
    }

    /// What the journal calls the fix, and how it is called in a sentence.
    async fn fix_in_words(&self, fix: AndonFix) -> Result<(String, String)> {
        match fix {
            AndonFix::Opportunity { id } => {
                let mut write = self.store.write().await?;
                let record = editable(&mut write, id).await?;
                Ok((format!("opportunity {}", record.uid), format!("{}: {}", id.label(), record.title)))
            }
            AndonFix::Signal { id } => {
                let mut read = self.store.reader().acquire().await?;
                let found = triage::candidates(&mut read, &[id]).await?.into_iter().next();
                match found {
                    Some(one) if matches!(one.kind, Kind::Change | Kind::Deployment) => {
                        let label = one.key.split_once('/').map_or("", |(_, label)| label);
                        Ok((format!("signal {}", one.key), format!("{label}: {}", one.title)))
                    }
                    Some(_) => Err(Problem::bad_input("A fix is a change, a deployment, an item or an opportunity.")
                        .kept("Nothing was changed.")),
                    None => Err(Problem::not_found("This signal isn’t here.").kept("Nothing was changed.")),
                }
            }
            AndonFix::Item { id } => {
                let found = fixes::item(&mut *self.store.reader().acquire().await?, id).await?;
                let (key, label, title) = found.ok_or_else(|| {
                    Problem::not_found("This item isn’t linked to an opportunity.").kept("Nothing was changed.")
                })?;
                Ok((format!("item {key}"), format!("{label}: {title}")))
            }
        }
    }
}

/// Why an opportunity can't go out, a sentence for the checklist.
pub(super) fn in_words(flag: &Flag) -> String {
    format!("Exports of {} are stopped: {}", flag.place.key(), flag.raised.reason)
}

fn shown(opportunities: u32, flag: Flag, fixed_with: Option<AndonFix>) -> AndonFlag {
    AndonFlag {
        stops: flag.stops(),
        place: flag.place,
        reason: flag.raised.reason,
        raised_at: flag.raised.at,
        opportunities,
        fixed_at: flag.fix.as_ref().map(|fix| fix.at),
        fix: flag.fix.map(|fix| fix.says),
        fixed_with,
        lifted_at: flag.lifted.as_ref().map(|lifted| lifted.at),
        lifted: flag.lifted.map(|lifted| lifted.reason),
    }
}

fn reason_of(reason: &str, without: &str) -> Result<String> {
    let reason = checked_text("reason", reason)?;
    if reason.is_empty() {
        return Err(Problem::bad_input(without).kept("Nothing was changed.").todo("Say in a few words why."));
    }
    Ok(reason)
}

fn as_json(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The flag can't be written down: {e}.")))
}
