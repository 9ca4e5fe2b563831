//! Templates of drafts, and what people make of single drafts before they are sent.

use super::Engine;
use super::opportunity_edits::editable;
use super::trackers::Line;
use super::types::{DraftText, KeptDraft, StepDone, TemplateProblem, TemplateTry, TemplateView};
use super::workspace::done;
use crate::connectors::{self, Draft};
use crate::error::{Problem, Result};
use crate::export::template::{NAMES, USUAL};
use crate::export::{Story, Written, check};
use crate::journal::{Change, Entity};
use crate::model::{ConnectionId, OpportunityId};
use crate::store::connections;
use crate::store::drafts::{self, Edit, journal_key};

/// No tracker takes a longer description.
const LONGEST_TEXT: usize = 200_000;

impl Engine {
    pub async fn draft_template(&self, connection: ConnectionId) -> Result<TemplateView> {
        let connection = connections::one(self.store.reader(), connection).await?;
        connectors::tracker(&connection.account())?;
        let own = drafts::template(self.store.reader(), &connection.uid).await?;
        Ok(TemplateView {
            own: own.is_some(),
            text: own.unwrap_or_else(|| USUAL.to_owned()),
            usual: USUAL.to_owned(),
            names: NAMES.iter().map(|(name, means)| ((*name).to_owned(), (*means).to_owned())).collect(),
        })
    }

    /// What the template would make of an opportunity. Stores nothing.
    pub async fn try_template(&self, id: OpportunityId, connection: ConnectionId, text: String) -> Result<TemplateTry> {
        let connection = connections::one(self.store.reader(), connection).await?;
        let tracker = connectors::tracker(&connection.account())?;
        Ok(match self.story(id).await?.told(&text, tracker.style()) {
            Ok((draft, redactions)) => TemplateTry { draft: Some(tracker.fitted(draft)), redactions, problem: None },
            Err(problem) => TemplateTry { draft: None, redactions: 0, problem: Some(problem) },
        })
    }

    /// Whether the template can tell any opportunity; None when it can.
    pub async fn check_template(&self, connection: ConnectionId, text: String) -> Result<Option<TemplateProblem>> {
        let connection = connections::one(self.store.reader(), connection).await?;
        Ok(check(&text, connectors::tracker(&connection.account())?.style()).err())
    }

    /// Keeps a template that can tell any opportunity; an empty one brings the usual one back. Kept texts of drafts stay.
    pub async fn set_draft_template(&self, connection: ConnectionId, text: String) -> Result<StepDone> {
        let text = text.replace("\r\n", "\n");
        if let Some(problem) = self.check_template(connection, text.clone()).await? {
            return Err(Problem::bad_input(problem.in_words())
                .kept("The template is as it was.")
                .todo("Correct it there."));
        }
        let connection = connections::one(self.store.reader(), connection).await?;
        let usual = text.trim().is_empty() || text.trim_end() == USUAL.trim_end();
        let (verb, change) = if usual {
            ("Brought the usual template back for", Change::cleared(Entity::DraftTemplate, &connection.uid, "text"))
        } else {
            ("Changed the template of", Change::new(Entity::DraftTemplate, &connection.uid, "text", text))
        };
        self.decide(format!("{verb} “{}”", connection.name), &[change]).await
    }

    /// Keeps a person's text of a draft until it is sent; keeping it again says that it stands although the opportunity
    /// has changed. None, or what the template makes anyway, throws it away.
    pub async fn keep_draft(
        &self,
        id: OpportunityId,
        connection: ConnectionId,
        text: Option<DraftText>,
    ) -> Result<StepDone> {
        let line = self.line(connection).await?;
        let name = line.connection.name.clone();
        if text.as_ref().is_some_and(|text| text.description.chars().count() > LONGEST_TEXT) {
            return Err(Problem::bad_input("The description is longer than any tracker takes.")
                .kept("Your text was not kept.")
                .todo("Shorten it."));
        }
        let written = self.written(&self.story(id).await?, &line).await?;
        let own = text.filter(|text| *text != text_of(&line.tracker.fitted(written.draft)));
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let opportunity = editable(&mut write, id).await?.uid;
        let known = drafts::edit(&mut write, &opportunity, &line.connection.uid).await?;
        let stale = own.is_some() && drafts::changed_since(&mut write, &opportunity, &line.connection.uid).await?;
        if known.as_ref().map(|known| &known.text) == own.as_ref() && !stale {
            return Ok(done(None, "Nothing changed".to_owned(), 0));
        }
        let key = journal_key(&opportunity, &line.connection.uid);
        let (message, change) = match own {
            Some(text) => {
                let edit = Edit { text, at: by.now, by: by.actor };
                let edit = serde_json::to_value(edit).map_err(|e| Problem::system(e.to_string()))?;
                (format!("Kept your text of {} for {name}", id.label()), Change::new(Entity::Draft, key, "edit", edit))
            }
            None => (
                format!("Threw your text of {} for {name} away", id.label()),
                Change::cleared(Entity::Draft, key, "edit"),
            ),
        };
        self.decide_in(write, message, &[change]).await
    }

    /// The draft of a story by the template and the rules of a line.
    pub(super) async fn written(&self, story: &Story, line: &Line<'_>) -> Result<Written> {
        let template = drafts::template(self.store.reader(), &line.connection.uid).await?;
        Ok(story.written(template.as_deref(), line.tracker.style(), &line.rules()))
    }

    /// `draft` with a person's text in it, if one is kept.
    pub(super) async fn kept_draft(
        &self,
        opportunity: &str,
        line: &Line<'_>,
        draft: Draft,
    ) -> Result<(Draft, Option<KeptDraft>)> {
        let mut read = self.store.reader().acquire().await?;
        let connection = &line.connection.uid;
        let Some(edit) = drafts::edit(&mut read, opportunity, connection).await? else { return Ok((draft, None)) };
        let changed_since = drafts::changed_since(&mut read, opportunity, connection).await?;
        let DraftText { title, description, labels } = edit.text;
        let kept = KeptDraft { at: edit.at, by: edit.by, changed_since };
        Ok((Draft { title, description, labels, ..draft }, Some(kept)))
    }
}

/// The part of a draft that a person writes.
pub(super) fn text_of(draft: &Draft) -> DraftText {
    DraftText { title: draft.title.clone(), description: draft.description.clone(), labels: draft.labels.clone() }
}
