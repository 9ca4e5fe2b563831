use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DetourList, OpportunityRef};
use crate::model::{ProductId, ServiceId};

/// Which features, over how many days up to the last one counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FeatureQuery {
    pub days: u32,
    /// Empty: all.
    pub services: Vec<ServiceId>,
    pub product: Option<ProductId>,
}

impl Default for FeatureQuery {
    fn default() -> Self {
        FeatureQuery { days: 90, services: Vec::new(), product: None }
    }
}

/// How features are used and which may be left for another one, as one answer: a screen draws both at once.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FeaturesPage {
    pub used: FeatureList,
    pub detours: DetourList,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FeatureList {
    /// The most used first.
    pub features: Vec<FeatureRow>,
    pub unused: u32,
    pub dropping: u32,
    /// Drops that nobody wrote about and nobody here decided on.
    pub silent: u32,
    /// Null when no tool counts any use: then nothing is known, which isn't 0.
    #[ts(type = "string | null")]
    pub from: Option<NaiveDate>,
    #[ts(type = "string | null")]
    pub to: Option<NaiveDate>,
    /// The connections that count, by name.
    pub sources: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FeatureState {
    /// Used on at most one day in ten of the last 90.
    Unused,
    /// It lost people for good.
    Dropping,
    Growing,
    /// Within 15 %.
    Steady,
    Falling,
    /// Counted for too few days to compare.
    New,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FeatureRow {
    pub feature: String,
    pub service: Option<String>,
    pub state: FeatureState,
    /// People a day on average, over all days of the period, and of the period before; a tool counts people by the day,
    /// so that nobody knows how many different ones there were.
    pub people: f64,
    pub people_before: Option<f64>,
    /// 0.31 is 31 % more people than in the period before; null when that isn't known or was none.
    pub change: Option<f64>,
    /// How often each of them used it in a day; null without anybody.
    pub frequency: Option<f64>,
    /// People against those of the most used feature of its product, 0–1; null when nothing of it is used.
    pub adoption: Option<f64>,
    /// Days counted and days with anybody, in the period.
    pub days: u32,
    pub days_used: u32,
    /// Days since the last one with anybody; null when there was none.
    pub unused_days: Option<u32>,
    /// People a day, by week, the oldest of 26 weeks first; null where nothing was counted.
    pub weeks: Vec<Option<f64>>,
    pub drop: Option<FeatureDrop>,
    /// By plan or size, the most people first; empty when no tool counts them apart.
    pub segments: Vec<SegmentUse>,
    /// The drop has no tickets: what is missing isn't told. Null when there is none such.
    pub silent: Option<SilentDemand>,
}

/// How people of one segment use a feature.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SegmentUse {
    /// As the tool calls it: a plan, a size; "none" for people of whom it doesn't say.
    pub segment: String,
    pub people: f64,
    pub people_before: Option<f64>,
    pub change: Option<f64>,
    pub frequency: Option<f64>,
    /// People against those of this segment who use what it uses most of the product, 0–1.
    pub adoption: Option<f64>,
    pub drop: Option<FeatureDrop>,
}

/// The week in which a feature began to lose people for good.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FeatureDrop {
    #[ts(type = "string")]
    pub from: NaiveDate,
    /// People a day before and in the last weeks.
    pub before: f64,
    pub after: f64,
    /// -0.73 is 73 % fewer.
    pub change: f64,
    /// Tickets and feedback that name the feature, in the time before as long as that since, and since.
    pub told_before: u32,
    pub told_since: u32,
}

/// A suggestion; it becomes an opportunity only when a person makes one of it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SilentDemand {
    /// Why it is suggested: one sentence.
    pub why: String,
    /// A person said that it is nothing.
    pub dismissed: bool,
    pub opportunity: Option<OpportunityRef>,
}
