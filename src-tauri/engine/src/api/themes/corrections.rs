//! What people say about themes. Each is one undoable step, kept for good: what comes later is placed accordingly.

use std::collections::HashMap;

use serde_json::Value;

use crate::api::Engine;
use crate::api::grouping::Pause;
use crate::api::types::{AcceptInto, LeftOut, PartForm, StepDone};
use crate::api::verbs::what;
use crate::error::{Problem, Result};
use crate::journal::{self, Change, Entity};
use crate::model::{SignalId, ThemeId, TriageState};
use crate::store::Write;
use crate::store::theme_sums;
use crate::store::themes::{self as stored, Theme};
use crate::store::triage::{self, Candidate};

const LONGEST_TITLE: usize = 120;

impl Engine {
    /// Makes all signals of a theme evidence of a new or an existing opportunity, but those that people declined. An
    /// empty title of a new one is the theme's.
    pub async fn accept_theme(&self, id: ThemeId, into: AcceptInto, importance: u8) -> Result<StepDone> {
        let mut read = self.store.reader().acquire().await?;
        let theme = stored::one(&mut read, id).await?;
        drop(read);
        let now = self.now();
        let signals: Vec<SignalId> = {
            let columns = self.store.columns();
            let members = theme_sums::members(&columns, theme.id.0).into_iter().map(|(signal, ..)| signal);
            members.filter(|signal| columns.state(*signal, now) != Some(TriageState::Declined)).collect()
        };
        let into = match into {
            AcceptInto::New { title } if title.trim().is_empty() => AcceptInto::New { title: theme.title },
            into => into,
        };
        self.accept(signals, into, importance).await
    }

    /// Gives a theme a person's title; an empty one brings the program's own back.
    pub async fn rename_theme(&self, id: ThemeId, title: String) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let theme = stored::one(&mut write, id).await?;
        let title = checked_title(&title)?;
        let message = if title.is_empty() {
            format!("“{}” has its own title again", theme.title)
        } else {
            format!("Renamed “{}” to “{title}”", theme.title)
        };
        self.say(write, message, vec![Change::new(Entity::Theme, theme.uid, "name", title)], 1).await
    }

    /// Makes several themes one. What comes later joins that one.
    pub async fn merge_themes(&self, into: ThemeId, themes: Vec<ThemeId>, title: Option<String>) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let target = stored::one(&mut write, into).await?;
        let mut changes = Vec::new();
        let mut joined: Vec<Theme> = Vec::new();
        for id in themes {
            let theme = stored::one(&mut write, id).await?;
            if theme.id == target.id || joined.iter().any(|other| other.id == theme.id) {
                continue;
            }
            changes.push(Change::new(Entity::Theme, theme.uid.clone(), "merged_into", target.uid.clone()));
            joined.push(theme);
        }
        if joined.is_empty() {
            return Err(Problem::bad_input("Choose another theme to merge.").kept("Nothing was changed."));
        }
        let title = title.map(|title| checked_title(&title)).transpose()?.filter(|title| !title.is_empty());
        let shown = title.clone().unwrap_or_else(|| target.title.clone());
        changes.extend(title.map(|title| Change::new(Entity::Theme, target.uid.clone(), "name", title)));
        let what = match joined.as_slice() {
            [only] => format!("“{}”", only.title),
            many => format!("{} themes", many.len()),
        };
        let count = joined.len() as u32;
        let done = self.say(write, format!("Merged {what} into “{shown}”"), changes, count).await?;
        self.redescribe(&[target.id]).await?;
        Ok(done)
    }

    /// Divides a theme: the first part stays what it is, each other one becomes a theme of its own. Signals that no
    /// part names stay.
    pub async fn split_theme(&self, id: ThemeId, parts: Vec<PartForm>) -> Result<StepDone> {
        let Some((first, others)) =
            parts.split_first().filter(|(_, others)| others.iter().any(|part| !part.signals.is_empty()))
        else {
            return Err(Problem::bad_input("A split needs two parts with signals.").kept("Nothing was changed."));
        };
        let mut write = self.store.write().await?;
        let theme = stored::one(&mut write, id).await?;
        let mut changes = Vec::new();
        let title = checked_title(&first.title)?;
        if !title.is_empty() && title != theme.title {
            changes.push(Change::new(Entity::Theme, theme.uid.clone(), "name", title));
        }
        let mut made = Vec::new();
        for part in others.iter().filter(|part| !part.signals.is_empty()) {
            let uid = self.new_uid();
            changes.push(Change::new(Entity::Theme, uid.clone(), "created", theme.uid.clone()));
            let title = checked_title(&part.title)?;
            if !title.is_empty() {
                changes.push(Change::new(Entity::Theme, uid.clone(), "name", title));
            }
            for candidate in triage::candidates(&mut write, &part.signals).await? {
                changes.push(Change::new(Entity::Signal, candidate.key, "theme", uid.clone()));
            }
            made.push(uid);
        }
        let message = format!("Split “{}” into {}", theme.title, made.len() + 1);
        let done = self.say(write, message, changes, made.len() as u32 + 1).await?;
        let mut read = self.store.reader().acquire().await?;
        let mut ids = stored::by_uid(&mut read, &made).await?;
        drop(read);
        ids.push(theme.id);
        self.redescribe(&ids).await?;
        Ok(done)
    }

    /// "Not a theme": hides it, with what joins it later; or shows it again.
    pub async fn dismiss_theme(&self, id: ThemeId, dismissed: bool) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let theme = stored::one(&mut write, id).await?;
        let message = match dismissed {
            true => format!("“{}” is not a theme", theme.title),
            false => format!("“{}” is a theme again", theme.title),
        };
        self.say(write, message, vec![Change::new(Entity::Theme, theme.uid, "dismissed", dismissed)], 1).await
    }

    /// Puts signals into a theme, or into none, for good.
    pub async fn place_signals(&self, ids: Vec<SignalId>, theme: Option<ThemeId>) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let target = match theme {
            Some(id) => Some(stored::one(&mut write, id).await?),
            None => None,
        };
        let (candidates, left_out) = self.placeable(&mut write, &ids).await?;
        let uid = target.as_ref().map_or("", |theme| theme.uid.as_str());
        let changes = candidates.iter().map(|signal| Change::new(Entity::Signal, signal.key.clone(), "theme", uid));
        let changes: Vec<Change> = changes.collect();
        let message = match &target {
            Some(theme) => format!("Put {} into “{}”", what(&candidates), theme.title),
            None => format!("Put {} into no theme", what(&candidates)),
        };
        let done = self.say(write, message, changes, candidates.len() as u32).await?;
        if let Some(theme) = target {
            self.redescribe(&[theme.id]).await?;
        }
        Ok(StepDone { left_out, ..done })
    }

    /// "Not this theme": takes signals out, and keeps them and what is like them out.
    pub async fn keep_out(&self, ids: Vec<SignalId>, theme: ThemeId) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let theme = stored::one(&mut write, theme).await?;
        let (candidates, left_out) = self.placeable(&mut write, &ids).await?;
        let field = format!("not in {}", theme.uid);
        let mut changes = Vec::new();
        for signal in &candidates {
            changes.push(Change::new(Entity::Signal, signal.key.clone(), &field, true));
            // A person's earlier word that it belongs here ends with this one.
            if journal_says(&mut write, signal, &theme.uid).await? {
                changes.push(Change::cleared(Entity::Signal, signal.key.clone(), "theme"));
            }
        }
        let message = format!("Kept {} out of “{}”", what(&candidates), theme.title);
        let done = self.say(write, message, changes, candidates.len() as u32).await?;
        self.group_signals(false).await?;
        Ok(StepDone { left_out, ..done })
    }

    /// Says that signals belong into one theme, whichever that is.
    pub async fn keep_together(&self, ids: Vec<SignalId>) -> Result<StepDone> {
        self.pair(ids, true).await
    }

    /// Says that signals don't belong into one theme.
    pub async fn keep_apart(&self, ids: Vec<SignalId>) -> Result<StepDone> {
        self.pair(ids, false).await
    }

    async fn pair(&self, ids: Vec<SignalId>, together: bool) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let (candidates, left_out) = self.placeable(&mut write, &ids).await?;
        let Some((first, others)) = candidates.split_first().filter(|(_, others)| !others.is_empty()) else {
            return Err(Problem::bad_input("Choose two signals or more.").kept("Nothing was changed."));
        };
        let key = |other: &Candidate| format!("{}\n{}", first.key, other.key);
        let changes = others.iter().map(|other| Change::new(Entity::Pair, key(other), "together", together)).collect();
        let message = match together {
            true => format!("Kept {} together", what(&candidates)),
            false => format!("Kept {} apart", what(&candidates)),
        };
        let done = self.say(write, message, changes, candidates.len() as u32).await?;
        self.group_signals(false).await?;
        Ok(StepDone { left_out, ..done })
    }

    /// Those of `ids` that are read, and why others aren't.
    async fn placeable(&self, write: &mut Write<'_>, ids: &[SignalId]) -> Result<(Vec<Candidate>, Vec<LeftOut>)> {
        let read: HashMap<SignalId, bool> =
            stored::are_read(write, ids).await?.into_iter().map(|signal| (signal, true)).collect();
        let (taken, left): (Vec<Candidate>, Vec<Candidate>) =
            triage::candidates(write, ids).await?.into_iter().partition(|signal| read.contains_key(&signal.id));
        let left_out = left.into_iter().map(|signal| LeftOut {
            id: signal.id.0,
            title: signal.title,
            reason: "It isn't read yet, or is of a kind that has no theme".to_owned(),
        });
        Ok((taken, left_out.collect()))
    }

    pub(in crate::api) async fn say(
        &self,
        mut write: Write<'_>,
        message: String,
        changes: Vec<Change>,
        changed: u32,
    ) -> Result<StepDone> {
        let by = self.by().await?;
        let step = journal::decide(&mut write, &by, &message, &changes).await?;
        write.commit().await?;
        if step.is_some() {
            self.tell_changed();
        }
        let (message, changed) = if step.is_some() { (message, changed) } else { ("Nothing changed".to_owned(), 0) };
        Ok(StepDone { step, message, changed, left_out: Vec::new(), opportunity: None })
    }

    /// Words and middles follow what people did at once.
    async fn redescribe(&self, ids: &[ThemeId]) -> Result<()> {
        self.describe(ids, &Pause::unheeded(self)).await?;
        self.grouping_ended();
        self.tell_changed();
        Ok(())
    }
}

/// Whether a person said that this signal belongs into that theme, and it still holds.
async fn journal_says(write: &mut Write<'_>, signal: &Candidate, uid: &str) -> Result<bool> {
    let latest = crate::store::ops::latest(write, Entity::Signal.word(), &signal.key, "theme").await?;
    let theme = latest.and_then(|(value, _)| value).and_then(|value| serde_json::from_str::<Value>(&value).ok());
    Ok(theme.is_some_and(|theme| theme == uid))
}

fn checked_title(title: &str) -> Result<String> {
    let title = title.trim();
    if title.chars().count() > LONGEST_TITLE {
        return Err(Problem::bad_input(format!("A title has at most {LONGEST_TITLE} letters."))
            .kept("Nothing was changed.")
            .todo("Say it in fewer words."));
    }
    Ok(title.to_owned())
}
