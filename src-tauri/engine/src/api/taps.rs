//! Reading a source through a program on this laptop: find it, ask what streams it has, let it read, and store what
//! it prints page by page, each page with the state that follows it.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;

use super::Engine;
use super::check::{failed, passed, preview};
use super::pull::{Course, Pull};
use super::types::{CheckReport, StagedFile};
use crate::child::{self, Ended, Papers, Process};
use crate::connectors::tap::{Catalog, Choice, Gathered, Line, Place, Tap, Word};
use crate::connectors::{self, Account, Cursor, Stream};
use crate::error::{Problem, ProblemKind, Result};
use crate::model::{Kind, Time};
use crate::store::connections;

/// What all streams of a program are to a connection: one course with one cursor.
const RECORDS: Stream = Stream { name: "tap", kind: Kind::Ticket, label: "records", page_size: 0 };

/// Records of one page, unless none was stored for a while.
const PAGE: usize = 1_000;
/// Bytes of one page, so that long records don't pile up.
const PAGE_BYTES: usize = 16 << 20;
const PAGE_AGE: i64 = 2 * Time::SECOND;

/// A program that says nothing for so long while it reads has lost its way.
const READING: Duration = Duration::from_secs(600);
/// The same while a person looks on.
const LOOKING: Duration = Duration::from_secs(90);
/// From the last line to the end.
const ENDING: Duration = Duration::from_secs(30);

/// Records shown to match their fields by.
const SAMPLE: usize = 50;
/// Characters of what a program prints about its streams.
const LONGEST_CATALOG: usize = 64 << 20;

/// A program with what it needs to run.
pub(super) struct Setup<'a> {
    tap: &'static dyn Tap,
    choice: Choice,
    program: PathBuf,
    papers: Papers,
    secret: SecretString,
    patience: Duration,
    cancel: &'a CancellationToken,
}

impl Engine {
    pub(super) fn set_up<'a>(
        &self,
        account: &Account,
        secret: Option<SecretString>,
        patience: Duration,
        cancel: &'a CancellationToken,
    ) -> Result<Setup<'a>> {
        let (tap, choice) = connectors::tap(account)?;
        let program = child::find(&self.folder().join("taps"), tap.prefixes(), &choice.program)?;
        let secret = secret.unwrap_or_else(|| SecretString::from("{}"));
        let is_object =
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(secret.expose_secret()).is_ok();
        if !is_object {
            return Err(Problem::bad_input("The configuration is no JSON object.")
                .kept("Nothing was run.")
                .todo("Write it between { and }, as the description of the program shows it."));
        }
        let papers = Papers::new(&self.folder().join("runs"), &self.new_uid())?;
        papers.write(Word::Config, secret.expose_secret())?;
        Ok(Setup { tap, choice, program, papers, secret, patience, cancel })
    }

    pub(super) async fn check_tap(&self, account: &Account, secret: Option<SecretString>) -> Result<CheckReport> {
        let never = CancellationToken::new();
        let mut report = CheckReport { steps: Vec::new(), ok: false, first_row: None, projects: Vec::new() };
        match self.set_up(account, secret, LOOKING, &never) {
            Ok(setup) => {
                report.steps.push(passed("Program found", format!("{} is on this laptop.", setup.choice.program)));
                self.try_out(&setup, &mut report).await;
            }
            Err(problem) => report.steps.push(failed("Program found", &problem)),
        }
        report.ok = report.steps.iter().all(|step| step.ok);
        Ok(report)
    }

    /// Can it sign in, which streams has it, and what does a record look like?
    async fn try_out(&self, setup: &Setup<'_>, report: &mut CheckReport) {
        if setup.tap.check().is_some() {
            match setup.check().await {
                Ok(()) => report.steps.push(passed("Configuration works", "The source could be reached.".to_owned())),
                Err(problem) => return report.steps.push(failed("Configuration works", &problem)),
            }
        }
        let catalog = match setup.catalog().await {
            Ok(catalog) => catalog,
            Err(problem) => return report.steps.push(failed("Streams found", &problem)),
        };
        report.steps.push(passed("Streams found", format!("Reads {}.", catalog.streams.join(", "))));
        let read = match setup.first_records(&catalog, 1).await {
            Ok(mut gathered) => gathered.page(false).map_err(|bad| setup.unusable(&bad.0)),
            Err(problem) => Err(problem),
        };
        match read {
            Ok(page) if page.records.is_empty() && !page.set_aside.is_empty() => {
                let reason = page.set_aside.first().map(|row| row.reason.clone()).unwrap_or_default();
                report.steps.push(failed("Records can be read", &Problem::bad_input(reason)));
            }
            Ok(page) => {
                let found = if page.records.is_empty() { "No records there yet." } else { "There are records." };
                report.steps.push(passed("Records can be read", found.to_owned()));
                report.first_row = page.records.first().map(preview);
            }
            Err(problem) => report.steps.push(failed("Records can be read", &problem)),
        }
    }

    pub(super) async fn sample_tap(&self, account: &Account, secret: Option<SecretString>) -> Result<StagedFile> {
        let never = CancellationToken::new();
        let setup = self.set_up(account, secret, LOOKING, &never)?;
        let catalog = setup.catalog().await?;
        let sample = setup.first_records(&catalog, SAMPLE).await?.sample();
        self.stage_sample(sample)
    }
}

impl Setup<'_> {
    async fn check(&self) -> Result<()> {
        let mut process = self.start(self.tap.check().unwrap_or_default())?;
        let mut trouble = None;
        while let Some(line) = process.line(self.patience, self.cancel).await? {
            match self.tap.line(&line) {
                Line::Trouble(words) => trouble = Some(words),
                Line::Fine => trouble = None,
                _ => {}
            }
        }
        let ended = process.end(ENDING).await?;
        match trouble {
            Some(words) => Err(self.gave_up(&words)),
            None => self.judged(&ended),
        }
    }

    pub(super) async fn catalog(&self) -> Result<Catalog> {
        let mut process = self.start(self.tap.discover())?;
        let (mut printed, mut trouble) = (String::new(), None);
        while let Some(line) = process.line(self.patience, self.cancel).await? {
            if let Line::Trouble(words) = self.tap.line(&line) {
                trouble = Some(words);
            }
            if printed.len() + line.len() > LONGEST_CATALOG {
                return Err(self.unusable("its catalog is too long"));
            }
            printed.push_str(&line);
            printed.push('\n');
        }
        let ended = process.end(ENDING).await?;
        if let Some(words) = trouble {
            return Err(self.gave_up(&words));
        }
        self.judged(&ended)?;
        let catalog = self.tap.catalog(&printed, &self.choice.streams).map_err(|bad| self.unusable(&bad.0))?;
        if catalog.streams.is_empty() {
            return Err(Problem::bad_input(format!("{} has none of these streams.", self.choice.program))
                .todo("Leave the streams empty to read all, and see what the check finds."));
        }
        self.papers.write(Word::Catalog, &catalog.text)?;
        Ok(catalog)
    }

    /// Lets it read until there are `enough` records, then ends it.
    async fn first_records(&self, catalog: &Catalog, enough: usize) -> Result<Gathered<'_>> {
        let mapping = self.choice.mapping.clone();
        let mut gathered = Gathered::new(self.tap, catalog, mapping, &Cursor(None));
        let mut process = self.start(self.tap.read(false))?;
        while gathered.count() < enough {
            let Some(line) = process.line(self.patience, self.cancel).await? else {
                let ended = process.end(ENDING).await?;
                self.finished(&gathered, &ended)?;
                break;
            };
            gathered.take(&line);
        }
        Ok(gathered)
    }

    fn start(&self, words: &[Word]) -> Result<Process> {
        Process::start(&self.program, &self.papers, words)
    }

    fn finished(&self, gathered: &Gathered<'_>, ended: &Ended) -> Result<()> {
        match &gathered.trouble {
            Some(words) => Err(self.gave_up(words)),
            None => self.judged(ended),
        }
    }

    fn judged(&self, ended: &Ended) -> Result<()> {
        if ended.well { Ok(()) } else { Err(self.gave_up(&ended.last_words)) }
    }

    fn gave_up(&self, words: &str) -> Problem {
        let said = match self.censored(words).trim_end_matches('.') {
            "" => "it doesn't say why".to_owned(),
            words => format!("it says “{}”", words.chars().take(300).collect::<String>()),
        };
        Problem::new(ProblemKind::Unreachable, format!("{} gave up: {said}.", self.choice.program))
            .todo("Check the configuration; start the program in a terminal to see all it says.")
    }

    fn unusable(&self, words: &str) -> Problem {
        let words = self.censored(words);
        let words = words.trim_end_matches('.');
        Problem::new(ProblemKind::BadReply, format!("What {} prints can't be used: {words}.", self.choice.program))
            .todo("Check that it is such a program, and match its fields.")
    }

    /// Without any text of the configuration: passwords and keys are among them.
    fn censored(&self, words: &str) -> String {
        let config = serde_json::from_str(self.secret.expose_secret()).unwrap_or_default();
        let mut words = words.to_owned();
        let mut waiting: Vec<&serde_json::Value> = vec![&config];
        while let Some(value) = waiting.pop() {
            match value {
                serde_json::Value::String(text) if text.len() >= 4 => words = words.replace(text.as_str(), "…"),
                serde_json::Value::Array(values) => waiting.extend(values),
                serde_json::Value::Object(fields) => waiting.extend(fields.values()),
                _ => {}
            }
        }
        words
    }
}

impl Pull<'_> {
    /// Everything the program prints. What it printed before it broke off is kept, with the state it had reached.
    pub(super) async fn through_program(&mut self) -> Result<()> {
        let (engine, account) = (self.engine, self.connection.account());
        let secret = engine.kept_secret(self.connection).await?;
        let setup = engine.set_up(&account, secret, READING, &self.voice.run.stop)?;
        let catalog = setup.catalog().await?;
        let mut at = connections::cursor(engine.store.reader(), self.connection, RECORDS.name).await?;
        let state = Place::of(&at).state;
        if let Some(state) = &state {
            setup.papers.write(Word::State, &state.to_string())?;
        }
        let mut gathered = Gathered::new(setup.tap, &catalog, setup.choice.mapping.clone(), &at);
        let mut process = setup.start(setup.tap.read(state.is_some()))?;
        let mut course = Course::new(&RECORDS, engine.now());
        let mut stored = engine.now();
        let ended = loop {
            match process.line(setup.patience, setup.cancel).await {
                Ok(Some(line)) => gathered.take(&line),
                Ok(None) => break process.end(ENDING).await.and_then(|ended| setup.finished(&gathered, &ended)),
                Err(problem) => break Err(problem),
            }
            let aged = gathered.count() > 0 && engine.now().0 - stored.0 >= PAGE_AGE;
            if aged || gathered.count() >= PAGE || gathered.bytes() >= PAGE_BYTES {
                self.keep(&setup, &mut gathered, &mut at, &mut course).await?;
                stored = engine.now();
            }
        };
        self.keep(&setup, &mut gathered, &mut at, &mut course).await?;
        ended
    }

    async fn keep(
        &mut self,
        setup: &Setup<'_>,
        gathered: &mut Gathered<'_>,
        at: &mut Cursor,
        course: &mut Course,
    ) -> Result<()> {
        let page = gathered.page(true).map_err(|bad| setup.unusable(&bad.0))?;
        let now = self.engine.now();
        self.store(&RECORDS, at, &page, now).await?;
        self.tell(course, &page, now);
        *at = page.next;
        Ok(())
    }
}
