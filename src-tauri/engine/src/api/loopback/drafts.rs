//! Drafts for the people who should be told, filled for each of them. Nothing is written and nothing is sent.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::circle::{Circle, Member};
use crate::api::Engine;
use crate::api::opportunities::absent;
use crate::api::types::{LetterForm, LoopDraft, LoopStanding, Outcome};
use crate::connectors::{self, Replies, written_reply};
use crate::error::{Problem, Result};
use crate::loopback::{Facts, Reached, filled};
use crate::model::{ConnectionId, OpportunityId, ReporterId, SignalId, Time};
use crate::store::items::Item;
use crate::store::loop_replies::AskRow;
use crate::store::opportunities::Record;
use crate::store::{connections, settings};

impl Engine {
    /// First texts for these people, or without any for everybody who should be told, the longest wait first.
    pub async fn loop_drafts(
        &self,
        id: OpportunityId,
        reporters: Vec<ReporterId>,
        form: LetterForm,
    ) -> Result<Vec<LoopDraft>> {
        let circle = self.circle(Some(id)).await?;
        let record = circle.record(id).ok_or_else(|| absent(id))?;
        let reached = something_to_tell(&circle, id)?;
        let template = self.template(form, reached.outcome).await?;
        let actor = settings::read(self.store.reader()).await?.actor;
        let me = if actor == settings::NOBODY_YET { String::new() } else { actor };
        let wanted = |reporter: ReporterId, member: &Member| {
            if reporters.is_empty() {
                member.standing(Some(reached)) == LoopStanding::Due
            } else {
                reporters.contains(&reporter)
            }
        };
        let mut members: Vec<(ReporterId, &Member)> =
            circle.members(id).filter(|(reporter, member)| wanted(*reporter, member)).collect();
        members.sort_by_key(|(_, member)| member.asks.first().map(|ask| ask.at));
        let mut tools = HashMap::new();
        let mut drafts = Vec::with_capacity(members.len());
        for (reporter, member) in members {
            let Some(ask) = member.answerable().or(member.asks.last()) else { continue };
            let declined = (reached.outcome, form) == (Outcome::Declined, LetterForm::Letter);
            let text = match ask.draft.as_ref().filter(|_| declined) {
                Some(draft) => draft.clone(),
                None => {
                    let (name, ticket, me) = (ask.name.clone(), ask.title.clone(), me.clone());
                    let facts = Facts { name, ticket, me, ..facts(circle.item(id), record, reached) };
                    filled(&template, &facts)
                }
            };
            let key = self.new_key();
            let (body, not_from_here) = match self.tool(&mut tools, ask).await? {
                Ok(replies) if member.answerable().is_some() => (written_reply(&**replies, &text, &key), None),
                Ok(_) => (String::new(), Some(format!("{} can't be answered.", ask.ticket))),
                Err(why) => (String::new(), Some(why.clone())),
            };
            drafts.push(LoopDraft {
                reporter,
                name: ask.name.clone(),
                customer: ask.customer.clone(),
                outcome: reached.outcome,
                signal: ask.signal,
                ticket: ask.ticket.clone(),
                connection: ask.connection_name.clone(),
                text,
                body,
                key: key.0,
                not_from_here,
            });
        }
        Ok(drafts)
    }

    /// Exactly what would be sent into a ticket, for a text that was edited. `key` is that of its draft.
    pub async fn preview_reply(
        &self,
        id: OpportunityId,
        signal: SignalId,
        text: String,
        key: String,
    ) -> Result<String> {
        let key = crate::api::comments::checked(key)?;
        let circle = self.circle(Some(id)).await?;
        let ask = circle.members(id).flat_map(|(_, member)| &member.asks).find(|ask| ask.signal == signal);
        let ask = ask.ok_or_else(|| Problem::not_found("Nobody asked for this through that ticket."))?;
        match self.tool(&mut HashMap::new(), ask).await? {
            Ok(replies) => Ok(written_reply(&**replies, &text, &key)),
            Err(why) => Err(Problem::refused(why.clone()).kept("Nothing was sent.")),
        }
    }

    /// How a ticket is answered, or why it can't be, in words.
    async fn tool<'t>(
        &self,
        tools: &'t mut HashMap<ConnectionId, std::result::Result<Box<dyn Replies>, String>>,
        ask: &AskRow,
    ) -> Result<&'t std::result::Result<Box<dyn Replies>, String>> {
        let empty = match tools.entry(ask.connection) {
            Entry::Occupied(known) => return Ok(known.into_mut()),
            Entry::Vacant(empty) => empty,
        };
        let made = if ask.gone {
            Err(format!("The connection {} was taken away.", ask.connection_name))
        } else {
            let connection = connections::one(self.store.reader(), ask.connection).await?;
            connectors::replies(&connection.account()).map_err(|problem| problem.what)
        };
        Ok(empty.insert(made))
    }
}

/// What there is to tell about an opportunity; a refusal while nothing is decided.
pub(super) fn something_to_tell(circle: &Circle, id: OpportunityId) -> Result<Reached> {
    circle.reached(id).ok_or_else(|| {
        Problem::refused(format!("Nothing is decided about {} yet, so there is nothing to tell.", id.label()))
            .kept("Nothing was sent.")
            .todo("Export it, deliver it or decline it; then tell the people who asked.")
    })
}

/// What a text can say of an opportunity, whoever reads it.
pub(super) fn facts(item: Option<&Item>, record: &Record, reached: Reached) -> Facts {
    Facts {
        title: record.title.clone(),
        item: item.map_or_else(|| record.id.label(), |item| item.label.clone()),
        status: item.map_or_else(|| reached.outcome.as_status().to_owned(), |item| item.status.clone()),
        date: day(reached.since),
        reason: record.reject_reason.clone(),
        ..Facts::default()
    }
}

/// `14 October 2026`, in UTC.
fn day(at: Time) -> String {
    at.utc().map(|at| at.format("%-d %B %Y").to_string()).unwrap_or_default()
}
