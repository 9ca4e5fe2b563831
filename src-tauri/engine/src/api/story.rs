//! What an opportunity's draft is told from.

use super::Engine;
use super::fields::facts;
use super::quotes::{quotes, who};
use super::types::{CauseState, CausesView, NumberOf, OpportunityDetail, RiskView};
use crate::error::Result;
use crate::export::{CauseSaid, DimensionSaid, EvidenceSaid, LinkSaid, RiskSaid, Story, ValueSaid};
use crate::model::{OpportunityId, Range, Time};
use crate::score::numbers;
use crate::store::ops::{self, HistoryRow};
use crate::store::{drafts, settings};

impl Engine {
    /// Everything the item's text is told from.
    pub(super) async fn story(&self, id: OpportunityId) -> Result<Story> {
        let detail = self.opportunity(id).await?;
        let now = self.now();
        let currency = settings::read(self.store.reader()).await?.currency;
        let history = ops::history(self.store.reader(), "opportunity", &detail.uid).await?;
        Ok(Story {
            label: detail.row.label.clone(),
            title: detail.row.title.clone(),
            value: self.value_said(&detail).await?,
            risks: detail.risks.iter().map(|risk| risk_said(risk, &history, now)).collect(),
            causes: causes_said(self.causes_of(&detail.uid).await?),
            service: detail.row.service.clone().unwrap_or_default(),
            owner: detail.row.owner.clone(),
            day: now.utc().map(|now| now.format("%-d %b %Y").to_string()).unwrap_or_default(),
            evidence: EvidenceSaid { summary: in_words(&detail, &currency), links: self.links_said(&detail).await? },
            notes: self.open_notes(id).await?,
            quotes: quotes(&detail.evidence, now),
            facts: facts(&detail),
            statement: detail.statement,
            hypothesis: detail.hypothesis,
            expected: detail.expected,
        })
    }

    async fn value_said(&self, detail: &OpportunityDetail) -> Result<Option<ValueSaid>> {
        let Some(value) = detail.row.value else { return Ok(None) };
        let receipt = self.receipt(detail.row.id, NumberOf::Value).await?;
        let points = receipt.result.label.strip_prefix("Value, ").unwrap_or_default();
        Ok(Some(ValueSaid {
            number: format!("{} {points}", numbers::number(value.p50)).trim_end().to_owned(),
            range: numbers::range_in_words(Range { low: value.p10, likely: value.p50, high: value.p90 }),
            method: format!("{} ({})", receipt.method, receipt.formula),
            as_of: receipt.computed_at.utc().map(|at| at.format("%-d %b %Y").to_string()).unwrap_or_default(),
            receipt: receipt.text,
        }))
    }

    /// The records that count and have a page, the most important and newest first.
    async fn links_said(&self, detail: &OpportunityDetail) -> Result<Vec<LinkSaid>> {
        let mut addresses = drafts::addresses(self.store.reader(), detail.row.id).await?;
        let mut pieces: Vec<_> =
            detail.evidence.iter().filter(|piece| piece.importance > 0 && !piece.against).collect();
        pieces.sort_by_key(|piece| std::cmp::Reverse((piece.importance, piece.signal.happened_at)));
        let now = self.now();
        let links = pieces.into_iter().filter_map(|piece| {
            let address = addresses.remove(&piece.signal.id)?;
            Some(LinkSaid { title: piece.signal.title.clone(), address, who: who(piece, now) })
        });
        Ok(links.collect())
    }
}

/// With who judged it last, and when.
fn risk_said(risk: &RiskView, history: &[HistoryRow], now: Time) -> RiskSaid {
    let field = format!("risk.{}", risk.kind.word());
    let judged = history.iter().find(|row| row.field == field && !row.undone);
    RiskSaid {
        kind: risk.kind.word().to_owned(),
        level: risk.level.word().to_owned(),
        score: format!("{} of 25", risk.score),
        judged: risk.assessment.in_words(),
        by: judged.map(|row| format!("{}, {}", row.actor, numbers::day(row.at, now))).unwrap_or_default(),
    }
}

fn causes_said(causes: CausesView) -> Vec<DimensionSaid> {
    let looked_at = causes.dimensions.into_iter().filter(|one| one.nothing_found || !one.causes.is_empty());
    let said = looked_at.map(|one| DimensionSaid {
        dimension: one.name,
        nothing_found: one.nothing_found,
        found: one
            .causes
            .into_iter()
            .map(|cause| CauseSaid { text: cause.text, confirmed: cause.state == CauseState::Confirmed })
            .collect(),
    });
    said.collect()
}

/// "27 voices, 12 operations, 1 change; 18 people, 9 customers, €740,000 a year; 2 signals speak against it". Empty
/// without evidence.
fn in_words(detail: &OpportunityDetail, currency: &str) -> String {
    let counts = &detail.row.evidence;
    let families = [
        (counts.voices, "voice", "voices"),
        (counts.operations, "operation", "operations"),
        (counts.changes, "change", "changes"),
    ];
    let people = [(counts.reporters, "person", "people"), (counts.customers, "customer", "customers")];
    let listed = |of: &[(u32, &str, &str)]| -> Vec<String> {
        of.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| numbers::counted(*n, one, many)).collect()
    };
    let mut who = listed(&people);
    if counts.revenue > 0 {
        who.push(format!("{} a year", numbers::money(counts.revenue, currency)));
    }
    let against = match detail.evidence.iter().filter(|line| line.against).count() {
        0 => Vec::new(),
        1 => vec!["1 signal speaks against it".to_owned()],
        n => vec![format!("{n} signals speak against it")],
    };
    [listed(&families), who, against]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| part.join(", "))
        .collect::<Vec<_>>()
        .join("; ")
}
