//! What people decide about a recurring problem. Each is one undoable step.

use super::found::find;
use super::{RATES, detail};
use crate::api::Engine;
use crate::api::opportunity_edits::checked_text;
use crate::api::types::{AcceptInto, CostRates, ProblemQuery, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{Range, SignalId, TriageState};
use crate::store::{causes, problems as stored};

const LONGEST_NAME: usize = 120;

/// More than any rate or number of hours is.
const MOST: f64 = 1e9;

impl Engine {
    /// An empty name brings the title of the records back.
    pub async fn rename_problem(&self, key: String, name: String) -> Result<StepDone> {
        let title = self.problem_title(&key).await?;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > LONGEST_NAME {
            return Err(Problem::bad_input(format!("A name has at most {LONGEST_NAME} letters."))
                .kept("Nothing was changed.")
                .todo("Say it in fewer words."));
        }
        if name.is_empty() {
            let message = format!("“{title}” has its own title again");
            return self.decide(message, &[Change::cleared(Entity::Problem, &key, "name")]).await;
        }
        let message = format!("Renamed “{title}” to “{name}”");
        self.decide(message, &[Change::new(Entity::Problem, &key, "name", name)]).await
    }

    /// Keeps a way round; an empty one says that there is none, whatever the records say.
    pub async fn set_workaround(&self, key: String, text: String) -> Result<StepDone> {
        let title = self.problem_title(&key).await?;
        let text = checked_text("workaround", &text)?;
        let message = match text.is_empty() {
            true => format!("Noted that “{title}” has no workaround"),
            false => format!("Noted a workaround of “{title}”"),
        };
        let value = as_json(&stored::Workaround { text, since: self.now() })?;
        self.decide(message, &[Change::new(Entity::Problem, &key, "workaround", value)]).await
    }

    /// A known error: the cause is known, the fix is not in place.
    pub async fn set_known_error(&self, key: String, known: bool) -> Result<StepDone> {
        let title = self.problem_title(&key).await?;
        let before = self.what_was_said(&key).await?.known_error.is_some();
        let change = match known {
            _ if known == before => Vec::new(),
            true => vec![Change::new(Entity::Problem, &key, "known_error", self.now().0)],
            false => vec![Change::cleared(Entity::Problem, &key, "known_error")],
        };
        let message = if known { "The cause is known" } else { "The cause isn’t known" };
        self.decide(format!("{message}: “{title}”"), &change).await
    }

    /// Sets what handling costs for one problem, or for all that have no rates of their own (null). Rates without
    /// anything set take the problem's own away.
    pub async fn set_cost_rates(&self, key: Option<String>, rates: CostRates) -> Result<StepDone> {
        check(&rates)?;
        let empty = rates == CostRates::default();
        let value = as_json(&rates)?;
        let (message, change) = match key {
            Some(key) => {
                let title = self.problem_title(&key).await?;
                let change = if empty {
                    Change::cleared(Entity::Problem, &key, "rates")
                } else {
                    Change::new(Entity::Problem, &key, "rates", value)
                };
                (format!("Set what “{title}” costs"), change)
            }
            None if empty => {
                ("Took the costs of problems away".to_owned(), Change::cleared(Entity::Setting, RATES, "value"))
            }
            None => {
                ("Set what problems cost".to_owned(), Change::new(Entity::Setting, RATES, "value", value.to_string()))
            }
        };
        self.decide(message, &[change]).await
    }

    /// Makes a problem an opportunity, or adds it to one, with all its incidents and alerts as evidence and its causes;
    /// `meanwhile` takes the tickets that were written about the service while it lasted, too. An empty title of a new
    /// one is the problem's.
    pub async fn accept_problem(
        &self,
        key: String,
        into: AcceptInto,
        importance: u8,
        meanwhile: bool,
    ) -> Result<StepDone> {
        let (title, mut signals, also) = self.problem_signals(&key).await?;
        if meanwhile {
            signals.extend(also);
        }
        let mut read = self.store.reader().acquire().await?;
        let kept = causes::all(&mut read, Some(&key)).await?;
        drop(read);
        let into = match into {
            AcceptInto::New { title: own } if own.trim().is_empty() => AcceptInto::New { title },
            into => into,
        };
        let mut copies = Vec::with_capacity(kept.len());
        for one in kept {
            copies.push((self.new_uid(), as_json(&one.cause)?));
        }
        self.accept_and(signals, into, importance, |opportunity| {
            let mut changes = vec![Change::new(Entity::Problem, &key, "opportunity", opportunity)];
            let copy = |(uid, cause)| Change::new(Entity::Cause, format!("{opportunity} {uid}"), "cause", cause);
            changes.extend(copies.into_iter().map(copy));
            changes
        })
        .await
    }

    /// The title, the records that nobody declined, and what was written meanwhile.
    async fn problem_signals(&self, key: &str) -> Result<(String, Vec<SignalId>, Vec<SignalId>)> {
        let look = self.look_at_problems(&ProblemQuery { days: super::LONGEST, ..ProblemQuery::default() }).await?;
        let found = find(&look.records, look.from);
        let problem = found.iter().find(|problem| problem.key == key).ok_or_else(detail::absent)?;
        let columns = self.store.columns();
        let kept = |id: &SignalId| columns.state(*id, look.now) != Some(TriageState::Declined);
        let own = problem.ids().into_iter().filter(kept).collect();
        let also = problem.meanwhile(&look.voices, look.now).iter().map(|voice| voice.id).filter(kept).collect();
        Ok((look.row(problem, (0.0, 0.0)).title, own, also))
    }

    pub(in crate::api) async fn problem_title(&self, key: &str) -> Result<String> {
        Ok(self.problem_signals(key).await?.0)
    }

    async fn what_was_said(&self, key: &str) -> Result<stored::Said> {
        let mut read = self.store.reader().acquire().await?;
        Ok(stored::said(&mut read).await?.remove(key).unwrap_or_default())
    }
}

fn as_json(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The decision can't be written down: {e}.")))
}

fn check(rates: &CostRates) -> Result<()> {
    let CostRates { hour, hours, support_hour, ticket_hours, credits } = rates;
    let fits = |range: &Range| {
        0.0 <= range.low && range.low <= range.likely && range.likely <= range.high && range.high <= MOST
    };
    if [hour, hours, support_hour, ticket_hours, credits].into_iter().flatten().all(fits) {
        return Ok(());
    }
    Err(Problem::bad_input("A range goes from low over likely to high, none of them below 0.")
        .kept("Nothing was changed."))
}
