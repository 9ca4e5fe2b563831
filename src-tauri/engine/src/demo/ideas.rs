//! The opportunities that the invented product team has made so far.

use crate::model::{Range, RiskKind, Stage};

/// One opportunity, as its author wrote it.
pub struct Plan {
    pub title: &'static str,
    pub statement: &'static str,
    pub hypothesis: &'static str,
    pub expected: &'static str,
    pub owner: &'static str,
    pub service: &'static str,
    /// Stories whose tickets and feedback are evidence for it.
    pub stories: &'static [&'static str],
    /// Names of recurring problems whose incidents are evidence too.
    pub problems: &'static [&'static str],
    /// What praise says that speaks against it; empty: none does.
    pub against: &'static str,
    /// Usual importance of the evidence, 0–3.
    pub importance: u8,
    /// Made so many weeks before now.
    pub weeks_ago: i64,
    /// Stages reached, with days before now.
    pub stages: &'static [(Stage, i64)],
    pub reject_reason: &'static str,
    pub score: Option<Score>,
    /// Kind, likelihood, impact, and what could go wrong.
    pub risks: &'static [(RiskKind, u8, u8, &'static str)],
}

/// Reach in customers a quarter, impact on Intercom's scale of 0.25 to 3, effort in person-months.
pub struct Score {
    pub reach: Range,
    pub impact: Range,
    pub effort: Range,
}

const fn range(low: f64, likely: f64, high: f64) -> Range {
    Range { low, likely, high }
}

const fn score(reach: Range, impact: Range, effort: Range) -> Option<Score> {
    Some(Score { reach, impact, effort })
}

const PLAIN: Plan = Plan {
    title: "",
    statement: "",
    hypothesis: "",
    expected: "",
    owner: "",
    service: "",
    stories: &[],
    problems: &[],
    against: "",
    importance: 2,
    weeks_ago: 0,
    stages: &[],
    reject_reason: "",
    score: None,
    risks: &[],
};

/// By how many percent the complaints were to fall, of those whose expectation says so.
pub const GOALS: [(&str, f64); 2] =
    [("Labels that scan at the first try", 80.0), ("Pass changed collection times on to carriers", 66.0)];

pub const PLANS: [Plan; 14] = [
    Plan {
        title: "Labels that scan at the first try",
        statement: "Warehouses with thermal printers get labels of the wrong size. Depots send pallets back.",
        hypothesis: "If labels are drawn at the printer's own resolution, depots can scan them.",
        expected: "Tickets about labels from 10 a month to 2 within a quarter",
        owner: "Ilse",
        service: "documents",
        stories: &["label-unreadable"],
        weeks_ago: 46,
        stages: &[
            (Stage::Assessing, 310),
            (Stage::Ready, 290),
            (Stage::Exported, 270),
            (Stage::InProgress, 240),
            (Stage::Delivered, 155),
            (Stage::Verified, 62),
        ],
        score: score(range(18.0, 26.0, 34.0), range(1.0, 2.0, 2.0), range(1.5, 2.0, 3.5)),
        risks: &[
            (RiskKind::Feasibility, 2, 3, "Old printers can't be asked for their resolution"),
            (RiskKind::Operational, 1, 4, "A bad label stops a depot"),
        ],
        ..PLAIN
    },
    Plan {
        title: "Print all labels of a day",
        statement: "Shippers with hundreds of parcels open every label on its own.",
        hypothesis: "If the labels of a day come as one file, evenings get shorter and fewer labels are forgotten.",
        expected: "Half of the large shippers use it weekly",
        owner: "Ilse",
        service: "documents",
        stories: &["print-all-labels"],
        importance: 1,
        weeks_ago: 45,
        stages: &[
            (Stage::Assessing, 305),
            (Stage::Ready, 280),
            (Stage::InProgress, 250),
            (Stage::Delivered, 210),
            (Stage::Verified, 118),
        ],
        score: score(range(10.0, 16.0, 22.0), range(0.5, 1.0, 2.0), range(0.8, 1.0, 1.5)),
        risks: &[(RiskKind::Usability, 2, 2, "People print a day twice")],
        ..PLAIN
    },
    Plan {
        title: "Pass changed collection times on to carriers",
        statement: "When a booking is changed after it was confirmed, the carrier keeps the old collection window.",
        hypothesis: "If every change is sent on, drivers come when they are expected.",
        expected: "Missed collections from 6 a month to 2",
        owner: "Tove",
        service: "booking",
        stories: &["missed-collection"],
        weeks_ago: 40,
        stages: &[(Stage::Assessing, 270), (Stage::Ready, 220), (Stage::InProgress, 160), (Stage::Delivered, 100)],
        score: score(range(12.0, 20.0, 30.0), range(1.0, 2.0, 3.0), range(1.0, 1.5, 3.0)),
        risks: &[
            (RiskKind::Feasibility, 3, 3, "Two carriers take no changes by interface"),
            (RiskKind::Viability, 2, 2, "A carrier charges per change"),
        ],
        ..PLAIN
    },
    Plan {
        title: "Explain every surcharge on the invoice",
        statement: "Nobody can tell from the invoice how the fuel surcharge came about. Payments are held back until somebody explains.",
        hypothesis: "If index, date and base stand on the invoice, most questions are not asked.",
        expected: "Surcharge questions halved; days to payment from 41 to 34",
        owner: "Emeka",
        service: "billing",
        stories: &["surcharge-unexplained"],
        weeks_ago: 33,
        stages: &[(Stage::Assessing, 200), (Stage::Ready, 75)],
        score: score(range(38.0, 50.0, 64.0), range(0.5, 1.0, 1.0), range(0.7, 1.0, 1.5)),
        risks: &[
            (RiskKind::Viability, 2, 4, "The explanation opens old invoices to dispute"),
            (RiskKind::Value, 1, 3, "Nobody reads it"),
        ],
        ..PLAIN
    },
    Plan {
        title: "Fresh tracking, and say so when it isn't",
        statement: "Tracking falls behind the carriers for days. People call, look on the carrier's page, or send goods twice.",
        hypothesis: "If the feed heals itself and the page shows the age of its data, people stop calling.",
        expected: "Tracking tickets from 12 a month to 5; no feed stalled for over an hour",
        owner: "Tove",
        service: "tracking",
        stories: &["tracking-stands-still"],
        problems: &["Carrier feed stalls"],
        weeks_ago: 30,
        stages: &[(Stage::Assessing, 195), (Stage::Ready, 150), (Stage::Exported, 120), (Stage::InProgress, 70)],
        score: score(range(55.0, 68.0, 80.0), range(1.0, 2.0, 2.0), range(2.0, 3.0, 5.0)),
        risks: &[
            (RiskKind::Value, 2, 3, "People call anyway"),
            (RiskKind::Operational, 3, 5, "All feeds are read again at once after an outage"),
        ],
        ..PLAIN
    },
    Plan {
        title: "Book again with one click",
        statement: "The same load goes out every week and is typed in again every week.",
        hypothesis: "If a booking can be copied or repeated, planners save minutes each time and make fewer mistakes.",
        expected: "One booking in five is a repeated one after a quarter",
        owner: "Marta",
        service: "booking",
        stories: &["repeat-a-booking"],
        against: "took me four minutes",
        importance: 1,
        weeks_ago: 26,
        stages: &[(Stage::Assessing, 90)],
        score: score(range(35.0, 48.0, 70.0), range(0.5, 1.0, 2.0), range(1.0, 2.0, 3.0)),
        ..PLAIN
    },
    Plan {
        title: "Own columns in every list",
        statement: "People want to choose and save the columns of lists and reports.",
        stories: &["own-columns"],
        owner: "Marta",
        service: "reporting",
        importance: 1,
        weeks_ago: 24,
        stages: &[(Stage::Assessing, 150), (Stage::Rejected, 110)],
        reject_reason: "Too wide for what it brings; weight and order number were added to the export instead",
        score: score(range(15.0, 28.0, 40.0), range(0.25, 0.25, 0.5), range(3.0, 5.0, 8.0)),
        ..PLAIN
    },
    Plan {
        title: "Let large bookings finish",
        statement: "Bookings above about 150 lines time out at the last step. Shippers split orders by hand and miss cut-offs.",
        hypothesis: "If lines are priced together and the confirm step runs on its own, any booking finishes within a minute.",
        expected: "99 of 100 bookings above 150 lines finish; splitting by hand stops",
        owner: "Tove",
        service: "booking",
        stories: &["large-booking-hangs"],
        importance: 3,
        weeks_ago: 16,
        stages: &[(Stage::Assessing, 95), (Stage::Ready, 31)],
        score: score(range(22.0, 34.0, 48.0), range(2.0, 3.0, 3.0), range(2.0, 3.0, 4.5)),
        risks: &[
            (RiskKind::Feasibility, 3, 4, "Prices depend on each other across lines"),
            (RiskKind::Operational, 3, 5, "A queue of large bookings holds up small ones"),
        ],
        ..PLAIN
    },
    Plan {
        title: "Never lose a delivery photo",
        statement: "Photos taken without a network vanish, and with them the proof of delivery.",
        hypothesis: "If a photo stays on the phone until the server has it, disputes can be settled.",
        expected: "Lost photos below 1 in 1,000; claims without proof from 9 a month to 1",
        owner: "Rune",
        service: "driver-app",
        stories: &["delivery-photo-lost"],
        importance: 3,
        weeks_ago: 14,
        stages: &[(Stage::Assessing, 80), (Stage::Ready, 45), (Stage::Exported, 20)],
        score: score(range(28.0, 40.0, 52.0), range(1.0, 2.0, 3.0), range(1.0, 1.5, 2.5)),
        risks: &[
            (RiskKind::Feasibility, 2, 3, "Phones run out of room"),
            (RiskKind::Usability, 2, 2, "Drivers don't see that a photo waits"),
        ],
        ..PLAIN
    },
    Plan {
        title: "Temperature records without gaps",
        statement: "Records of chilled loads miss hours. Inspectors refuse them, goods are thrown away, customers speak of leaving.",
        hypothesis: "If missing readings are fetched again from the trailer, nearly every record is complete.",
        expected: "95 of 100 chilled loads with a complete record; no chilled customer lost for it",
        owner: "Rune",
        service: "tracking",
        stories: &["temperature-gaps"],
        importance: 3,
        weeks_ago: 11,
        stages: &[(Stage::Assessing, 55)],
        score: score(range(14.0, 20.0, 24.0), range(2.0, 3.0, 3.0), range(2.0, 4.0, 7.0)),
        ..PLAIN
    },
    Plan {
        title: "Month-end reports ready in the morning",
        statement: "On the first days of a month the cost report doesn't finish, when everybody needs it.",
        hypothesis: "If the report is made overnight on the replica, nobody waits.",
        expected: "All month-end reports ready by 06:00",
        owner: "Emeka",
        service: "reporting",
        stories: &["month-end-report-slow"],
        problems: &["Replica falls behind at month-end"],
        weeks_ago: 9,
        stages: &[(Stage::Assessing, 40)],
        score: score(range(24.0, 33.0, 45.0), range(1.0, 1.0, 2.0), range(1.0, 2.0, 2.5)),
        risks: &[(RiskKind::Operational, 2, 4, "The replica is behind when the night job begins")],
        ..PLAIN
    },
    Plan {
        title: "Webhooks to catch up from",
        statement: "Events are lost or come twice, so partners' systems drift from ours.",
        hypothesis: "If every event has a lasting id and can be listed again, partners heal by themselves.",
        expected: "No partner fetches everything at night",
        owner: "Dilan",
        service: "partner-api",
        stories: &["webhooks-lost", "request-limit"],
        weeks_ago: 8,
        stages: &[],
        score: score(range(8.0, 12.0, 18.0), range(1.0, 2.0, 3.0), range(2.0, 3.0, 6.0)),
        ..PLAIN
    },
    Plan {
        title: "Tell people only what they want to hear about",
        statement: "The portal sends a mail for every scan, so real delays are overlooked.",
        stories: &["too-many-mails"],
        owner: "Marta",
        service: "notifications",
        importance: 1,
        weeks_ago: 6,
        ..PLAIN
    },
    Plan {
        title: "Stay signed in while working",
        statement: "For some weeks people have been signed out in the middle of a booking and lose what they typed.",
        hypothesis: "If the session lasts while somebody works and drafts are kept, nobody notices it.",
        expected: "Sign-ins a person and day back to 1",
        owner: "Dilan",
        service: "identity",
        stories: &["signed-out-midway"],
        importance: 2,
        weeks_ago: 3,
        stages: &[],
        score: score(range(30.0, 60.0, 90.0), range(0.5, 1.0, 2.0), range(0.3, 0.5, 1.0)),
        ..PLAIN
    },
];
