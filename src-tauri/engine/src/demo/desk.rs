//! The service desk's view: letters become numbered tickets and feedback, and what belongs together is noted.

use std::collections::BTreeMap;

use super::company::{Account, Language};
use super::dice::Dice;
use super::incidents::Incident;
use super::letters::{self, EARLIER, Letter};
use super::stories::stories;
use super::truths::{Duplicates, Sameness, Theme};
use crate::model::{Kind, Record, Severity, Status, Time};

/// A year of the desk, with what is known about it.
pub struct Desk {
    pub tickets: Vec<Record>,
    pub feedback: Vec<Record>,
    pub duplicates: Vec<Duplicates>,
    pub themes: BTreeMap<String, Theme>,
    pub fallout: BTreeMap<String, Vec<String>>,
}

pub fn open(dice: &Dice, accounts: &[Account], incidents: &[Incident], now: Time) -> Desk {
    let mut letters: Vec<(Option<&str>, Letter)> =
        letters::letters(&mut dice.part("letters"), accounts, now).into_iter().map(|letter| (None, letter)).collect();
    let mut outages = dice.part("outages");
    for incident in incidents {
        let many = match incident.severity {
            Severity::Critical => outages.between(5, 11),
            Severity::High => outages.between(1, 5),
            _ => 0,
        };
        let service = super::company::SERVICES.get(incident.service).map_or("", |(name, _)| *name);
        let written = letters::during_outage(&mut outages, accounts, service, incident.at, many, now);
        letters.extend(written.into_iter().map(|letter| (Some(incident.id.as_str()), letter)));
    }
    letters.sort_by_key(|(_, letter)| (letter.at, letter.account, letter.writer));
    number(&mut dice.part("desk"), accounts, letters, now)
}

fn number(dice: &mut Dice, accounts: &[Account], letters: Vec<(Option<&str>, Letter)>, now: Time) -> Desk {
    let (mut tickets, mut feedback) = (Vec::new(), Vec::new());
    let mut themes: BTreeMap<String, Theme> = stories()
        .map(|story| (story.id.to_owned(), Theme { about: story.about.to_owned(), signals: Vec::new() }))
        .collect();
    let mut fallout: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut groups: BTreeMap<u32, (Sameness, Vec<String>)> = BTreeMap::new();
    for (incident, mut letter) in letters {
        let id = match letter.kind {
            Kind::Feedback => format!("FB-{}", 3001 + feedback.len()),
            _ => format!("SD-{}", 10_001 + tickets.len()),
        };
        if let Some((group, how)) = letter.group {
            let (_, members) = groups.entry(group).or_insert((how, Vec::new()));
            let first = members.first().unwrap_or(&id);
            letter.body = letter.body.replace(EARLIER, first);
            members.push(id.clone());
        }
        match incident {
            Some(incident) => fallout.entry(incident.to_owned()).or_default().push(id.clone()),
            None => {
                if let Some(theme) = themes.get_mut(letter.story) {
                    theme.signals.push(id.clone());
                }
            }
        }
        let Some(account) = accounts.get(letter.account) else { continue };
        let pile = if letter.kind == Kind::Feedback { &mut feedback } else { &mut tickets };
        pile.push(filed(dice, id, letter, account, now));
    }
    let duplicates = groups.into_values().map(|(how, tickets)| Duplicates { how, tickets }).collect();
    Desk { tickets, feedback, duplicates, themes, fallout }
}

/// The record the desk made of a letter.
fn filed(dice: &mut Dice, id: String, letter: Letter, account: &Account, now: Time) -> Record {
    let language = match account.language {
        Language::English => "en",
        Language::German => "de",
        Language::French => "fr",
    };
    let ticket = letter.kind == Kind::Ticket;
    let mut facts =
        super::facts(&[("plan", account.customer.plan.as_deref().unwrap_or("")), ("customer_language", language)]);
    if ticket {
        // Notes of telephone calls have no greeting.
        let channels: &[&str] =
            if letter.body.contains('\n') { &["mail", "portal"] } else { &["mail", "portal", "telephone"] };
        facts.insert("channel".into(), dice.word(channels).into());
    } else {
        facts.insert("score".into(), format!("{} of 10", score(dice, letter.story)));
        facts.insert("page".into(), letter.service.into());
    }
    let answered = letter.at.plus(dice.tail(40, 30_000) * Time::MINUTE + dice.between(0, 59) * Time::SECOND);
    let still_open = !ticket || answered >= now || dice.chance(3);
    let end = (!still_open).then_some(answered);
    let mut record =
        super::record(&id, letter.kind, (letter.title, letter.body), (letter.at, end), letter.service, facts);
    if !still_open && dice.chance(70) {
        record.status = Status::Closed;
    }
    if !ticket {
        record.status = Status::Closed;
    }
    record.severity = if ticket { urgency(dice, letter.story) } else { None };
    record.customer = Some(account.customer.clone());
    record.reporter = account.people.get(letter.writer).map(|writer| writer.person.clone());
    record
}

fn urgency(dice: &mut Dice, story: &str) -> Option<Severity> {
    let weights = match story {
        "outage" => [20, 60, 20, 0],
        "temperature-gaps" | "customs-papers" | "large-booking-hangs" => [3, 32, 55, 10],
        "account-housekeeping" | "how-do-i" | "not-for-us" => [0, 1, 24, 75],
        _ => [1, 12, 60, 27],
    };
    let severity = Severity::from_code(u8::try_from(dice.weighted(&weights)).unwrap_or(2));
    // Some desks leave the field empty.
    if dice.chance(12) { None } else { severity }
}

fn score(dice: &mut Dice, story: &str) -> i64 {
    if story == "kind-words" { dice.between(7, 10) } else { dice.bell(1, 8) }
}
