//! A program with all it needs to run once or more: found by its name, with its configuration in a file of its own,
//! and with words for whatever it does wrong.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use super::Engine;
use crate::child::{self, Ended, Papers, Process};
use crate::connectors::tap::{Catalog, Choice, Gathered, Line, Tap, Word};
use crate::connectors::{self, Account, Cursor};
use crate::error::{Problem, ProblemKind, Result};
use crate::http::censored;

/// From the last line to the end.
const ENDING: Duration = Duration::from_secs(30);
/// Characters of what a program prints about its streams.
const LONGEST_CATALOG: usize = 64 << 20;
/// Characters of its log that a sentence quotes.
const QUOTED: usize = 300;

pub(super) struct Setup<'a> {
    pub tap: &'static dyn Tap,
    pub choice: Choice,
    pub papers: Papers,
    program: PathBuf,
    /// Where the logs of failed runs are kept.
    logs: PathBuf,
    config: SecretString,
    /// A program that says nothing for so long has lost its way.
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
        let config = secret.unwrap_or_else(|| SecretString::from("{}"));
        if serde_json::from_str::<Map<String, Value>>(config.expose_secret()).is_err() {
            return Err(Problem::bad_input("The configuration is no JSON object.")
                .kept("Nothing was run.")
                .todo("Write it between { and }, as the description of the program shows it."));
        }
        let papers = Papers::new(&self.folder().join("runs"), &self.new_uid())?;
        papers.write(Word::Config, config.expose_secret())?;
        Ok(Setup { tap, choice, papers, program, logs: self.folder().join("logs"), config, patience, cancel })
    }
}

impl Setup<'_> {
    pub(super) async fn check(&self) -> Result<()> {
        let mut process = self.start(self.tap.check().unwrap_or_default())?;
        let mut trouble = None;
        while let Some(line) = self.line(&mut process).await? {
            match self.tap.line(&line) {
                Line::Trouble(words) => trouble = Some(words),
                Line::Fine => trouble = None,
                _ => {}
            }
        }
        let ended = process.end(ENDING).await?;
        self.judged(trouble.as_deref(), &ended)
    }

    /// What it prints about its streams.
    pub(super) async fn discover(&self) -> Result<String> {
        let mut process = self.start(self.tap.discover())?;
        let (mut printed, mut trouble) = (String::new(), None);
        while let Some(line) = self.line(&mut process).await? {
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
        self.judged(trouble.as_deref(), &ended)?;
        Ok(printed)
    }

    /// Those of the `wanted` streams that are among the `printed` ones; all of them when none is wanted.
    pub(super) fn catalog(&self, printed: &str, wanted: &[String]) -> Result<Catalog> {
        self.tap.catalog(printed, wanted).map_err(|bad| self.unusable(&bad.0))
    }

    /// Makes the program read the streams that the person chose, or all when none was chosen.
    pub(super) fn choose(&self, printed: &str) -> Result<Catalog> {
        let catalog = self.catalog(printed, &self.choice.streams)?;
        if catalog.streams.is_empty() {
            return Err(Problem::bad_input(format!("{} has none of these streams.", self.choice.program))
                .todo("Leave the streams empty to read all, and see what the check finds."));
        }
        self.papers.write(Word::Catalog, &catalog.text)?;
        Ok(catalog)
    }

    /// Makes it read, of those streams, the one that most likely holds signals.
    pub(super) fn choose_likeliest(&self, printed: &str) -> Result<Catalog> {
        let chosen = self.choose(printed)?;
        let Some(likeliest) = chosen.likeliest(&self.choice) else { return Ok(chosen) };
        let catalog = self.catalog(printed, std::slice::from_ref(&likeliest.name))?;
        self.papers.write(Word::Catalog, &catalog.text)?;
        Ok(catalog)
    }

    /// Lets it read until there are `enough` records, then ends it.
    pub(super) async fn first_records(&self, catalog: &Catalog, enough: usize) -> Result<Gathered<'_>> {
        let mut gathered = Gathered::new(self.tap, catalog, &self.choice.matching, &Cursor(None));
        let mut process = self.start(self.tap.read(false))?;
        while gathered.count() < enough {
            let Some(line) = self.line(&mut process).await? else {
                self.finished(&gathered, process).await?;
                break;
            };
            gathered.take(&line);
        }
        Ok(gathered)
    }

    pub(super) fn start(&self, words: &[Word]) -> Result<Process> {
        Process::start(&self.program, &self.papers, words)
    }

    /// The next line; None at the end.
    pub(super) async fn line(&self, process: &mut Process) -> Result<Option<String>> {
        process.line(self.patience, self.cancel).await.map_err(|problem| match problem.kind {
            ProblemKind::Cancelled => problem,
            _ => problem.todo(self.where_it_is_told(&process.log())),
        })
    }

    /// Waits for the end after the last line, and judges it.
    pub(super) async fn finished(&self, gathered: &Gathered<'_>, process: Process) -> Result<()> {
        let ended = process.end(ENDING).await?;
        self.judged(gathered.trouble.as_deref(), &ended)?;
        if gathered.is_rubbish() {
            return Err(self.unusable("it holds no message of such a program"));
        }
        Ok(())
    }

    pub(super) fn unusable(&self, words: &str) -> Problem {
        let words = self.censored(words);
        let words = words.trim_end_matches('.');
        Problem::new(ProblemKind::BadReply, format!("What {} prints can't be used: {words}.", self.choice.program))
            .todo("Check that it is such a program, and match its fields.")
    }

    fn judged(&self, trouble: Option<&str>, ended: &Ended) -> Result<()> {
        if trouble.is_none() && ended.well {
            return Ok(());
        }
        let said = match self.censored(trouble.unwrap_or(&ended.last_words)).trim_end_matches('.') {
            "" => "it doesn't say why".to_owned(),
            words => format!("it says “{}”", words.chars().take(QUOTED).collect::<String>()),
        };
        Err(Problem::new(ProblemKind::Unreachable, format!("{} gave up: {said}.", self.choice.program))
            .todo(self.where_it_is_told(&ended.log)))
    }

    /// Keeps the log of a run that failed, for a sentence can't hold it.
    fn where_it_is_told(&self, log: &str) -> String {
        match child::keep_log(&self.logs, &self.choice.program, &self.censored(log)) {
            Ok(Some(file)) => format!("Check the configuration. What it wrote lies in {}.", file.display()),
            _ => "Check the configuration. Start the program in a terminal to see what it lacks.".to_owned(),
        }
    }

    /// Without any text of the configuration: passwords and keys are among them.
    fn censored(&self, words: &str) -> String {
        let config = serde_json::from_str(self.config.expose_secret()).unwrap_or_default();
        let mut words = words.to_owned();
        let mut waiting: Vec<&Value> = vec![&config];
        while let Some(value) = waiting.pop() {
            match value {
                Value::String(text) if text.len() >= 4 => words = censored(&words, text),
                Value::Array(values) => waiting.extend(values),
                Value::Object(fields) => waiting.extend(fields.values()),
                _ => {}
            }
        }
        words
    }
}
