//! Recurring problems: what comes back, how much of the trouble it makes, what it costs, and the way to an opportunity.

mod cost;
mod decisions;
mod detail;
mod found;

use std::collections::{HashMap, HashSet};

use insight::pareto;
use insight::spread::median_millis;

use super::Engine;
use super::themes::trend_in_words;
use super::types::{CostRates, OpportunityRef, ProblemList, ProblemQuery, ProblemRow};
use crate::error::Result;
use crate::model::{OpportunityId, Severity, SignalId, Time};
use crate::store::problems::{self as stored, Record, Said, Voice};
use crate::store::settings;
use found::{Found, KEPT, asked, find, readable};

/// Weeks that lists show.
const WEEKS: usize = 12;

/// The key of the rates that count where a problem has none of its own.
const RATES: &str = "problem_rates";

/// Longest period, in days.
const LONGEST: u32 = 366;

impl Engine {
    /// What comes back in the period, those with the most records first.
    pub async fn problems(&self, query: ProblemQuery) -> Result<ProblemList> {
        let look = self.look_at_problems(&query).await?;
        let found = find(&look.records, look.from);
        let records = found.iter().map(|problem| problem.signals).sum();
        let recurring: Vec<&Found<'_>> = found.iter().filter(|problem| problem.recurs()).collect();
        let told = self.ways_round(&recurring, &look.said).await?;
        let counts: Vec<u32> = recurring.iter().map(|problem| problem.signals).collect();
        let shares = pareto::shares(&counts, records);
        let problems: Vec<ProblemRow> = recurring
            .iter()
            .zip(&shares)
            .map(|(problem, shares)| ProblemRow {
                workaround: look.has_way_round(problem) || told.contains_key(&problem.key),
                ..look.row(problem, *shares)
            })
            .collect();
        let top = problems.len().min(pareto::TOP);
        Ok(ProblemList {
            top: top as u32,
            top_share: (records > 0).then(|| shares.get(top.wrapping_sub(1)).map_or(0.0, |(_, so_far)| *so_far)),
            problems,
            from: look.from,
            to: look.now,
            records,
            rates: look.rates,
            currency: look.currency,
        })
    }

    /// Those of the last year that are asked for by key, whether they came back or not.
    pub(super) async fn named_problems(&self, asked: impl Fn(&str) -> bool) -> Result<Vec<NamedProblem>> {
        let look = self.look_at_problems(&ProblemQuery { days: LONGEST, ..ProblemQuery::default() }).await?;
        let found = find(&look.records, look.from);
        let named = found.iter().filter(|problem| asked(&problem.key)).map(|problem| NamedProblem {
            key: problem.key.clone(),
            title: look.title(problem),
            service: problem.service(),
            opportunity: look.said(&problem.key).opportunity.map(|(id, _)| id),
        });
        Ok(named.collect())
    }

    /// Everything that rows are made of, read once.
    async fn look_at_problems(&self, query: &ProblemQuery) -> Result<Look> {
        let now = self.now();
        let days = query.days.clamp(1, LONGEST);
        let mut read = self.store.reader().begin().await?;
        let mut records = stored::records(&mut read, now.plus(-KEPT)).await?;
        records.retain(|record| record.happened_at <= now && asked(query, record.service_id, record.product_id));
        let said = stored::said(&mut read).await?;
        drop(read);
        let rates = settings::get(self.store.reader(), RATES).await?;
        let currency = settings::read(self.store.reader()).await?.currency;
        let voices = stored::voices(&self.store.columns(), now.plus(-KEPT));
        let named: Vec<SignalId> = records.iter().map(|record| record.id).collect();
        let customers = {
            let columns = self.store.columns();
            let of = |id: &SignalId| Some((*id, stored::customers(&columns, &[*id]).first().copied()?));
            named.iter().filter_map(of).collect()
        };
        Ok(Look {
            now,
            days,
            from: now.plus(-i64::from(days) * Time::DAY),
            records,
            said,
            rates: rates.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default(),
            currency,
            voices,
            customers,
        })
    }

    /// Ways round that the newest records of problems tell, by key, where no person said anything.
    async fn ways_round(
        &self,
        problems: &[&Found<'_>],
        said: &HashMap<String, Said>,
    ) -> Result<HashMap<String, (String, Time)>> {
        let silent = |problem: &&&Found<'_>| said.get(&problem.key).is_none_or(|said| said.workaround.is_none());
        let newest: Vec<(&str, &Record)> = problems
            .iter()
            .filter(silent)
            .flat_map(|problem| problem.records.iter().rev().take(3).map(|record| (problem.key.as_str(), *record)))
            .collect();
        let ids: Vec<SignalId> = newest.iter().map(|(_, record)| record.id).collect();
        let mut read = self.store.reader().acquire().await?;
        let texts = stored::told_ways_round(&mut read, &ids).await?;
        let mut found = HashMap::new();
        for (key, record) in newest {
            if let Some(way) = texts.get(&record.id).and_then(|text| way_round(text)) {
                found.entry(key.to_owned()).or_insert((way, record.happened_at));
            }
        }
        Ok(found)
    }
}

/// The paragraph of a text that begins with `Workaround:`.
fn way_round(text: &str) -> Option<String> {
    let said = text.lines().find_map(|line| {
        let (name, way) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("workaround").then(|| way.trim().to_owned())
    });
    said.filter(|way| !way.is_empty())
}

/// A problem by what it is called.
pub(super) struct NamedProblem {
    pub key: String,
    pub title: String,
    pub service: Option<String>,
    /// The one that was made of it.
    pub opportunity: Option<OpportunityId>,
}

/// One consistent reading of the records and of what people said.
struct Look {
    now: Time,
    from: Time,
    days: u32,
    records: Vec<Record>,
    said: HashMap<String, Said>,
    rates: CostRates,
    currency: String,
    voices: HashMap<u32, Vec<Voice>>,
    /// Whom the records name.
    customers: HashMap<SignalId, u32>,
}

impl Look {
    fn said(&self, key: &str) -> Said {
        self.said.get(key).cloned().unwrap_or_default()
    }

    /// A person said so; "" is "there is none".
    fn has_way_round(&self, problem: &Found<'_>) -> bool {
        self.said.get(&problem.key).and_then(|said| said.workaround.as_ref()).is_some_and(|way| !way.text.is_empty())
    }

    fn title(&self, problem: &Found<'_>) -> String {
        let name = self.said(&problem.key).name;
        if name.is_empty() { readable(&problem.pattern) } else { name }
    }

    fn row(&self, problem: &Found<'_>, (share, share_so_far): (f64, f64)) -> ProblemRow {
        let said = self.said(&problem.key);
        let (weeks, age) = self.weeks(problem);
        let (trend, _) = themes::trend::trend(&weeks, age);
        let restored: Vec<i64> = problem.episodes.iter().filter_map(|episode| episode.restore).collect();
        let newest = problem.records.last();
        ProblemRow {
            key: problem.key.clone(),
            title: self.title(problem),
            named: !said.name.is_empty(),
            service: problem.service(),
            kind: problem.kind,
            episodes: problem.episodes.len() as u32,
            signals: problem.signals,
            share,
            share_so_far,
            customers: self.customers_of(problem),
            first_at: Time(problem.episodes.first().map_or(self.from.0, |episode| episode.at)),
            last_at: newest.map_or(self.from, |record| record.happened_at),
            open: problem.episodes.last().is_some_and(|episode| episode.open),
            worst: problem.episodes.iter().filter_map(|e| e.severity).min().and_then(Severity::from_code),
            trend: trend_in_words(trend),
            weeks,
            restore: median_millis(&restored),
            workaround: self.has_way_round(problem),
            known_error: said.known_error.is_some(),
            cost: self.cost(problem).quarter,
            opportunity: said.opportunity.map(reference),
        }
    }

    fn cost(&self, problem: &Found<'_>) -> super::types::ProblemCost {
        let own = self.said(&problem.key).rates;
        let seen = cost::Seen {
            days: self.days,
            episodes: problem.episodes.len() as u32,
            restored: problem.episodes.iter().filter_map(|episode| episode.restore).collect(),
            tickets: problem.meanwhile(&self.voices, self.now).len() as u32,
        };
        cost::cost(&seen, own.unwrap_or(self.rates), own.is_some(), &self.currency)
    }

    /// Records a week, and how many weeks ago the first one was.
    fn weeks(&self, problem: &Found<'_>) -> (Vec<u32>, u32) {
        let week = 7 * Time::DAY;
        let mut counts = vec![0; WEEKS];
        for record in &problem.records {
            let back = usize::try_from((self.now.0 - record.happened_at.0) / week).unwrap_or(WEEKS);
            if let Some(count) = (WEEKS - 1).checked_sub(back).and_then(|place| counts.get_mut(place)) {
                *count += 1;
            }
        }
        let first = problem.records.first().map_or(self.now, |record| record.happened_at);
        (counts, u32::try_from((self.now.0 - first.0) / week).unwrap_or(0))
    }

    fn customers_of(&self, problem: &Found<'_>) -> u32 {
        let recent = problem.records.iter().filter(|record| record.happened_at >= self.from);
        let mut customers: HashSet<u32> = recent.filter_map(|record| self.customers.get(&record.id).copied()).collect();
        customers.extend(problem.meanwhile(&self.voices, self.now).iter().map(|voice| voice.customer));
        customers.remove(&0);
        customers.len() as u32
    }
}

fn reference((id, title): (OpportunityId, String)) -> OpportunityRef {
    OpportunityRef { id, label: id.label(), title }
}
