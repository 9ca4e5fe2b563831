//! Reading opportunities: the ranked list and the detail.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::Engine;
use super::andon::in_words as andon_in_words;
use super::measuring::AllMeasures;
use super::past;
use super::ranking::Ranking;
use super::readiness::register;
use super::types::{
    EvidenceView, ItemView, OpportunityDetail, OpportunityList, OpportunityQuery, OpportunityRef, OpportunityRow,
    OpportunitySort, RiskView, SignalRow,
};
use crate::error::{Problem, Result};
use crate::model::{OpportunityId, SignalId, Stage, Time};
use crate::score::evidence::EvidenceCounts;
use crate::score::inputs::Inputs;
use crate::score::{Chance, Measures, Method, Piece, RiskAssessment, Worlds, suggest};
use crate::store::evidence::Link;
use crate::store::items::Item;
use crate::store::opportunities::Record;
use crate::store::risks::Risk;
use crate::store::{self, Behind, Entry, Evidence, Listed, settings, signals};

impl Engine {
    /// In the order the query asks for.
    pub async fn opportunities(&self, query: OpportunityQuery) -> Result<OpportunityList> {
        let all = self.everything().await?;
        let in_stage = |entry: &&Arc<Entry>| {
            let Record { stage, deleted, .. } = entry.record;
            let stage = if query.stages.is_empty() { stage != Stage::Rejected } else { query.stages.contains(&stage) };
            stage && (query.include_deleted || !deleted)
        };
        let wanted = Wanted::of(&query);
        let (mut rows, mut hidden) = (Vec::with_capacity(all.listed.len()), 0);
        for (entry, row) in self.last_rows.of(&all, all.listed.values().filter(in_stage)) {
            if wanted.passes(&entry.record, &row) { rows.push(row) } else { hidden += 1 }
        }
        sort(&mut rows, query.sort);
        let reach_unit = settings::read(self.store.reader()).await?.reach_unit;
        let limits = self.stage_limits().await?;
        Ok(OpportunityList { rows, hidden, draws: all.chance.draws, seed: all.chance.seed, reach_unit, limits })
    }

    pub async fn opportunity(&self, id: OpportunityId) -> Result<OpportunityDetail> {
        let all = self.everything().await?;
        let record = all.record(id)?;
        let links = self.links(id).await?;
        let past = past::read(&self.store, record).await?;
        let pieces: Vec<Piece> = links.iter().filter(|link| !link.against).map(|link| link.piece).collect();
        Ok(OpportunityDetail {
            row: all.row(record),
            uid: record.uid.clone(),
            statement: record.statement.clone(),
            hypothesis: record.hypothesis.clone(),
            expected: record.expected.clone(),
            reject_reason: record.reject_reason.clone(),
            export_anyway: record.export_anyway.clone(),
            risks: all.risk_views(id),
            score_history: past.score_entries(&record.uid)?,
            reached: past.reached,
            evidence: self.evidence_views(id, links).await?,
            items: all.items_of(id).iter().map(item_view).collect(),
            suggested_reach: suggest::reach(&pieces, self.now()),
        })
    }

    /// All opportunities with what is shown of each in a list, from memory.
    pub(super) async fn everything(&self) -> Result<Everything> {
        let method = self.method().await?;
        let mut all = Everything {
            evidence: self.store.evidence().await?,
            listed: self.store.listed().await?,
            measures: AllMeasures::default(),
            ranking: Ranking::default(),
            chance: Worlds::usual().chance(),
            now: self.now(),
            method,
        };
        if all.method.uses_measures() {
            all.measures = self.all_measures(&all).await?;
        }
        all.ranking = self.last_ranking.of(&all).await?;
        Ok(all)
    }

    /// The evidence of an opportunity, duplicates included.
    pub(super) async fn links(&self, id: OpportunityId) -> Result<Vec<Link>> {
        let mut read = self.store.reader().acquire().await?;
        store::evidence::links(&mut read, id).await
    }

    /// `links` are those of the opportunity `id`.
    pub(super) async fn evidence_views(&self, id: OpportunityId, mut links: Vec<Link>) -> Result<Vec<EvidenceView>> {
        links.retain(|link| !link.piece.duplicate);
        let mut passages = self.passages(id).await?;
        let ids: Vec<SignalId> = links.iter().map(|link| link.signal).collect();
        let mut read = self.store.reader().acquire().await?;
        let rows = signals::rows(&mut read, &ids, self.now()).await?;
        let mut rows: HashMap<SignalId, SignalRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(links
            .into_iter()
            .filter_map(|link| {
                Some(EvidenceView {
                    signal: rows.remove(&link.signal)?,
                    importance: link.piece.importance,
                    against: link.against,
                    reporter: link.reporter,
                    excerpt: link.excerpt,
                    passages: passages.remove(&link.signal).unwrap_or_default(),
                    linked_at: link.linked_at,
                    linked_by: link.linked_by,
                })
            })
            .collect())
    }
}

/// All opportunities, and their ranking.
pub(super) struct Everything {
    /// What values are calculated by.
    pub method: Method,
    pub ranking: Ranking,
    pub chance: Chance,
    pub now: Time,
    /// Empty unless a method that is asked for uses them.
    pub measures: AllMeasures,
    pub listed: Arc<Listed>,
    evidence: Arc<Evidence>,
}

impl Everything {
    /// Every opportunity, deleted ones too, by number.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.listed.values().map(|entry| &entry.record)
    }

    pub fn record(&self, id: OpportunityId) -> Result<&Record> {
        self.listed.get(&id).map(|entry| &entry.record).ok_or_else(|| absent(id))
    }

    fn risks_of(&self, id: OpportunityId) -> &[Risk] {
        self.listed.get(&id).map(|entry| entry.risks.as_slice()).unwrap_or_default()
    }

    /// Its risk register, in the order of the kinds.
    pub fn risk_views(&self, id: OpportunityId) -> Vec<RiskView> {
        register(self.risks_of(id))
    }

    pub fn inputs_of(&self, id: OpportunityId) -> &Inputs {
        static NOTHING: Inputs = Inputs::new();
        self.listed.get(&id).map_or(&NOTHING, |entry| &entry.inputs)
    }

    /// All evidence. Of an opportunity whose evidence didn't change it stays the very same.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Its evidence, if it has any.
    pub fn behind(&self, id: OpportunityId) -> Option<&Arc<Behind>> {
        self.evidence.get(&id)
    }

    pub fn pieces_of(&self, id: OpportunityId) -> &[Piece] {
        self.behind(id).map(|behind| behind.pieces.as_slice()).unwrap_or_default()
    }

    /// What speaks against it.
    pub fn against_of(&self, id: OpportunityId) -> &[Piece] {
        self.behind(id).map(|behind| behind.against.as_slice()).unwrap_or_default()
    }

    pub fn measures_of(&self, id: OpportunityId) -> Measures {
        self.measures.get(&id).copied().unwrap_or_default()
    }

    pub fn counts_of(&self, id: OpportunityId) -> EvidenceCounts {
        self.behind(id).map(|behind| behind.counts).unwrap_or_default()
    }

    /// Its linked items, the one changed last first.
    pub fn items_of(&self, id: OpportunityId) -> &[Item] {
        self.listed.get(&id).map(|entry| entry.items.as_slice()).unwrap_or_default()
    }

    /// Why its export is stopped.
    pub fn stopped(&self, id: OpportunityId) -> Option<String> {
        self.listed.get(&id)?.stopped.as_ref().map(andon_in_words)
    }

    pub fn judged_of(&self, id: OpportunityId) -> &[RiskAssessment] {
        self.listed.get(&id).map(|entry| entry.judged.as_slice()).unwrap_or_default()
    }

    pub fn row(&self, record: &Record) -> OpportunityRow {
        let standing = self.ranking.get(&record.id);
        let value = match standing {
            Some(standing) => Some(standing.value),
            // Rejected and deleted ones have a value without a place.
            None => self.method.value(&record.uid, &self.facts(record.id), Worlds::usual()),
        };
        OpportunityRow {
            id: record.id,
            label: record.id.label(),
            title: record.title.clone(),
            service: Some(record.service.clone()).filter(|service| !service.is_empty()),
            owner: record.owner.clone(),
            stage: record.stage,
            rank: standing.map(|standing| standing.rank),
            value,
            inputs: record.rice,
            top: standing.map(|standing| standing.top),
            evidence: self.counts_of(record.id),
            risk: self.risk_views(record.id).into_iter().rev().max_by_key(|risk| risk.score),
            readiness: self.readiness(record, value),
            delivery: self.items_of(record.id).first().map(item_view),
            created_at: record.created_at,
            updated_at: record.updated_at,
            deleted: record.deleted,
        }
    }
}

pub(super) fn absent(id: OpportunityId) -> Problem {
    Problem::not_found(format!("{} isn't here.", id.label())).todo("Look for it in the list of opportunities.")
}

pub(super) fn reference(record: &Record) -> OpportunityRef {
    OpportunityRef { id: record.id, label: record.id.label(), title: record.title.clone() }
}

pub(super) fn item_view(item: &Item) -> ItemView {
    let opportunity =
        OpportunityRef { id: item.opportunity, label: item.opportunity.label(), title: item.opportunity_title.clone() };
    ItemView {
        id: item.id,
        connection: item.connection.clone(),
        vendor: item.vendor.clone(),
        label: item.label.clone(),
        title: item.title.clone(),
        url: item.url.clone(),
        status: item.status.clone(),
        category: item.category,
        read_at: item.read_at,
        opportunity,
        sent_here: item.sent_at.is_some(),
        changed_since: item.sent_at.is_some_and(|sent| item.opportunity_changed_at > sent),
    }
}

/// Equal ones stay in the order of their rank. Keys are read once, as comparing would go from row to row.
fn sort(rows: &mut [Arc<OpportunityRow>], by: OpportunitySort) {
    rows.sort_by_cached_key(|row| (row.rank.unwrap_or(u32::MAX), row.value.is_none(), Reverse(row.updated_at)));
    match by {
        OpportunitySort::Rank => {}
        OpportunitySort::Evidence => rows.sort_by_cached_key(|row| Reverse(row.evidence.signals())),
        OpportunitySort::Reach => {
            let reach = |row: &Arc<OpportunityRow>| row.inputs.reach.map_or(f64::NEG_INFINITY, |reach| reach.likely);
            rows.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
        }
        OpportunitySort::Risk => rows.sort_by_cached_key(|row| Reverse(row.risk.as_ref().map(|risk| risk.score))),
        OpportunitySort::Updated => rows.sort_by_cached_key(|row| Reverse(row.updated_at)),
        OpportunitySort::Stage => rows.sort_by_cached_key(|row| row.stage),
        OpportunitySort::Title => rows.sort_by_cached_key(|row| row.title.to_lowercase()),
    }
}

/// The filters beside the stage, their texts in lower case.
struct Wanted {
    words: Vec<String>,
    services: Vec<String>,
    owners: Vec<String>,
    min_evidence: u32,
}

impl Wanted {
    fn of(query: &OpportunityQuery) -> Self {
        let lower = |texts: &[String]| -> Vec<String> { texts.iter().map(|text| text.to_lowercase()).collect() };
        Wanted {
            words: query.text.to_lowercase().split_whitespace().map(str::to_owned).collect(),
            services: lower(&query.services),
            owners: lower(&query.owners),
            min_evidence: query.min_evidence,
        }
    }

    fn passes(&self, record: &Record, row: &OpportunityRow) -> bool {
        row.evidence.signals() >= self.min_evidence
            && is_chosen(&self.services, &record.service)
            && is_chosen(&self.owners, &record.owner)
            && self.has_words(record, row)
    }

    fn has_words(&self, record: &Record, row: &OpportunityRow) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let texts = [&row.label, &record.title, &record.statement, &record.service].map(|text| text.to_lowercase());
        self.words.iter().all(|wanted| texts.iter().any(|text| text.contains(wanted.as_str())))
    }
}

/// Whether it is among those chosen. Nothing chosen is all of them.
fn is_chosen(chosen: &[String], name: &str) -> bool {
    chosen.is_empty() || chosen.contains(&name.to_lowercase())
}
