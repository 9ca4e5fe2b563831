//! What was found for each item, with what people said of it, as one picture of the moment.

use std::collections::{HashMap, HashSet};

use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::types::{AuditRow, AuditTwin, Evidence, FeatureQuery, FeatureRow, FeatureState, OpportunityRef};
use crate::api::words::counted;
use crate::audit::{Counted, FRESH, evidence, names_feature};
use crate::error::Result;
use crate::model::{AuditItemId, OpportunityId, Stage, StatusCategory, Time};
use crate::score::numbers;
use crate::store::audit::{self, Item, Match};
use crate::store::audit_signals::{self, Seen};
use crate::store::opportunities::{self, Record};

/// What of `audit_verdict.about` says that an item stays.
pub(super) const KEEP: &str = "keep";
/// What people say of a match.
pub(super) const RIGHT: &str = "right";
pub(super) const OTHER: &str = "other";

/// Everything the audit's views are made of.
pub(super) struct Found {
    pub items: Vec<Item>,
    pub now: Time,
    pub matches: HashMap<AuditItemId, Vec<Match>>,
    pub signals: HashMap<u32, Seen>,
    pub themes: HashMap<u32, (String, String)>,
    pub opportunities: HashMap<u32, Record>,
    verdicts: HashMap<(String, String), String>,
    behind: HashMap<OpportunityId, Vec<u32>>,
    /// By the item's key; also what was linked since the last comparison.
    linked: HashMap<String, OpportunityId>,
    heard: HashSet<u32>,
    anything_heard: bool,
    features: Vec<FeatureRow>,
    by_id: HashMap<u32, usize>,
    duplicates: HashMap<u32, u32>,
}

impl Engine {
    pub(super) async fn found(&self) -> Result<Found> {
        let features = self.feature_use(FeatureQuery::default()).await?.features;
        let now = self.now();
        let mut read = self.store.reader().begin().await?;
        let items = audit::items(&mut read).await?;
        let matches = audit::matches(&mut read).await?;
        let verdicts = audit::verdicts(&mut read).await?;
        let behind = audit_signals::behind(&mut read).await?;
        let linked = audit_signals::linked(&mut read).await?;
        let opportunities = opportunities::all(&mut read).await?;
        let of_kind = |kind: &str| -> Vec<u32> {
            matches.values().flatten().filter(|one| one.kind == kind).map(|one| one.target_id).collect()
        };
        let mut ids = of_kind("signal");
        ids.extend(behind.values().flatten());
        ids.sort_unstable();
        ids.dedup();
        let signals = audit_signals::seen(&mut read, &ids).await?;
        let themes = audit_signals::themes(&mut read, &of_kind("theme")).await?;
        let (heard, anything_heard) = audit_signals::heard(&mut read, now.plus(-FRESH)).await?;
        let mut found = Found {
            by_id: items.iter().enumerate().map(|(at, item)| (item.id.0, at)).collect(),
            items,
            now,
            matches,
            signals,
            themes,
            opportunities: opportunities.into_iter().map(|one| (one.id.0, one)).collect(),
            verdicts,
            behind,
            linked,
            heard: heard.into_iter().collect(),
            anything_heard,
            features,
            duplicates: HashMap::new(),
        };
        found.duplicates = found.pairs();
        Ok(found)
    }
}

impl Found {
    pub fn open(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.is_open())
    }

    pub fn item(&self, id: u32) -> Option<&Item> {
        self.by_id.get(&id).and_then(|at| self.items.get(*at))
    }

    /// What a match is called in the journal; None when its other side isn't there any more.
    pub fn about(&self, one: &Match) -> Option<String> {
        let key = match one.kind.as_str() {
            "signal" => &self.signals.get(&one.target_id)?.key,
            "theme" => &self.themes.get(&one.target_id)?.1,
            "opportunity" => &self.opportunities.get(&one.target_id).filter(|one| !one.deleted)?.uid,
            _ => &self.item(one.target_id)?.key,
        };
        Some(format!("{} {key}", one.kind))
    }

    /// Whether a person said that a match is right, or not the same.
    pub fn verdict(&self, item: &Item, about: &str) -> Option<bool> {
        self.verdicts.get(&(item.key.clone(), about.to_owned())).map(|verdict| verdict == RIGHT)
    }

    pub fn kept(&self, item: &Item) -> Option<&str> {
        self.verdicts.get(&(item.key.clone(), KEEP.to_owned())).map(String::as_str)
    }

    /// Matches that nobody refused, with whether somebody confirmed them.
    pub fn standing<'a>(&'a self, item: &'a Item, kind: &'a str) -> impl Iterator<Item = (&'a Match, bool)> {
        let all = self.matches.get(&item.id).into_iter().flatten().filter(move |one| one.kind == kind);
        all.filter_map(|one| match self.verdict(item, &self.about(one)?) {
            Some(false) => None,
            said => Some((one, said == Some(true))),
        })
    }

    /// The features that the title names.
    pub fn used<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a FeatureRow> {
        self.features.iter().filter(|row| names_feature(&item.title, &row.feature))
    }

    /// The signals that speak for an item: those that were found and those behind its opportunity.
    pub fn speaking(&self, item: &Item) -> Vec<&Seen> {
        let mut ids: Vec<u32> = self.standing(item, "signal").map(|(one, _)| one.target_id).collect();
        for (one, right) in self.standing(item, "opportunity") {
            if right {
                ids.extend(self.behind.get(&OpportunityId(one.target_id)).into_iter().flatten());
            }
        }
        let linked = self.linked.get(&item.key).and_then(|id| self.behind.get(id));
        ids.extend(linked.into_iter().flatten());
        ids.sort_unstable();
        ids.dedup();
        ids.iter().filter_map(|id| self.signals.get(id)).collect()
    }

    pub fn row(&self, item: &Item) -> AuditRow {
        let signals = self.speaking(item);
        let newest = signals.iter().map(|signal| signal.happened_at).max();
        let drops = self.used(item).any(|row| row.state == FeatureState::Dropping);
        let heard = match item.service_id {
            Some(service) => self.heard.contains(&service),
            // Of an item that names no service everything may speak; of one we can't place nothing is known.
            None => item.service.is_empty() && self.anything_heard,
        };
        let opportunity = self.belongs_to(item);
        let mut row = AuditRow {
            id: item.id,
            connection_id: item.connection,
            connection: item.connection_name.clone(),
            vendor: item.vendor.clone(),
            label: item.label.clone(),
            title: item.title.clone(),
            url: item.url.clone(),
            status: item.status.clone(),
            category: item.category.0,
            service: Some(item.service.clone()).filter(|service| !service.is_empty()),
            due_on: item.due_on.as_deref().and_then(|day| day.parse().ok()),
            created_at: item.created_at,
            updated_at: item.updated_at,
            evidence: evidence(newest, drops, heard, self.now),
            signals: u32::try_from(signals.len()).unwrap_or(u32::MAX),
            newest,
            duplicate_of: self.duplicates.get(&item.id.0).and_then(|id| self.item(*id)).map(twin),
            shipped: self.shipped(item),
            kept: self.kept(item).map(str::to_owned),
            opportunity,
            why: String::new(),
        };
        row.why = self.why(item, &row);
        row
    }

    pub fn counted(&self, row: &AuditRow) -> Counted {
        let age = row.created_at.map(|at| (self.now.0 - at.0).max(0) / Time::DAY);
        Counted {
            evidence: row.evidence,
            kept: row.kept.is_some(),
            duplicate: row.duplicate_of.is_some(),
            shipped: row.shipped.is_some(),
            age_days: age.and_then(|days| u32::try_from(days).ok()),
        }
    }

    /// The opportunity that the item belongs to in so many words.
    pub fn belongs_to(&self, item: &Item) -> Option<OpportunityRef> {
        let linked = self.linked.get(&item.key)?;
        self.opportunities.get(&linked.0).map(reference)
    }

    /// Of two open items that say the same, the younger is the duplicate.
    fn pairs(&self) -> HashMap<u32, u32> {
        let mut duplicates = HashMap::new();
        for item in self.open() {
            for (one, _) in self.standing(item, "item") {
                let Some(other) = self.item(one.target_id).filter(|other| other.is_open()) else { continue };
                if self.verdict(other, &format!("item {}", item.key)) == Some(false) {
                    continue;
                }
                let age = |item: &Item| (item.created_at.unwrap_or(item.updated_at), item.id);
                let (older, younger) = if age(item) <= age(other) { (item, other) } else { (other, item) };
                duplicates.entry(younger.id.0).or_insert(older.id.0);
            }
        }
        duplicates
    }

    fn shipped(&self, item: &Item) -> Option<AuditTwin> {
        let done = |other: &&Item| !other.is_open() && other.category.0 == StatusCategory::Done;
        let closed = self.standing(item, "item").find_map(|(one, _)| self.item(one.target_id).filter(done)).map(twin);
        closed.or_else(|| {
            let delivered = |one: &&Record| matches!(one.stage, Stage::Delivered | Stage::Verified);
            let found =
                self.standing(item, "opportunity").filter_map(|(one, _)| self.opportunities.get(&one.target_id));
            found
                .filter(delivered)
                .map(|one| AuditTwin { label: one.id.label(), title: one.title.clone(), url: String::new() })
                .next()
        })
    }

    fn why(&self, item: &Item, row: &AuditRow) -> String {
        if let Some(twin) = &row.shipped {
            return format!("{} was delivered and says the same", twin.label);
        }
        if let Some(twin) = &row.duplicate_of {
            return format!("says the same as {}", twin.label);
        }
        if let Some(reason) = &row.kept {
            return format!("kept: {reason}");
        }
        let signals = row.newest.map(|newest| {
            format!("{}, the newest {}", counted(row.signals, "signals"), numbers::day(newest, self.now))
        });
        let used = self.used(item).find_map(|used| match used.state {
            FeatureState::Dropping => Some(format!("people stop using “{}”", used.feature)),
            FeatureState::Unused => {
                Some(format!("feature unused for {}", counted(used.unused_days.unwrap_or(0), "days")))
            }
            _ => None,
        });
        match (row.evidence, signals, used) {
            (Evidence::Fresh | Evidence::Stale, Some(signals), _) => signals,
            (_, _, Some(used)) => used,
            (Evidence::NoData, ..) => match &row.service {
                Some(service) => format!("nothing about {service} was read for 90 days"),
                None => "nothing was read for 90 days".to_owned(),
            },
            _ => "no signal says it".to_owned(),
        }
    }
}

fn twin(item: &Item) -> AuditTwin {
    AuditTwin { label: item.label.clone(), title: item.title.clone(), url: item.url.clone() }
}
