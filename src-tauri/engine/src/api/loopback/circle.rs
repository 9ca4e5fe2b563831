//! One consistent reading of everybody who asked, and of what they were told.

use std::collections::{BTreeMap, HashMap};
use std::slice;

use sqlx::SqliteConnection;

use super::view;
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::types::{CommentState, LoopAsk, LoopPerson, LoopStanding};
use crate::connectors;
use crate::error::Result;
use crate::loopback::{Ask, Asked, Entry, Reached, Standing, outcome_of, standing, waits_since};
use crate::model::{OpportunityId, ReporterId, Stage, Time};
use crate::store::items::{self, Item};
use crate::store::loop_replies::{self, AskRow, LoopReply};
use crate::store::opportunities::{self, Record};

/// The people of one opportunity, or of all.
pub(super) struct Circle {
    records: BTreeMap<OpportunityId, Record>,
    people: BTreeMap<(OpportunityId, ReporterId), Member>,
    reached: HashMap<OpportunityId, Reached>,
    items: Vec<Item>,
}

/// One person who asked for one opportunity: each counts once, through however many tickets.
pub(super) struct Member {
    /// The oldest first; never empty.
    pub asks: Vec<AskRow>,
    pub told: Vec<LoopReply>,
    asked: Asked,
}

impl Engine {
    pub(super) async fn circle(&self, of: Option<OpportunityId>) -> Result<Circle> {
        let mut read = self.store.reader().begin().await?;
        Circle::read(&mut read, of).await
    }
}

impl Circle {
    pub async fn read(read: &mut SqliteConnection, of: Option<OpportunityId>) -> Result<Circle> {
        let mut people: BTreeMap<(OpportunityId, ReporterId), Member> = BTreeMap::new();
        for ask in loop_replies::asks(read, of).await? {
            let member = people.entry((ask.opportunity, ask.reporter)).or_insert_with(Member::new);
            member.asked.asks.push(Ask { signal: ask.signal, at: ask.at });
            member.asks.push(ask);
        }
        for reply in loop_replies::all(read, of).await? {
            let Some(member) = people.get_mut(&(reply.opportunity, reply.reporter)) else { continue };
            if let Some(at) = reply.told_at {
                member.asked.told.push(Entry { outcome: reply.outcome, way: reply.way, at });
            }
            member.told.push(reply);
        }
        let (reached, records) = how_far(read, of).await?;
        Ok(Circle { reached, records, people, items: items::linked(read, of.as_ref().map(slice::from_ref)).await? })
    }

    pub fn reached(&self, id: OpportunityId) -> Option<Reached> {
        self.reached.get(&id).copied()
    }

    pub fn record(&self, id: OpportunityId) -> Option<&Record> {
        self.records.get(&id)
    }

    pub fn member(&self, id: OpportunityId, reporter: ReporterId) -> Option<&Member> {
        self.people.get(&(id, reporter))
    }

    /// Everybody of one opportunity.
    pub fn members(&self, id: OpportunityId) -> impl Iterator<Item = (ReporterId, &Member)> {
        self.people.iter().filter(move |((of, _), _)| *of == id).map(|((_, reporter), member)| (*reporter, member))
    }

    /// Everybody, with what they asked for.
    pub fn everybody(&self) -> impl Iterator<Item = (&Record, &Member)> {
        self.people.iter().filter_map(|((id, _), member)| Some((self.records.get(id)?, member)))
    }

    /// The item of an opportunity that changed last.
    pub fn item(&self, id: OpportunityId) -> Option<&Item> {
        self.items.iter().find(|item| item.opportunity == id)
    }

    /// Opportunities that somebody asked for.
    pub fn opportunities(&self) -> impl Iterator<Item = (&Record, Option<&Item>)> {
        let asked = |id: OpportunityId| self.members(id).next().is_some();
        self.records.values().filter(move |record| asked(record.id)).map(|record| (record, self.item(record.id)))
    }

    /// Everybody as the ledger shows them. Who never heard a word for more than `days` is unanswered.
    pub fn people(&self, now: Time, days: u32) -> Vec<LoopPerson> {
        let long_ago = now.plus(-i64::from(days) * Time::DAY);
        self.everybody()
            .filter_map(|(record, member)| {
                let reached = self.reached(record.id);
                let first = member.asks.first()?;
                let newest = member.asks.last()?;
                Some(LoopPerson {
                    opportunity: reference(record),
                    reporter: newest.reporter,
                    name: newest.name.clone(),
                    customer: newest.customer.clone(),
                    standing: member.standing(reached),
                    outcome: reached.map(|reached| reached.outcome),
                    since: waits_since(&member.asked, reached),
                    unanswered: member.asked.told.is_empty() && first.at < long_ago,
                    asks: member.asks.iter().map(ask_view).collect(),
                    told: member.told.iter().cloned().map(view).collect(),
                })
            })
            .collect()
    }
}

/// What opportunities have reached, and themselves: of one, or of all.
pub(super) async fn how_far(
    read: &mut SqliteConnection,
    of: Option<OpportunityId>,
) -> Result<(HashMap<OpportunityId, Reached>, BTreeMap<OpportunityId, Record>)> {
    let mut stages: HashMap<String, Vec<(Stage, Time)>> = HashMap::new();
    for (uid, stage, at) in loop_replies::stages(read).await? {
        stages.entry(uid).or_default().push((stage, at));
    }
    let wanted = |record: &Record| !record.deleted && of.is_none_or(|of| of == record.id);
    let records: Vec<Record> = opportunities::all(read).await?.into_iter().filter(wanted).collect();
    let reached = |record: &Record| Some((record.id, outcome_of(stages.get(&record.uid)?)?));
    Ok((records.iter().filter_map(reached).collect(), records.into_iter().map(|record| (record.id, record)).collect()))
}

impl Member {
    fn new() -> Member {
        Member { asks: Vec::new(), told: Vec::new(), asked: Asked::default() }
    }

    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// A reply that was written down and didn't surely arrive.
    pub fn open_reply(&self) -> Option<&LoopReply> {
        self.told.iter().find(|reply| !matches!(reply.state, CommentState::Sent | CommentState::Cancelled))
    }

    pub fn standing(&self, reached: Option<Reached>) -> LoopStanding {
        if self.open_reply().is_some() {
            return LoopStanding::ToCheck;
        }
        match standing(&self.asked, reached) {
            Standing::Told => LoopStanding::Told,
            Standing::Due => LoopStanding::Due,
            Standing::Later => LoopStanding::Later,
        }
    }

    /// The newest ticket that can be answered from here.
    pub fn answerable(&self) -> Option<&AskRow> {
        self.asks.iter().rev().find(|ask| answers(ask))
    }
}

/// Whether the ticket can be answered from here.
pub(super) fn answers(ask: &AskRow) -> bool {
    !ask.gone && connectors::answers(&ask.vendor, &ask.ticket)
}

fn ask_view(ask: &AskRow) -> LoopAsk {
    LoopAsk {
        signal: ask.signal,
        title: ask.title.clone(),
        ticket: ask.ticket.clone(),
        connection: ask.connection_name.clone(),
        at: ask.at,
        url: ask.url.clone(),
        answers: answers(ask),
    }
}
