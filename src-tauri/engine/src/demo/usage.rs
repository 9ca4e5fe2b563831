//! How much each feature is used, day by day.

use chrono::{Datelike, Duration, NaiveDate};

use super::company::Plan;
use super::dice::Dice;
use super::truths::{Detour, FadingFeature};
use crate::model::{Time, UsageDay};

/// What happens to a feature's use over the year.
#[derive(Clone, Copy)]
enum Trend {
    Level,
    /// Percent more at the end of the year than at its beginning.
    Growing(i64),
    /// Loses three quarters of its users in the weeks after so many days before now.
    Fading(i64),
    /// So many percent more, or fewer, within three weeks after so many days before now.
    Detour(i64, i64),
    /// Somebody looks at it now and then.
    Unused,
}

/// Feature, service, people on a usual working day, events a person.
const FEATURES: [(&str, &str, i64, i64, Trend); 30] = [
    ("Book a shipment", "booking", 310, 6, Trend::Growing(22)),
    ("Upload an order file", "booking", 64, 2, Trend::Growing(40)),
    ("Address book", "booking", 120, 3, Trend::Level),
    ("Saved lane templates", "booking", 45, 2, Trend::Level),
    ("Dangerous goods form", "booking", 22, 2, Trend::Level),
    ("Choose a collection window", "booking", 205, 4, Trend::Growing(15)),
    ("Compare carriers", "rates", 260, 7, Trend::Growing(18)),
    ("Hold a price", "rates", 72, 2, Trend::Detour(140, -25)),
    ("Carbon estimate", "rates", 1, 1, Trend::Unused),
    ("Contract rates", "rates", 38, 3, Trend::Detour(140, 45)),
    ("Print a label", "documents", 285, 9, Trend::Growing(20)),
    ("Print all labels of a day", "documents", 58, 1, Trend::Growing(55)),
    ("Customs invoice", "documents", 61, 2, Trend::Level),
    ("Delivery note", "documents", 97, 2, Trend::Level),
    ("Pallet ledger", "documents", 1, 1, Trend::Unused),
    ("Track a shipment", "tracking", 340, 11, Trend::Growing(16)),
    ("Shipment search", "tracking", 190, 5, Trend::Level),
    ("Temperature record", "tracking", 41, 3, Trend::Growing(8)),
    ("Share a tracking link", "tracking", 83, 2, Trend::Growing(30)),
    ("Tour of the day", "driver-app", 150, 5, Trend::Growing(12)),
    ("Delivery photo", "driver-app", 118, 8, Trend::Level),
    ("Signature", "driver-app", 132, 8, Trend::Level),
    ("Open an invoice", "billing", 92, 3, Trend::Level),
    ("Download all invoices", "billing", 31, 1, Trend::Level),
    ("Dispute a charge", "billing", 14, 1, Trend::Growing(60)),
    ("Manage people and roles", "identity", 18, 3, Trend::Level),
    ("Mail settings", "notifications", 26, 1, Trend::Growing(35)),
    ("Webhook settings", "partner-api", 7, 2, Trend::Level),
    ("Monthly cost report", "reporting", 48, 2, Trend::Level),
    ("Carrier scorecard", "reporting", 112, 4, Trend::Fading(131)),
];

/// The services whose people are counted by plan.
const BY_PLAN: [&str; 2] = ["booking", "rates"];

/// The days of the year before `now`, oldest first; the day of `now` isn't over and isn't in it.
pub fn usage(dice: &mut Dice, now: Time) -> Vec<UsageDay> {
    let today = today(now);
    let mut days = Vec::with_capacity(FEATURES.len() * 364);
    for (feature, service, people, each, trend) in FEATURES {
        let mut dice = dice.part(feature);
        let mut plans = dice.part("plans");
        for ago in (1..=364).rev() {
            let day = today - Duration::days(ago);
            let users = users(&mut dice, people, trend, ago, day);
            let events = users * each + dice.between(0, users.max(1)) - users / 3;
            let events = if users == 0 { 0 } else { events.max(users) };
            let counts = match BY_PLAN.contains(&service) {
                true => by_plan(&mut plans, users, events),
                false => vec![(None, users, events)],
            };
            days.extend(counts.into_iter().map(|(plan, users, events)| UsageDay {
                feature: feature.to_owned(),
                service: Some(service.to_owned()),
                day,
                segment: plan.map(|plan| format!("{plan:?}")),
                users: u32::try_from(users).unwrap_or(0),
                events: u32::try_from(events).unwrap_or(0),
            }));
        }
    }
    days
}

fn users(dice: &mut Dice, people: i64, trend: Trend, ago: i64, day: NaiveDate) -> i64 {
    let percent = match trend {
        Trend::Level => 100,
        Trend::Growing(percent) => 100 + percent * (364 - ago) / 364,
        Trend::Detour(since, percent) => 100 + percent * (since - ago).clamp(0, 21) / 21,
        // Down to a quarter within seven weeks.
        Trend::Fading(since) => 100 - ((since - ago).clamp(0, 49) * 75 / 49),
        Trend::Unused => return i64::from(dice.chance(7)) * dice.between(1, 2),
    };
    let weekday = match day.weekday().num_days_from_monday() {
        5 => 14,
        6 => 8,
        4 => 92,
        _ => 104,
    };
    let holiday = if (day.month() == 12 && day.day() >= 24) || (day.month() == 1 && day.day() == 1) { 25 } else { 100 };
    people * percent * weekday * holiday * dice.bell(88, 112) / 100_000_000
}

/// The people and events of a day by plan; together they are all of them.
fn by_plan(dice: &mut Dice, users: i64, events: i64) -> Vec<(Option<Plan>, i64, i64)> {
    let enterprise = users * dice.bell(26, 34) / 100;
    let business = users * dice.bell(34, 46) / 100;
    let theirs = |people: i64| if users == 0 { 0 } else { events * people / users };
    vec![
        (Some(Plan::Enterprise), enterprise, theirs(enterprise)),
        (Some(Plan::Business), business, theirs(business)),
        (Some(Plan::Standard), users - enterprise - business, events - theirs(enterprise) - theirs(business)),
    ]
}

/// The feature that people leave for another one.
pub fn detour(now: Time) -> Detour {
    let moved = |fewer: bool| {
        FEATURES.iter().find_map(|(feature, _, people, _, trend)| match trend {
            Trend::Detour(since, percent) if (*percent < 0) == fewer => {
                Some((*feature, *since, people * percent / 100))
            }
            _ => None,
        })
    };
    let (from, since, lost) = moved(true).unwrap_or_default();
    let (to, _, gained) = moved(false).unwrap_or_default();
    Detour {
        from: from.to_owned(),
        to: to.to_owned(),
        since: today(now) - Duration::days(since),
        lost: u32::try_from(-lost).unwrap_or(0),
        gained: u32::try_from(gained).unwrap_or(0),
    }
}

/// The feature that loses its users.
pub fn fading(now: Time) -> FadingFeature {
    FEATURES
        .iter()
        .find_map(|(feature, service, people, _, trend)| match trend {
            Trend::Fading(since) => Some(FadingFeature {
                feature: (*feature).to_owned(),
                service: (*service).to_owned(),
                from: today(now) - Duration::days(*since),
                before: u32::try_from(*people).unwrap_or(0),
                after: u32::try_from(people / 4).unwrap_or(0),
            }),
            _ => None,
        })
        .unwrap_or_else(|| FadingFeature {
            feature: String::new(),
            service: String::new(),
            from: today(now),
            before: 0,
            after: 0,
        })
}

/// The features that next to nobody uses.
pub fn unused() -> Vec<String> {
    FEATURES.iter().filter(|f| matches!(f.4, Trend::Unused)).map(|f| f.0.to_owned()).collect()
}

fn today(now: Time) -> NaiveDate {
    now.utc().map(|t| t.date_naive()).unwrap_or_default()
}
