//! The texts that drafts are made from, and after how many days without a word somebody counts as unanswered.

use crate::api::Engine;
use crate::api::types::{LetterForm, LoopTemplate, LoopTemplates, Outcome, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::loopback::{LONGEST, PLACES, suggested};
use crate::store::settings;

/// Days, until a person says otherwise.
const USUAL_DAYS: u32 = 14;
const MOST_DAYS: u32 = 365;
const DAYS: &str = "loop days";

impl Engine {
    pub async fn loop_templates(&self) -> Result<LoopTemplates> {
        let mut templates = Vec::new();
        for form in LetterForm::ALL {
            for outcome in Outcome::ALL {
                let own = settings::get(self.store.reader(), &key(*form, *outcome)).await?;
                let (is_own, usual) = (own.is_some(), suggested(*form, *outcome));
                let text = own.unwrap_or_else(|| usual.to_owned());
                templates.push(LoopTemplate { form: *form, outcome: *outcome, text, own: is_own });
            }
        }
        let places = PLACES.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect();
        Ok(LoopTemplates { templates, places, days: self.loop_days().await? })
    }

    /// Keeps a text of one's own; an empty one brings the usual text back.
    pub async fn set_loop_template(&self, form: LetterForm, outcome: Outcome, text: String) -> Result<StepDone> {
        let text = text.trim();
        if text.chars().count() > LONGEST {
            return Err(Problem::bad_input(format!("A text has at most {LONGEST} letters."))
                .kept("The text is as it was.")
                .todo("Say it in fewer words."));
        }
        let key = key(form, outcome);
        let what = match form {
            LetterForm::Letter => "the letter",
            LetterForm::StatusNote => "the status note",
        };
        let message = format!("Changed {what} for what {}", outcome.in_words());
        let change = if text.is_empty() || text == suggested(form, outcome) {
            Change::cleared(Entity::Setting, key, "value")
        } else {
            Change::new(Entity::Setting, key, "value", text)
        };
        self.decide(message, &[change]).await
    }

    /// After how many days without a word somebody counts as unanswered, 1 to 365.
    pub async fn set_loop_days(&self, days: u32) -> Result<StepDone> {
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(
                Problem::bad_input(format!("It can be from 1 to {MOST_DAYS} days.")).kept("Nothing was changed.")
            );
        }
        let change = Change::new(Entity::Setting, DAYS, "value", days.to_string());
        self.decide(format!("People count as unanswered after {days} days"), &[change]).await
    }

    pub(super) async fn loop_days(&self) -> Result<u32> {
        let kept = settings::get(self.store.reader(), DAYS).await?;
        Ok(kept.and_then(|kept| kept.parse().ok()).unwrap_or(USUAL_DAYS))
    }

    pub(super) async fn template(&self, form: LetterForm, outcome: Outcome) -> Result<String> {
        let own = settings::get(self.store.reader(), &key(form, outcome)).await?;
        Ok(own.unwrap_or_else(|| suggested(form, outcome).to_owned()))
    }
}

/// The key of a text among the settings.
fn key(form: LetterForm, outcome: Outcome) -> String {
    format!("loop {} {}", form.word(), outcome.word())
}
