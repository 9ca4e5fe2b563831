//! The rest of the invented team's backlog: items that were never sent from here, some with people behind them and some
//! that nobody ever asked for.

use std::collections::BTreeMap;

use chrono::Duration;

use super::backlog::{TRACKER, sent};
use crate::connectors::{BacklogItem, ItemDetails, of_tracker};
use crate::model::{StatusCategory, Time};

/// What the audit should find out about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// Customers write about it.
    Asked,
    /// Nobody does, although its service is listened to.
    Unasked,
    /// Nothing is read from its service.
    Unheard,
    /// An older item says the same.
    Twice,
    /// It was delivered long ago.
    Delivered,
}

/// Title, text, service, written and last touched so many days ago, and what it is.
type Wish = (&'static str, &'static str, &'static str, i64, i64, Planted);

pub const WISHES: [Wish; 24] = [
    (
        "Split invoices by cost centre",
        "Larger customers want one invoice for each site or cost centre.",
        "billing",
        410,
        200,
        Planted::Asked,
    ),
    ("Credit note after a complaint", "Customers wait weeks for a credit note.", "billing", 380, 90, Planted::Asked),
    ("Driver app empties the battery", "The battery is empty within a shift.", "driver-app", 290, 35, Planted::Asked),
    (
        "Customs invoice without tariff code",
        "The customs invoice lacks the tariff code or carries the wrong one.",
        "documents",
        350,
        120,
        Planted::Asked,
    ),
    ("Arrival time jumps", "The expected arrival time is hours off and jumps.", "tracking", 260, 60, Planted::Asked),
    (
        "Address check refuses valid addresses",
        "Valid addresses abroad are refused by the address check.",
        "booking",
        330,
        44,
        Planted::Asked,
    ),
    ("Request limit at busy hours", "Partners run into the request limit.", "partner-api", 240, 30, Planted::Asked),
    (
        "Invoices split by cost centre",
        "Split the invoice by site or cost centre for larger customers.",
        "billing",
        95,
        95,
        Planted::Twice,
    ),
    (
        "Print all labels of the day in one file",
        "Print all labels of a day: shippers with hundreds of parcels open every label on its own.",
        "documents",
        520,
        400,
        Planted::Delivered,
    ),
    ("Gift vouchers, phase two", "Vouchers as a present between companies.", "billing", 1_220, 760, Planted::Unasked),
    ("New invoice designer", "Drag and drop of logos and fonts.", "billing", 1_150, 420, Planted::Unasked),
    ("Move settings to YAML", "Files instead of forms.", "identity", 1_130, 1_090, Planted::Unasked),
    ("Confirm a booking by fax", "A fax machine at each depot.", "booking", 1_070, 970, Planted::Unasked),
    ("Carbon estimate as a widget", "A small window for the home screen.", "rates", 850, 270, Planted::Unasked),
    ("Pallet ledger in three colours", "Red, amber and green rows.", "documents", 800, 190, Planted::Unasked),
    ("Animated lorry on the front page", "It drives when the mouse moves.", "booking", 640, 600, Planted::Unasked),
    ("Kiosk mode for trade fairs", "Full screen with invented figures.", "reporting", 610, 610, Planted::Unasked),
    ("Badges for diligent drivers", "Gold, silver and bronze.", "driver-app", 570, 300, Planted::Unasked),
    ("Birthday greetings to planners", "With confetti.", "notifications", 450, 450, Planted::Unasked),
    ("Seasonal backgrounds", "Snow in winter, leaves in autumn.", "identity", 400, 150, Planted::Unasked),
    ("Haiku of the week", "Below the menu.", "reporting", 160, 160, Planted::Unasked),
    ("Loyalty points for carriers", "A point for each pallet.", "rates", 130, 20, Planted::Unasked),
    ("Robot arm interface, phase one", "Signals for the new hall.", "warehouse", 300, 80, Planted::Unheard),
    ("Shelf sensors", "Weight below each shelf.", "warehouse", 120, 70, Planted::Unheard),
];

/// Everything the tracker holds at `now`, as one reading of it.
pub fn items(now: Time) -> Vec<BacklogItem> {
    let mut all: Vec<BacklogItem> = sent(now)
        .map(|(_, at, item)| {
            let due = (item.category == StatusCategory::InProgress)
                .then(|| now.utc().map(|now| (now + Duration::days(19)).date_naive()))
                .flatten();
            of_tracker(item, ItemDetails { created_at: Some(at), due_on: due, ..ItemDetails::default() })
        })
        .collect();
    all.extend(WISHES.iter().enumerate().map(|(at, wish)| item(at, wish, now)));
    all
}

fn item(at: usize, (title, body, service, written, touched, _): &Wish, now: Time) -> BacklogItem {
    let number = 2_011 + 23 * at;
    let days_ago = |days: i64| now.plus(-days * Time::DAY - 2 * Time::HOUR);
    BacklogItem {
        external_id: number.to_string(),
        signal_key: number.to_string(),
        label: format!("#{number}"),
        title: (*title).to_owned(),
        body: (*body).to_owned(),
        url: format!("{}/issues/{number}", TRACKER.1),
        status: "To do".to_owned(),
        category: StatusCategory::ToDo,
        service: (*service).to_owned(),
        facts: BTreeMap::new(),
        due_on: None,
        created_at: Some(days_ago(*written)),
        updated_at: days_ago(*touched),
    }
}
