//! How the invented company meets, improves and sees itself: what is planted beside what the agenda finds by itself.

use crate::api::types::{Decided, ForumKind, ImprovementForm, ImprovementSource, ImprovementStep, ImprovementVerdict};
use crate::api::types::{Minutes, MinutesAction};
use crate::model::Time;

/// A meeting that was held: days ago, and what it decided (title, what was known, way, text).
pub const MEETINGS: [(i64, &[[&str; 4]]); 2] = [
    (
        14,
        &[
            [
                "Bookings time out at the month's end",
                "Third time this quarter, support spends a day on it",
                "Make it an opportunity",
                "Product looks for the cheapest way before December.",
            ],
            ["OPP-4 before OPP-7?", "Both near the top", "OPP-4 first", "More people wait for it."],
        ],
    ),
    (
        7,
        &[[
            "High incidents miss their target",
            "Fewer than two in three within 4 h",
            "Make it an improvement",
            "One named on-call for identity, tried until the end of the year.",
        ]],
    ),
];

/// An action: text, owner, due in days (negative: ago), done so many days ago.
pub const ACTIONS: [(&str, &str, i64, Option<i64>); 3] = [
    ("Name one on-call for identity", "Development", -2, None),
    ("Alert at 2 % failed sign-ins", "Operations", -3, Some(5)),
    ("Tell the carriers about the label fix", "Support", 2, Some(3)),
];

/// What a person put on the coming agenda: title, to decide, who brings it.
pub const OWN_ITEM: [&str; 3] = ["Freeze before the holidays", "From when to when", "Product"];

/// A flag that was raised and lifted: service, why, raised and lifted so many days ago, and why lifted.
pub const FLAG: (&str, &str, i64, i64, &str) =
    ("billing", "Credit notes were booked twice", 20, 18, "The correction ran, and the books agree.");

/// An improvement: card, step, what became of it, made so many days ago.
pub type Planted = (ImprovementForm, ImprovementStep, Option<ImprovementVerdict>, i64);

pub fn improvements(now: Time) -> Vec<Planted> {
    use ImprovementStep::{Act, Check, Do, Plan};
    let card = |[title, goal, seen, owner]: [&str; 4], check: i64| ImprovementForm {
        title: title.to_owned(),
        hypothesis: format!("If we do this, then: {}", goal.to_lowercase()),
        goal: goal.to_owned(),
        seen: seen.to_owned(),
        owner: owner.to_owned(),
        check_at: Some(now.plus(check * Time::DAY)),
        source: ImprovementSource::None,
    };
    vec![
        (card(["One named on-call for identity", "Restore median under 2 h", "", "Development"], 9), Plan, None, 7),
        (
            card(["Tell people within 7 days", "Median from 19 to 7 days", "12 days, n = 31", "Support"], 16),
            Do,
            None,
            30,
        ),
        (
            card(
                ["Alert at 2 % failed sign-ins", "Found before people write in", "2 of 3 times, too few", "Operations"],
                -1,
            ),
            Check,
            None,
            45,
        ),
        (
            card(["Staged rollouts for identity", "Fail rate from 12 to 5 %", "6 %, n = 51", "Development"], -20),
            Act,
            Some(ImprovementVerdict::Kept),
            120,
        ),
        (
            card(["Weekly log review", "One find a week", "2 in 8 weeks", "Operations"], -12),
            Act,
            Some(ImprovementVerdict::Dropped),
            90,
        ),
    ]
}

/// A round of questions: opened so many days ago, and each person's answers.
pub const ROUNDS: [(i64, &[[u8; 9]]); 2] = [
    (
        100,
        &[
            [3, 3, 2, 2, 3, 2, 3, 3, 2],
            [3, 4, 2, 2, 2, 3, 3, 3, 2],
            [2, 3, 1, 3, 3, 2, 2, 4, 1],
            [4, 3, 2, 2, 3, 3, 3, 3, 2],
            [3, 3, 2, 1, 2, 2, 3, 4, 2],
            [3, 4, 1, 2, 3, 3, 2, 3, 2],
            [3, 3, 2, 2, 3, 2, 3, 3, 1],
        ],
    ),
    (
        10,
        &[
            [3, 1, 3, 3, 3, 3, 3, 4, 3],
            [3, 4, 3, 4, 3, 3, 4, 3, 3],
            [4, 2, 2, 3, 3, 3, 3, 4, 3],
            [3, 1, 3, 4, 4, 3, 3, 3, 2],
            [3, 4, 3, 3, 3, 4, 4, 4, 3],
            [4, 1, 2, 4, 3, 3, 3, 3, 3],
            [3, 2, 3, 3, 4, 3, 3, 4, 4],
            [3, 4, 3, 4, 3, 3, 4, 4, 3],
            [3, 2, 3, 3, 3, 4, 3, 3, 3],
        ],
    ),
];

/// The minutes of a meeting.
pub fn minutes(workspace: &str, from: Time, decisions: &[[&str; 4]]) -> Minutes {
    let to = from.plus(41 * Time::MINUTE);
    let decided = |[title, know, way, text]: &[&str; 4]| Decided {
        kind: ForumKind::Own,
        title: (*title).to_owned(),
        know: (*know).to_owned(),
        because: "Added".to_owned(),
        brings: "Product".to_owned(),
        minutes: 8,
        way: (*way).to_owned(),
        text: (*text).to_owned(),
        at: from.plus(20 * Time::MINUTE),
    };
    let action = |(text, owner, ..): &(&str, &str, i64, Option<i64>)| MinutesAction {
        uid: String::new(),
        text: (*text).to_owned(),
        owner: (*owner).to_owned(),
        due: None,
        done: false,
    };
    Minutes {
        workspace: workspace.to_owned(),
        from,
        to,
        items: decisions.iter().map(decided).collect(),
        actions: ACTIONS.iter().map(action).collect(),
        not_reached: Vec::new(),
        notes: String::new(),
    }
}
