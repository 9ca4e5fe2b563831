//! Invented records in any number, the same for the same seed: words as unevenly used as in real text
//! (Zipf), a few services, thousands of customers and people.

use engine::model::{Customer, Kind, Person, Record, Severity, Status, Time};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const WORDS: usize = 30_000;
const SERVICES: u32 = 40;
const CUSTOMERS: u32 = 5_000;
/// 2026-11-21T00:00:00Z
pub const NOW: Time = Time(1_795_219_200_000);

pub struct Corpus {
    random: ChaCha8Rng,
    words: Vec<String>,
}

impl Corpus {
    pub fn new(seed: u64) -> Self {
        // The vocabulary is the same for every seed.
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let words = (0..WORDS).map(|_| word(&mut random)).collect();
        Corpus { random: ChaCha8Rng::seed_from_u64(seed), words }
    }

    /// Records number `from` to `from + count`.
    pub fn page(&mut self, from: u32, count: u32) -> Vec<Record> {
        (from..from + count).map(|number| self.record(number)).collect()
    }

    /// A word as a person would search for it: common ones more often, now and then only its beginning.
    pub fn searched(&mut self) -> String {
        let word = self.word().to_owned();
        let letters = if self.random.random_bool(0.5) { word.len() } else { self.random.random_range(1..=5) };
        word.chars().take(letters).collect()
    }

    /// The word that comes at that place when the most common one comes first.
    pub fn word_at(&self, rank: usize) -> &str {
        &self.words[rank % WORDS]
    }

    /// One of the rare words that belong to a subject.
    pub fn word_of(&self, subject: usize, which: usize) -> String {
        self.words[WORDS - 1 - (subject * 9 + which) % (WORDS / 2)].clone()
    }

    fn record(&mut self, number: u32) -> Record {
        let minutes_ago = self.random.random_range(0..3 * 365 * 24 * 60_i64);
        let happened_at = NOW.plus(-minutes_ago * Time::MINUTE);
        let customer = self.random.random_range(0..CUSTOMERS);
        let titled = self.random.random_range(4..9);
        let told = self.random.random_range(20..60);
        Record {
            external_id: format!("T-{number}"),
            kind: self.one_of(Kind::ALL),
            title: self.text(titled),
            body: self.text(told),
            url: Some(format!("https://desk.example.com/tickets/{number}")),
            severity: self.random.random_bool(0.6).then(|| self.one_of(Severity::ALL)),
            status: self.one_of(Status::ALL),
            happened_at,
            updated_at: happened_at,
            resolved_at: None,
            service: Some(format!("service-{}", self.random.random_range(0..SERVICES))),
            customer: Some(Customer {
                name: format!("Customer {customer}"),
                revenue: Some(i64::from(customer % 500) * 1_000),
                ..Customer::default()
            }),
            reporter: Some(Person {
                name: format!("Person {customer}"),
                email: Some(format!("person-{}@example.com", customer * 3 + number % 3)),
            }),
            facts: [("version".to_owned(), format!("7.{}.0", number % 50))].into(),
            raw: format!("{{\"id\":{number},\"minutes\":{minutes_ago}}}"),
        }
    }

    fn text(&mut self, words: usize) -> String {
        let picked: Vec<usize> = (0..words).map(|_| self.pick()).collect();
        picked.into_iter().map(|at| self.words[at].as_str()).collect::<Vec<_>>().join(" ")
    }

    fn word(&mut self) -> &str {
        let at = self.pick();
        &self.words[at]
    }

    /// Zipf with exponent 1 by inversion: rank r is drawn with a chance near 1 ÷ r.
    fn pick(&mut self) -> usize {
        let drawn: f64 = self.random.random();
        ((WORDS as f64).powf(drawn) as usize - 1).min(WORDS - 1)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.random.random_range(0..all.len())]
    }
}

/// Two to four syllables.
fn word(random: &mut ChaCha8Rng) -> String {
    let letter = |random: &mut ChaCha8Rng, of: &str| of.as_bytes()[random.random_range(0..of.len())] as char;
    (0..random.random_range(2..5))
        .flat_map(|_| [letter(random, "bcdfghklmnprstvw"), letter(random, "aeiou"), letter(random, "aeilnrst")])
        .collect()
}
