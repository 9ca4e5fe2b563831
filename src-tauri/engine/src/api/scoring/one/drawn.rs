//! What the draws say of one opportunity: its value, its rank, what makes it wide and what to learn.

use scoring::learn::{Stake, shares, stake};
use scoring::rank::{rank, ranks_of};
use scoring::{Contender, Formula, ValueSpread, Worlds};

use super::super::Everything;
use super::label;
use crate::api::opportunities::reference;
use crate::api::types::{LearnNext, RankBar, ScoreView, ValueBar, WideInput};
use crate::model::OpportunityId;
use crate::score::{Method, Standing, numbers};
use crate::store::opportunities::Record;

/// Bars of a histogram.
const BARS: usize = 20;
/// Ranks shown one by one.
const RANKS: u32 = 6;

/// All that was drawn for one opportunity.
pub struct Drawn {
    value: Option<ValueSpread>,
    standing: Option<Standing>,
    of: u32,
    values: Vec<f64>,
    landed: Vec<u32>,
    shares: Vec<f64>,
    /// The neighbour whose order is least sure.
    rival: Option<(OpportunityId, Stake)>,
}

pub fn draw(formula: &Formula, field: &[(OpportunityId, Contender)], own: Contender, place: Option<usize>) -> Drawn {
    let worlds = Worlds::usual();
    let contenders: Vec<Contender> = field.iter().map(|(_, contender)| contender.clone()).collect();
    let standings = rank(formula, &contenders, worlds);
    let standing = place.and_then(|place| standings.get(place).copied().flatten());
    let of = standings.iter().flatten().count();
    let landed = place.and_then(|place| ranks_of(formula, &contenders, place, (RANKS as usize).min(of.max(1)), worlds));
    let beside = standing.map(|own| [own.rank.wrapping_sub(1), own.rank + 1]).unwrap_or_default();
    let rivals =
        field.iter().zip(&standings).filter(|(_, other)| other.is_some_and(|other| beside.contains(&other.rank)));
    let stakes = rivals.filter_map(|((id, other), _)| Some((*id, stake(formula, &own, other, worlds)?)));
    let close = |stake: &Stake| (stake.loses - 0.5).abs();
    Drawn {
        value: worlds.spread(formula, &own.uid, &own.given),
        values: worlds.values(formula, &own.uid, &own.given).unwrap_or_default(),
        shares: shares(formula, &own, worlds),
        rival: stakes.min_by(|(_, a), (_, b)| close(a).total_cmp(&close(b))),
        landed: landed.unwrap_or_default(),
        of: u32::try_from(of).unwrap_or(u32::MAX),
        standing,
    }
}

impl Drawn {
    /// What was drawn, as it is shown; the rest is filled in by the caller.
    pub fn view(self, all: &Everything, method: &Method, record: &Record) -> ScoreView {
        let widens = self.widens(method);
        ScoreView {
            learn: self.learn(all, method, &widens),
            histogram: self.value.map(|value| histogram(self.values, value)).unwrap_or_default(),
            value: self.value,
            rank: self.standing.map(|standing| standing.rank),
            top: self.standing.map(|standing| standing.top),
            of: self.of,
            ranks: rank_bars(&self.landed, self.of),
            widens,
            opportunity: reference(record),
            framework: method.framework,
            formula: None,
            inputs: Vec::new(),
            plain: None,
            working: String::new(),
            points: String::new(),
            class: None,
            missing: Vec::new(),
            draws: 0,
            seed: 0,
            history: Vec::new(),
            estimates: Vec::new(),
        }
    }

    fn widens(&self, method: &Method) -> Vec<WideInput> {
        let names = method.formula.names().iter().zip(&self.shares);
        let mut widens: Vec<WideInput> = names
            .filter(|(_, share)| **share > 0.0)
            .map(|(name, share)| WideInput { name: name.clone(), label: label(method, name), share: *share })
            .collect();
        widens.sort_by(|a, b| b.share.total_cmp(&a.share));
        widens
    }

    fn learn(&self, all: &Everything, method: &Method, widens: &[WideInput]) -> Option<LearnNext> {
        let widest = widens.first()?;
        let settled = self.rival.as_ref().and_then(|(rival, stake)| {
            let worth = method.formula.names().iter().zip(&stake.worth);
            let (name, worth) = worth.max_by(|(_, a), (_, b)| a.total_cmp(b)).filter(|(_, worth)| **worth > 0.0)?;
            Some((all.record(*rival).ok()?, stake, name, *worth))
        });
        let Some((rival, stake, name, worth)) = settled else {
            let share = numbers::share(widest.share);
            let says = format!("{} is the widest range: it brings in {share} of the spread.", widest.label);
            let (name, label) = (widest.name.clone(), widest.label.clone());
            return Some(LearnNext { name, label, says, against: None, loses: None, worth: None });
        };
        let says = format!(
            "A firmer {} would settle the order with {}, which wins {} of the draws today.",
            label(method, name).to_lowercase(),
            rival.id.label(),
            numbers::share(stake.loses)
        );
        Some(LearnNext {
            name: name.clone(),
            label: label(method, name),
            says,
            against: Some(reference(rival)),
            loses: Some(stake.loses),
            worth: Some(worth),
        })
    }
}

/// Between the 50th of ten thousand draws and the 50th from the end.
fn histogram(mut values: Vec<f64>, value: ValueSpread) -> Vec<ValueBar> {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get(((values.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default();
    let (from, to) = (at(0.005), at(0.995));
    let width = (to - from) / BARS as f64;
    if width <= 0.0 {
        return Vec::new();
    }
    let mut counts = [0_u32; BARS];
    for drawn in values.iter().filter(|drawn| (from..=to).contains(*drawn)) {
        if let Some(count) = counts.get_mut((((drawn - from) / width) as usize).min(BARS - 1)) {
            *count += 1;
        }
    }
    let bars = counts.iter().enumerate().map(|(at, count)| {
        let (from, to) = (from + width * at as f64, from + width * (at + 1) as f64);
        let middle = (from + to) / 2.0;
        let share = f64::from(*count) / values.len() as f64;
        ValueBar { from, to, share, inside: value.p10 <= middle && middle <= value.p90 }
    });
    bars.collect()
}

fn rank_bars(landed: &[u32], of: u32) -> Vec<RankBar> {
    let draws: u32 = landed.iter().sum();
    let bars = (1_u32..).zip(landed).map(|(rank, count)| RankBar {
        rank,
        or_worse: rank == RANKS && of > RANKS,
        share: f64::from(*count) / f64::from(draws.max(1)),
    });
    bars.collect()
}
