//! The invented company and its customers: Pellworth, a portal where shippers book, track and pay for freight.
//! Every name is made up and every address ends in `.example`, which nobody can own.

use chrono::{Duration, NaiveDate};

use super::dice::Dice;
use super::names;
use super::truths::AtRisk;
use crate::model::{Customer, Person, Time};

pub const COMPANY: &str = "Pellworth";

/// The places the records come from: connection name, address, and the project it reads.
pub const SOURCES: [(&str, &str, &str); 4] = [
    ("Service desk", "https://desk.pellworth.example", "support"),
    ("Feedback form", "https://feedback.pellworth.example", "portal"),
    ("Alerts", "https://alerts.pellworth.example", "production"),
    ("Deployments", "https://deploy.pellworth.example", "delivery"),
];

/// The services, with how often each is deployed: one deployment about every so many days.
pub const SERVICES: [(&str, i64); 10] = [
    ("booking", 4),
    ("rates", 5),
    ("documents", 6),
    ("tracking", 4),
    ("driver-app", 9),
    ("billing", 6),
    ("identity", 9),
    ("notifications", 8),
    ("partner-api", 7),
    ("reporting", 7),
];

/// The value streams, with the services that belong to each.
pub const PRODUCTS: [(&str, &[&str]); 3] = [
    ("Shipping", &["booking", "rates", "documents", "tracking", "driver-app"]),
    ("Payments", &["billing"]),
    ("Platform", &["identity", "notifications", "partner-api", "reporting"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    Enterprise,
    Business,
    Standard,
}

/// A customer and the people there who write to us.
pub struct Account {
    pub customer: Customer,
    pub plan: Plan,
    /// Ships chilled or frozen goods.
    pub chilled: bool,
    /// Paying less attention and renewing soon: one of the customers the demo expects to leave.
    pub at_risk: bool,
    pub people: Vec<Writer>,
    /// German, French or English.
    pub language: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    German,
    French,
}

/// A person with a way of writing.
pub struct Writer {
    pub person: Person,
    pub role: &'static str,
    pub manner: Manner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// One or two sentences, no greeting.
    Brief,
    /// Greeting, a few sentences, name.
    Plain,
    /// Paragraphs, a list of steps, signature with a telephone number.
    Thorough,
    /// Small letters from a phone.
    Phone,
}

const ROLES: [&str; 12] = [
    "Transport planner",
    "Warehouse lead",
    "Accounts payable",
    "Shipping clerk",
    "Head of logistics",
    "Dispatcher",
    "Customer care",
    "IT administrator",
    "Purchasing",
    "Export clerk",
    "Quality manager",
    "Managing director",
];

/// How many customers the company has.
pub const CUSTOMERS: usize = 120;

/// The customers, in the order in which they signed.
pub fn accounts(dice: &mut Dice, now: Time) -> Vec<Account> {
    let today = now.utc().map(|t| t.date_naive()).unwrap_or_default();
    (0..CUSTOMERS).map(|position| account(dice, position, today)).collect()
}

fn account(dice: &mut Dice, position: usize, today: NaiveDate) -> Account {
    let (name, chilled) = names::company(position);
    let domain = format!("{}.example", name.to_lowercase().replace(' ', "-"));
    let plan = match position % 20 {
        0..=2 => Plan::Enterprise,
        3..=9 => Plan::Business,
        _ => Plan::Standard,
    };
    let language = match dice.below(10) {
        0 | 1 => Language::German,
        2 => Language::French,
        _ => Language::English,
    };
    let at_risk = chilled && plan != Plan::Enterprise;
    let renews_in = if at_risk { dice.between(18, 110) } else { dice.between(12, 364) };
    let people = people(dice, plan, &domain, position);
    let customer = Customer {
        name,
        domain: Some(domain),
        revenue: revenue(dice, plan),
        plan: Some(format!("{plan:?}")),
        renews_on: today.checked_add_signed(Duration::days(renews_in)),
        number: None,
    };
    Account { customer, plan, chilled, at_risk, people, language }
}

/// Whole euros a year; for a few customers nobody knows.
fn revenue(dice: &mut Dice, plan: Plan) -> Option<i64> {
    let hundreds = match plan {
        Plan::Enterprise => 900 + dice.tail(0, 2_600),
        Plan::Business => 220 + dice.tail(0, 620),
        Plan::Standard => 24 + dice.tail(0, 180),
    };
    (!dice.chance(4)).then_some(hundreds * 100)
}

fn people(dice: &mut Dice, plan: Plan, domain: &str, position: usize) -> Vec<Writer> {
    let many = match plan {
        Plan::Enterprise => dice.between(5, 8),
        Plan::Business => dice.between(3, 5),
        Plan::Standard => dice.between(2, 3),
    };
    let mut people: Vec<Writer> = Vec::new();
    for _ in 0..many {
        let (given, family) = names::person(dice);
        let name = format!("{given} {family}");
        if people.iter().any(|writer| writer.person.name == name) {
            continue;
        }
        let local = if position.is_multiple_of(3) {
            format!("{}.{family}", first_letter(given))
        } else {
            format!("{given}.{family}")
        };
        let manner = match dice.weighted(&[25, 40, 20, 15]) {
            0 => Manner::Brief,
            1 => Manner::Plain,
            2 => Manner::Thorough,
            _ => Manner::Phone,
        };
        people.push(Writer {
            person: Person { name, email: Some(format!("{}@{domain}", names::plain_letters(&local))) },
            role: dice.word(&ROLES),
            manner,
        });
    }
    people
}

fn first_letter(name: &str) -> String {
    name.chars().take(1).collect()
}

/// The customers the demo expects to leave, and why.
pub fn at_risk(accounts: &[Account]) -> AtRisk {
    AtRisk {
        why:
            "Small and middle-sized shippers of chilled goods: their temperature records have gaps, inspectors refuse \
              them, and their contracts end within four months."
                .to_owned(),
        customers: accounts.iter().filter(|a| a.at_risk).map(|a| a.customer.name.clone()).collect(),
        story: "temperature-gaps".to_owned(),
    }
}
