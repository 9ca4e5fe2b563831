//! Who writes what and when: every ticket and piece of feedback of the year, with the duplicates among them.

use std::collections::HashSet;

use chrono::Datelike;

use super::company::{Account, Plan, Writer};
use super::dice::Dice;
use super::scene::Scene;
use super::stories::{Course, Story, Tellers, stories};
use super::truths::Sameness;
use super::wording::{self, Text};
use crate::model::{Kind, Time};

/// One written message, before it gets its number.
pub struct Letter {
    /// Id of the story, or `outage` for what came in during an incident.
    pub story: &'static str,
    pub service: &'static str,
    pub kind: Kind,
    /// Positions in the list of accounts and in that account's people.
    pub account: usize,
    pub writer: usize,
    pub at: Time,
    pub title: String,
    pub body: String,
    /// Letters with the same number tell the same occurrence.
    pub group: Option<(u32, Sameness)>,
}

/// Stands in a body for the number of the group's first ticket, which isn't known while the body is written.
pub const EARLIER: &str = "{earlier}";

/// The year's letters without those that follow an outage, in no particular order.
pub fn letters(dice: &mut Dice, accounts: &[Account], now: Time) -> Vec<Letter> {
    let mut desk = Desk { accounts, now, letters: Vec::new(), seen: HashSet::new(), groups: 0 };
    for story in stories() {
        let mut dice = dice.part(story.id);
        for _ in 0..story.tickets {
            desk.ticket(&mut dice, story);
        }
        for _ in 0..story.feedback {
            desk.feedback(&mut dice, story);
        }
    }
    desk.letters
}

/// What people write while `service` is down from `start`, `many` of them within four hours.
pub fn during_outage(
    dice: &mut Dice,
    accounts: &[Account],
    service: &'static str,
    start: Time,
    many: i64,
    now: Time,
) -> Vec<Letter> {
    (0..many)
        .filter_map(|_| {
            let account = dice.below(accounts.len());
            let of = accounts.get(account)?;
            let writer = dice.below(of.people.len());
            let at = start.plus(dice.tail(6, 240) * Time::MINUTE + dice.between(0, 59) * Time::SECOND);
            let scene = Scene::draw(dice, of, at);
            let Text { title, body } = wording::alarm(dice, service, &scene, of.people.get(writer)?);
            let (story, kind) = ("outage", Kind::Ticket);
            (at < now).then_some(Letter { story, service, kind, account, writer, at, title, body, group: None })
        })
        .collect()
}

struct Desk<'a> {
    accounts: &'a [Account],
    now: Time,
    letters: Vec<Letter>,
    /// Bodies written so far: two people don't choose the same words.
    seen: HashSet<String>,
    groups: u32,
}

impl Desk<'_> {
    fn ticket(&mut self, dice: &mut Dice, story: &'static Story) {
        let (account, writer) = teller(dice, self.accounts, story.tellers);
        let Some((of, person)) = person(self.accounts, account, writer) else { return };
        let at = moment(dice, story.course, self.now);
        let scene = Scene::draw(dice, of, at);
        let Text { title, body } = fresh(&mut self.seen, || wording::ticket(dice, story, &scene, of, person));
        self.letters.push(Letter {
            story: story.id,
            service: story.service,
            kind: Kind::Ticket,
            account,
            writer,
            at,
            title,
            body,
            group: None,
        });
        if story.service != "notifications" && !story.details.is_empty() {
            self.perhaps_again(dice, story, &scene);
        }
    }

    /// Now and then the newest letter isn't the only one about its occurrence.
    fn perhaps_again(&mut self, dice: &mut Dice, story: &'static Story, scene: &Scene) {
        let Some(first) = self.letters.last() else { return };
        let (account, writer, at) = (first.account, first.writer, first.at);
        let (title, body) = (first.title.clone(), first.body.clone());
        let Some(of) = self.accounts.get(account) else { return };
        let throw = dice.below(1000);
        let (sameness, at, writer, text) = if throw < 26 {
            let later = at.plus(dice.between(26, 140) * Time::HOUR + dice.between(1, 3500) * Time::SECOND);
            let lead = dice.word(&[
                "I wrote about this in {earlier} and have not heard anything.",
                "This is about the same trouble as {earlier}.",
                "Any news on {earlier}? It is still the same:",
                "Since nobody answered {earlier} I try again.",
            ]);
            let Some(person) = of.people.get(writer) else { return };
            let text = fresh(&mut self.seen, || wording::retelling(dice, story, scene, of, person, lead));
            (Sameness::SamePersonAgain, later, writer, text)
        } else if throw < 58 && of.people.len() > 1 {
            let other = (writer + 1 + dice.below(of.people.len() - 1)) % of.people.len();
            let Some(person) = of.people.get(other) else { return };
            let soon = at.plus(dice.between(12, 300) * Time::MINUTE + dice.between(0, 59) * Time::SECOND);
            let text = fresh(&mut self.seen, || wording::retelling(dice, story, scene, of, person, ""));
            (Sameness::Colleagues, soon, other, text)
        } else if throw < 70 {
            (Sameness::SentTwice, at.plus(dice.between(20, 200) * Time::SECOND), writer, Text { title, body })
        } else {
            return;
        };
        if at >= self.now {
            return;
        }
        self.groups += 1;
        let group = Some((self.groups, sameness));
        if let Some(first) = self.letters.last_mut() {
            first.group = group;
        }
        let (service, kind) = (story.service, Kind::Ticket);
        let Text { title, body } = text;
        self.letters.push(Letter { story: story.id, service, kind, account, writer, at, title, body, group });
    }

    fn feedback(&mut self, dice: &mut Dice, story: &'static Story) {
        let (account, writer) = teller(dice, self.accounts, story.tellers);
        let Some((of, _)) = person(self.accounts, account, writer) else { return };
        let at = moment(dice, story.course, self.now);
        let scene = Scene::draw(dice, of, at);
        let Text { title, body } = fresh(&mut self.seen, || wording::opinion(dice, story, &scene));
        let (service, kind) = (story.service, Kind::Feedback);
        self.letters.push(Letter { story: story.id, service, kind, account, writer, at, title, body, group: None });
    }
}

fn person(accounts: &[Account], account: usize, writer: usize) -> Option<(&Account, &Writer)> {
    let account = accounts.get(account)?;
    Some((account, account.people.get(writer)?))
}

/// Asks for a text until it is one that nobody has written yet; gives up after a few tries.
fn fresh(seen: &mut HashSet<String>, mut write: impl FnMut() -> Text) -> Text {
    let mut text = write();
    for _ in 0..12 {
        if !seen.contains(&text.body) {
            break;
        }
        text = write();
    }
    seen.insert(text.body.clone());
    text
}

/// A customer and one of its people. Large customers write more than small ones.
fn teller(dice: &mut Dice, accounts: &[Account], tellers: Tellers) -> (usize, usize) {
    let weights: Vec<u32> = accounts
        .iter()
        .map(|account| {
            let size = match account.plan {
                Plan::Enterprise => 9,
                Plan::Business => 4,
                Plan::Standard => 2,
            };
            let fits = match tellers {
                Tellers::Anybody => 4,
                Tellers::ChilledGoods => {
                    if account.chilled {
                        60
                    } else {
                        1
                    }
                }
                Tellers::Large => {
                    if account.plan == Plan::Standard {
                        1
                    } else {
                        5
                    }
                }
            };
            size * fits
        })
        .collect();
    let account = dice.weighted(&weights);
    (account, dice.below(accounts.get(account).map_or(0, |a| a.people.len())))
}

/// When something of this course is written: mostly on working days, never ahead of now.
fn moment(dice: &mut Dice, course: Course, now: Time) -> Time {
    for _ in 0..60 {
        let day = now.plus(-days_ago(dice, course) * Time::DAY);
        let at = dice.office_moment(day);
        let Some(date) = at.utc() else { continue };
        let weekend = date.weekday().num_days_from_monday() >= 5;
        let turn_of_month = date.day() <= 4 || date.day() >= 28;
        if at >= now
            || at < now.plus(-364 * Time::DAY)
            || (weekend && !dice.chance(12))
            || (course == Course::MonthEnd && !turn_of_month && !dice.chance(8))
        {
            continue;
        }
        return at;
    }
    now.plus(-dice.between(1, 96) * Time::HOUR)
}

fn days_ago(dice: &mut Dice, course: Course) -> i64 {
    match course {
        Course::Steady | Course::MonthEnd => dice.between(0, 363),
        Course::RisingSince(day) if dice.chance(84) => dice.between(0, day).min(dice.between(0, day)),
        Course::RisingSince(day) => dice.between(day, 363),
        Course::Since(day) => dice.between(0, day),
        Course::FallingAfter(day) if dice.chance(90) => dice.between(day, 363),
        Course::FallingAfter(day) => dice.between(0, day),
        Course::Between(first, last) => dice.between(last, first),
    }
}
