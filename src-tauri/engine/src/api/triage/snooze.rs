//! Snoozing signals and themes: until a date, until more signals come, or until something is deployed.

use crate::api::Engine;
use crate::api::types::{SnoozeUntil, StepDone, TriageVerb};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{Kind, SignalId, Status, ThemeId, TriageState};
use crate::store::themes as stored;
use crate::store::triage::{self, Verdict};
use crate::store::waits::{self, Awaited, Wait};

/// More signals than anybody would wait for.
const MOST: u32 = 1_000;

impl Engine {
    /// Hides signals from the inbox until a date, or until an event, whichever was chosen.
    pub async fn snooze(&self, ids: Vec<SignalId>, until: impl Into<SnoozeUntil>) -> Result<StepDone> {
        let until = until.into();
        let mut verdict = Verdict::of(TriageState::Snoozed);
        if let SnoozeUntil::Date { until } = until {
            verdict.until = Some(until);
        }
        let verb = match self.awaited(until).await? {
            Some((wait, words)) => {
                verdict.wait = Some(wait);
                format!("Snoozed until {words}:")
            }
            None => "Snoozed".to_owned(),
        };
        self.settle(ids, TriageVerb::Snooze { until }, &verdict, &verb).await
    }

    /// The same for a theme; null wakes it.
    pub async fn snooze_theme(&self, id: ThemeId, until: Option<SnoozeUntil>) -> Result<StepDone> {
        let awaited = match until {
            Some(until) => self.awaited(until).await?,
            None => None,
        };
        let mut write = self.store.write().await?;
        let theme = stored::one(&mut write, id).await?;
        let change =
            |value| Change { entity: Entity::Theme, key: theme.uid.clone(), field: "snoozed_until".to_owned(), value };
        let (message, value) = match (until, awaited) {
            (Some(SnoozeUntil::Date { until }), _) => (format!("Snoozed “{}”", theme.title), Some(until.0.into())),
            (Some(_), Some((wait, words))) => {
                let wait = serde_json::to_value(&wait).map_err(|e| Problem::system(e.to_string()))?;
                (format!("Snoozed “{}” until {words}", theme.title), Some(wait))
            }
            _ => (format!("“{}” is back", theme.title), None),
        };
        self.say(write, message, vec![change(value)], 1).await
    }

    /// Checks what ends a snooze. Gives the event, if it is one, also in words.
    async fn awaited(&self, until: SnoozeUntil) -> Result<Option<(Wait, String)>> {
        let since = self.now();
        let bad = |why: String| Problem::bad_input(why).kept("Nothing was changed.");
        match until {
            SnoozeUntil::Date { until } if until <= since => Err(bad("A snooze must end in the future.".to_owned())),
            SnoozeUntil::Date { .. } => Ok(None),
            SnoozeUntil::MoreSignals { count: count @ 1..=MOST } => {
                let words = waits::in_words(Some(count), None).unwrap_or_default();
                Ok(Some((Wait { since, event: Awaited::MoreSignals { count } }, words)))
            }
            SnoozeUntil::MoreSignals { .. } => Err(bad(format!("Wait for 1 to {MOST} more signals."))),
            SnoozeUntil::Deployed { change } => self.deployment(change).await.map(Some),
        }
    }

    /// A change can be waited for while it is open, or while its service is known.
    async fn deployment(&self, change: SignalId) -> Result<(Wait, String)> {
        let mut read = self.store.reader().acquire().await?;
        let found = triage::candidates(&mut read, &[change]).await?.into_iter().next();
        let signal = found.ok_or_else(|| Problem::not_found("This change isn't here.").kept("Nothing was changed."))?;
        let service = crate::store::signals::detail(&mut read, change).await?.and_then(|detail| detail.service_id);
        drop(read);
        let refused = |why: &str| Problem::refused(format!("“{}” {why}", signal.title)).kept("Nothing was changed.");
        let is_change = matches!(signal.kind, Kind::Change | Kind::Deployment);
        if !is_change {
            return Err(refused("is neither a change nor a deployment, so nobody can tell when it is deployed."));
        }
        let done = signal.status != Status::Open;
        if done && signal.kind == Kind::Deployment {
            return Err(refused("is deployed already."));
        }
        if done && service.is_none() {
            return Err(refused("is done and has no service, so nobody can tell when it is deployed.")
                .todo("Say which service it belongs to in Services."));
        }
        let words = waits::in_words(None, Some(&signal.title)).unwrap_or_default();
        Ok((Wait { since: self.now(), event: Awaited::Deployed { change: signal.key } }, words))
    }
}
