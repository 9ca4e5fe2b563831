//! Reading a source through a program on this laptop: find it, ask what streams it has, let it read, and store what
//! it prints page by page, each page with the state that follows it.

use std::time::Duration;

use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::Engine;
use super::check::{failed, passed, preview};
use super::pull::{Course, Pull};
use super::sources::given;
use super::tap_setup::Setup;
use super::types::{CheckReport, ConnectionForm, OfferedStream, StagedFile};
use super::words::thousands;
use crate::connectors::tap::{Gathered, Offer, Place, Word};
use crate::connectors::{self, Account, Cursor, Stream};
use crate::error::{Problem, Result};
use crate::import;
use crate::model::{ConnectionId, Kind, Time};
use crate::store::connections;

/// What all streams of a program are to a connection: one course with one cursor.
const RECORDS: Stream = Stream { name: "tap", kind: Kind::Ticket, label: "records", page_size: 0 };

/// Records of one page, unless none was stored for a while.
const PAGE: usize = 1_000;
/// Bytes of one page, so that long records don't pile up.
const PAGE_BYTES: usize = 16 << 20;
const PAGE_AGE: i64 = 2 * Time::SECOND;

/// A program that says nothing for so long while a person looks on has lost its way.
const LOOKING: Duration = Duration::from_secs(90);

/// Records shown to match their fields by.
const SAMPLE: usize = 50;

impl Engine {
    /// Every stream that the program of this form offers, whichever were chosen. With `existing` and no secret, the
    /// kept configuration is used. Nothing is read.
    pub async fn offered_streams(
        &self,
        form: ConnectionForm,
        secret: Option<String>,
        existing: Option<ConnectionId>,
    ) -> Result<Vec<OfferedStream>> {
        let secret = self.secret_for(&form, given(secret), existing).await?;
        if connectors::program(&form.account).is_none() {
            return Err(Problem::bad_input("Only taps and sources have streams to choose from."));
        }
        let never = CancellationToken::new();
        let setup = self.set_up(&form.account, secret, LOOKING, &never)?;
        let offered = setup.catalog(&setup.discover().await?, &[])?;
        Ok(offered.streams.into_iter().map(told).collect())
    }

    pub(super) async fn check_tap(&self, account: &Account, secret: Option<SecretString>) -> Result<CheckReport> {
        let never = CancellationToken::new();
        let mut report = CheckReport { steps: Vec::new(), ok: false, first_row: None, projects: Vec::new() };
        match self.set_up(account, secret, LOOKING, &never) {
            Ok(setup) => {
                report.steps.push(passed("Program found", format!("{} is on this laptop.", setup.choice.program)));
                try_out(&setup, &mut report).await;
            }
            Err(problem) => report.steps.push(failed("Program found", &problem)),
        }
        report.ok = report.steps.iter().all(|step| step.ok);
        Ok(report)
    }

    pub(super) async fn sample_tap(&self, account: &Account, secret: Option<SecretString>) -> Result<StagedFile> {
        let never = CancellationToken::new();
        let setup = self.set_up(account, secret, LOOKING, &never)?;
        let catalog = setup.choose_likeliest(&setup.discover().await?)?;
        let sample = setup.first_records(&catalog, SAMPLE).await?.sample();
        self.stage_sample(sample)
    }
}

fn told(Offer { name, fields, keys, only_changes }: Offer) -> OfferedStream {
    let fits = import::looks_like_signals(&fields);
    OfferedStream { name, fields, keys, only_changes, fits }
}

/// Can it sign in, which streams has it, and what does a record look like?
async fn try_out(setup: &Setup<'_>, report: &mut CheckReport) {
    if setup.tap.check().is_some() {
        match setup.check().await {
            Ok(()) => report.steps.push(passed("Configuration works", "The source could be reached.".to_owned())),
            Err(problem) => return report.steps.push(failed("Configuration works", &problem)),
        }
    }
    let printed = setup.discover().await;
    let found = printed.and_then(|printed| Ok((setup.choose(&printed)?, setup.choose_likeliest(&printed)?)));
    let (catalog, likeliest) = match found {
        Ok(found) => found,
        Err(problem) => return report.steps.push(failed("Streams found", &problem)),
    };
    report.steps.push(passed("Streams found", format!("Reads {}.", catalog.names().join(", "))));
    let read = match setup.first_records(&likeliest, 1).await {
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

impl Pull<'_> {
    /// Everything the program prints. What it printed before it broke off is kept, with the state it had reached.
    pub(super) async fn through_program(&mut self) -> Result<()> {
        let (engine, account) = (self.engine, self.connection.account());
        let secret = engine.kept_secret(self.connection).await?;
        let setup = engine.set_up(&account, secret, engine.http.limits().silence, &self.voice.run.stop)?;
        let catalog = setup.choose(&setup.discover().await?)?;
        let mut at = connections::cursor(engine.store.reader(), self.connection, RECORDS.name).await?;
        let state = Place::of(&at).state;
        if let Some(state) = &state {
            setup.papers.write(Word::State, &state.to_string())?;
        }
        let mut gathered = Gathered::new(setup.tap, &catalog, &setup.choice.matching, &at);
        let mut process = setup.start(setup.tap.read(state.is_some()))?;
        let mut course = Course::new(&RECORDS, engine.now());
        let mut stored = engine.now();
        let ended = loop {
            match setup.line(&mut process).await {
                Ok(Some(line)) => gathered.take(&line),
                Ok(None) => break setup.finished(&gathered, process).await,
                Err(problem) => break Err(problem),
            }
            let aged = gathered.count() > 0 && engine.now().0 - stored.0 >= PAGE_AGE;
            if aged || gathered.count() >= PAGE || gathered.bytes() >= PAGE_BYTES {
                self.keep(&setup, &mut gathered, &mut at, &mut course).await?;
                stored = engine.now();
            }
        };
        self.keep(&setup, &mut gathered, &mut at, &mut course).await?;
        self.by_stream = gathered.read.iter().map(|(name, read)| format!("{name} {}", thousands(*read))).collect();
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
