//! A flag on a service or product that stops the export of its opportunities until a fix is linked or a person lifts it.

use super::Engine;
use super::opportunity_edits::{checked_text, editable};
use super::types::{AndonFix, AndonFlag, AndonList, AndonPlace, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::Kind;
use crate::store::andon::{self as stored, FixRef, Flag, Lifted, Raised};
use crate::store::triage;

impl Engine {
    /// Those that stop exports first, then the newest.
    pub async fn andon(&self) -> Result<AndonList> {
        let mut read = self.store.reader().begin().await?;
        let flags = stored::all(&mut read).await?;
        let (places, counts) = (stored::places(&mut read).await?, stored::opportunities(&mut read).await?);
        drop(read);
        let of = |place: &AndonPlace| counts.iter().filter(|about| stored::is_of(place, about)).count() as u32;
        let mut flags: Vec<AndonFlag> = flags.into_iter().map(|flag| shown(of(&flag.place), flag)).collect();
        flags.sort_by_key(|flag| !flag.stops);
        Ok(AndonList { flags, places })
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

    /// Links what puts it right, which lets exports go; null takes the link away, which stops them again.
    pub async fn fix_andon(&self, place: AndonPlace, fix: Option<AndonFix>) -> Result<StepDone> {
        let key = self.flag(&place).await?.place.key();
        let Some(fix) = fix else {
            let message = format!("The fix of {key} isn’t one");
            return self.decide(message, &[Change::cleared(Entity::Andon, key, "fix")]).await;
        };
        let (fixed_by, says) = self.fix_in_words(fix).await?;
        let message = format!("Linked “{says}” as the fix of {key}; exports go again");
        let value = as_json(&FixRef { key: fixed_by, says, at: self.now() })?;
        self.decide(message, &[Change::new(Entity::Andon, key, "fix", value)]).await
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
                        Ok((format!("signal {}", one.key), one.title))
                    }
                    Some(_) => Err(Problem::bad_input("A fix is a change, a deployment or an opportunity.")
                        .kept("Nothing was changed.")),
                    None => Err(Problem::not_found("This signal isn’t here.").kept("Nothing was changed.")),
                }
            }
        }
    }
}

/// Why an opportunity can't go out, a sentence for the checklist.
pub(super) fn in_words(flag: &Flag) -> String {
    format!("Exports of {} are stopped: {}", flag.place.key(), flag.raised.reason)
}

fn shown(opportunities: u32, flag: Flag) -> AndonFlag {
    AndonFlag {
        stops: flag.stops(),
        place: flag.place,
        reason: flag.raised.reason,
        raised_at: flag.raised.at,
        opportunities,
        fixed_at: flag.fix.as_ref().map(|fix| fix.at),
        fix: flag.fix.map(|fix| fix.says),
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
