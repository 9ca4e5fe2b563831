use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::super::{OpportunityRef, TopChance, ValueSpread};
use super::{Framework, InputWeight};
use crate::model::{Range, Stage, Time};

/// A question: what if other things counted? Asking changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WhatIf {
    pub framework: Framework,
    /// The uid of the formula; only with `custom`.
    pub formula: Option<String>,
    /// Those left out weigh what they weigh today.
    pub weights: Vec<InputWeight>,
    pub segment: Segment,
    pub capacity: Option<Capacity>,
}

/// Whose voice counts: an opportunity keeps as much of its value as these people are among those behind it. A formula
/// that counts evidence counts theirs alone instead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Segment {
    #[default]
    Everybody,
    /// Customers with this plan.
    Plan { plan: String },
    /// Customers whose yearly revenue is at least this, in whole units.
    RevenueFrom {
        #[ts(type = "number")]
        amount: i64,
    },
}

/// How much work fits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Capacity {
    /// Person-weeks, 0.1 to 2,000.
    pub weeks: f64,
    /// Cut where it fits in 9 draws of 10 instead of where the likely efforts fit.
    pub nine_in_ten: bool,
}

/// What the page offers before anything is asked.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WhatIfChoices {
    pub weights: Vec<WeightChoice>,
    pub segments: Vec<SegmentView>,
    pub scenarios: Vec<Scenario>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WeightChoice {
    pub name: String,
    pub label: String,
    /// What it weighs in today's ranking.
    pub today: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SegmentView {
    pub segment: Segment,
    /// "Enterprise"
    pub name: String,
    pub customers: u32,
    /// A year's, whole units of the workspace currency.
    #[ts(type = "number")]
    pub revenue: i64,
    /// People behind opportunities that remain, of all.
    pub voices: u32,
    pub of_voices: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WhatIfResult {
    pub asked: WhatIf,
    pub segment: SegmentView,
    /// In the order there would be.
    pub rows: Vec<WhatIfRow>,
    pub cut: Option<CutLine>,
    pub best: Option<BestSet>,
    /// What is worth saying about the difference, at most six.
    pub changes: Vec<WhatIfChange>,
    /// The end of the axis: the largest P90, rounded up.
    pub axis: f64,
    pub draws: u32,
    #[ts(type = "number")]
    pub seed: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WhatIfRow {
    pub opportunity: OpportunityRef,
    pub stage: Stage,
    /// Today's rank.
    pub today: Option<u32>,
    pub rank: Option<u32>,
    pub value: Option<ValueSpread>,
    pub top: Option<TopChance>,
    /// Person-weeks; None: effort isn't set.
    pub effort: Option<Range>,
    /// Likely person-weeks of all that can be planned down to this row.
    pub weeks_so_far: Option<f64>,
    /// Above the line.
    pub above: bool,
    /// In the best set.
    pub in_best: bool,
    /// Why it moves, or that nothing changes.
    pub why: String,
}

/// Where the capacity ends when the work is taken in the order of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CutLine {
    /// How many rows stand above the line.
    pub after: u32,
    pub fits: u32,
    pub weeks: f64,
    /// What those above the line take: P10, likely, P90, in person-weeks.
    pub takes: Range,
    /// P50s of those above the line, added up; the same for today's order cut at the same capacity.
    pub value: f64,
    pub value_today: f64,
    /// "23 person-weeks end here. Seven fit, likely 22.5, 8 draws of 10 between 18 and 29"
    pub says: String,
}

/// The set worth most for the capacity, whatever the order.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BestSet {
    pub opportunities: Vec<OpportunityRef>,
    /// Likely person-weeks.
    pub weeks: f64,
    /// P50s added up.
    pub value: f64,
    /// How it differs from the rows above the line; empty when it doesn't.
    pub says: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WhatIfChange {
    pub kind: WhatIfChangeKind,
    pub opportunity: OpportunityRef,
    /// "comes in, from 6 to 3. It holds the top 5 in 71 % of draws."
    pub says: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WhatIfChangeKind {
    /// Comes above the line, or moves up.
    Up,
    /// Falls below the line, or moves down.
    Down,
    Stays,
}

/// A what-if that was kept under a name.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Scenario {
    pub uid: String,
    pub name: String,
    pub asks: WhatIf,
    pub kept_at: Time,
    pub kept_by: String,
}
