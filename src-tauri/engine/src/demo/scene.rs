//! The facts of one occurrence, and how they are said in each language.

use chrono::{Datelike, Duration, NaiveDate};

use super::company::{Account, Language};
use super::dice::Dice;
use super::names;
use crate::model::Time;

/// The facts of one occurrence. Everybody who writes about it names the same ones.
pub struct Scene {
    english: Vec<(&'static str, String)>,
    /// The same facts in the customer's language.
    own: Vec<(&'static str, String)>,
}

const DAYS: [[&str; 5]; 3] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"],
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi"],
];

const MONTHS: [[&str; 12]; 3] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
];

impl Scene {
    /// Draws the facts of something that `account` notices at `at`.
    pub fn draw(dice: &mut Dice, account: &Account, at: Time) -> Self {
        let today = at.utc().map(|t| t.date_naive()).unwrap_or_default();
        let (from, mut to) = (dice.word(&names::TOWNS), dice.word(&names::TOWNS));
        while to == from {
            to = dice.word(&names::TOWNS);
        }
        let days = [-dice.between(1, 4), -dice.between(3, 20), dice.between(3, 30)].map(|n| today + Duration::days(n));
        let euros = dice.tail(9, 460) * 10 + dice.between(0, 9);
        let country = dice.pick(&names::COUNTRIES).copied().unwrap_or_default();
        let plain = vec![
            ("{ref}", format!("PW-{}", dice.between(31_000, 98_999))),
            ("{invoice}", format!("R-{}-{:05}", today.year(), dice.between(800, 61_000))),
            ("{lines}", dice.between(120, 480).to_string()),
            ("{few}", dice.between(3, 9).to_string()),
            ("{min}", dice.between(3, 45).to_string()),
            ("{hours}", dice.between(2, 9).to_string()),
            ("{pct}", dice.between(7, 93).to_string()),
            ("{most}", dice.between(62, 95).to_string()),
            ("{rate}", dice.between(6, 24).to_string()),
            ("{carrier}", dice.word(&names::CARRIERS).to_owned()),
            ("{site}", from.to_owned()),
            ("{time}", format!("{:02}:{:02}", dice.between(6, 16), dice.between(0, 11) * 5)),
            ("{mate}", names::mate(dice).to_owned()),
            ("{browser}", dice.word(&names::BROWSERS).to_owned()),
        ];
        let spoken = |language: Language| {
            let mut facts = plain.clone();
            facts.push(("{lane}", lane(from, to, language)));
            facts.push(("{country}", if language == Language::German { country.1 } else { country.0 }.to_owned()));
            facts.push(("{day}", weekday(days[0], language).to_owned()));
            facts.push(("{date}", date(days[1], language)));
            facts.push(("{soon}", date(days[2], language)));
            facts.push(("{money}", money(euros, language)));
            facts
        };
        Scene { english: spoken(Language::English), own: spoken(account.language) }
    }

    /// Puts the facts in the place of the words in braces of an English text.
    pub fn fill(&self, text: &str) -> String {
        filled(text, &self.english)
    }

    /// Likewise for a text in the customer's language.
    pub fn fill_own(&self, text: &str) -> String {
        filled(text, &self.own)
    }
}

fn filled(text: &str, facts: &[(&'static str, String)]) -> String {
    let mut filled = text.to_owned();
    for (slot, value) in facts {
        if filled.contains(slot) {
            filled = filled.replace(slot, value);
        }
    }
    filled
}

fn lane(from: &str, to: &str, language: Language) -> String {
    match language {
        Language::English => format!("{from} to {to}"),
        Language::German => format!("{from}–{to}"),
        Language::French => format!("{from} – {to}"),
    }
}

fn weekday(day: NaiveDate, language: Language) -> &'static str {
    let position = day.weekday().num_days_from_monday().min(4) as usize;
    DAYS.get(language as usize).and_then(|days| days.get(position)).copied().unwrap_or_default()
}

fn date(day: NaiveDate, language: Language) -> String {
    let month =
        MONTHS.get(language as usize).and_then(|months| months.get(day.month0() as usize)).copied().unwrap_or_default();
    match language {
        Language::German => format!("{}. {month}", day.day()),
        _ => format!("{} {month}", day.day()),
    }
}

fn money(euros: i64, language: Language) -> String {
    let digits = euros.to_string();
    let (thousands, rest) = digits.split_at(digits.len().saturating_sub(3));
    match (language, thousands.is_empty()) {
        (Language::English, true) => format!("€{rest}"),
        (Language::English, false) => format!("€{thousands},{rest}"),
        (_, true) => format!("{rest} €"),
        (Language::German, false) => format!("{thousands}.{rest} €"),
        (Language::French, false) => format!("{thousands} {rest} €"),
    }
}
