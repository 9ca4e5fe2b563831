//! The way back to the people who asked: the ledger, drafts and their texts, sending, and what was told in other ways.

mod circle;
mod demo;
mod drafts;
mod first_reply;
mod line;
mod note_sending;
mod notes;
mod sending;
mod templates;
mod told;

use std::cmp::Reverse;

use super::Engine;
use super::types::{
    LoopCounts, LoopLedger, LoopOpportunity, LoopPerson, LoopQuery, LoopReplyView, LoopStanding, LoopWho, Outcome,
};
use crate::error::Result;
use crate::loopback::Way;
use crate::model::Time;
use crate::store::loop_replies::LoopReply;
use crate::store::status_notes;
pub(super) use notes::NothingDue;

/// People of one answer at most.
const MOST: usize = 500;

impl Engine {
    /// Who asked, what they were told and who waits, of one opportunity or of all.
    pub async fn loop_ledger(&self, query: LoopQuery) -> Result<LoopLedger> {
        let days = self.loop_days().await?;
        let circle = self.circle(query.opportunity).await?;
        let everybody: Vec<LoopPerson> = circle.people(self.now(), days);
        let mut due = Vec::new();
        for outcome in Outcome::ALL {
            let these = everybody.iter().filter(|p| p.standing == LoopStanding::Due && p.outcome == Some(*outcome));
            due.push((*outcome, small(these.count())));
        }
        let mut opportunities: Vec<LoopOpportunity> = circle
            .opportunities()
            .map(|(record, item)| {
                let reached = circle.reached(record.id);
                LoopOpportunity {
                    opportunity: super::opportunities::reference(record),
                    stage: record.stage,
                    outcome: reached.map(|reached| reached.outcome),
                    since: reached.map(|reached| reached.since),
                    item: item.map(super::opportunities::item_view),
                    counts: counted(everybody.iter().filter(|person| person.opportunity.id == record.id)),
                }
            })
            .collect();
        opportunities.sort_by_key(|one| (Reverse(one.counts.due + one.counts.to_check), Reverse(one.counts.later)));
        let counts = counted(&everybody);
        let first_reply = circle.first_reply();
        let mut people: Vec<LoopPerson> = everybody.into_iter().filter(|person| is_wanted(person, &query)).collect();
        people.sort_by_key(|person| (person.since.is_none(), person.since, Reverse(last_told(person))));
        let found = small(people.len());
        people.truncate(MOST);
        let (_, _, notes_to_check) = status_notes::counts(&mut *self.store.reader().acquire().await?).await?;
        Ok(LoopLedger { people, found, counts, due, opportunities, days, first_reply, notes_to_check })
    }
}

fn is_wanted(person: &LoopPerson, query: &LoopQuery) -> bool {
    let who = match query.who {
        LoopWho::Due => person.standing == LoopStanding::Due,
        LoopWho::Waiting => person.standing != LoopStanding::Told,
        LoopWho::Unanswered => person.unanswered,
        LoopWho::Told => person.standing == LoopStanding::Told,
        LoopWho::ToCheck => person.standing == LoopStanding::ToCheck,
        LoopWho::Everybody => true,
    };
    who && query.outcome.is_none_or(|outcome| person.outcome == Some(outcome))
}

fn counted<'a>(people: impl IntoIterator<Item = &'a LoopPerson>) -> LoopCounts {
    let mut counts = LoopCounts::default();
    for person in people {
        counts.asked += 1;
        counts.unanswered += u32::from(person.unanswered);
        match person.standing {
            LoopStanding::Told => counts.told += 1,
            LoopStanding::Due => counts.due += 1,
            LoopStanding::Later => counts.later += 1,
            LoopStanding::ToCheck => counts.to_check += 1,
        }
    }
    counts
}

fn last_told(person: &LoopPerson) -> Option<Time> {
    person.told.iter().filter_map(|told| told.told_at).max()
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// `1 person`, `12 people`.
fn people_in_words(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

fn way_in_words(way: Way) -> &'static str {
    match way {
        Way::Ticket => "in a ticket",
        Way::ByHand => "in the ticket by hand",
        Way::Mail => "by mail",
        Way::Phone => "by phone",
        Way::Talk => "in a talk",
        Way::Other => "in another way",
    }
}

fn view(reply: LoopReply) -> LoopReplyView {
    LoopReplyView {
        id: reply.id,
        opportunity: reply.opportunity,
        reporter: reply.reporter,
        name: reply.name,
        outcome: reply.outcome,
        way: reply.way,
        ticket: reply.ticket,
        connection: reply.connection_name,
        text: reply.text,
        state: reply.state,
        problem: reply.problem,
        told_at: reply.told_at,
        changed_at: reply.changed_at,
        attempts: reply.attempts,
    }
}
