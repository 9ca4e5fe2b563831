//! "Check connection": what a pull does, with pages of one record, step by step and storing nothing.

use std::time::Duration;

use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::Engine;
use super::reach::{read_page, secret_name, unusable, vendor};
use super::sources::given;
use super::types::{CheckReport, CheckStep, ConnectionForm, PreviewRow};
use super::words::counted;
use crate::connectors::{self, Cursor, Reader, Tracker};
use crate::error::{Problem, Result};
use crate::http::{Patience, Peer};
use crate::model::{ConnectionId, Record, Time};
use crate::sentence::capital;
use crate::store::connections;

/// A person looks on, so a tool that asks for a long wait fails the check instead.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

impl Engine {
    /// With `existing` and no secret, the kept secret is used, on its own server only.
    pub async fn check_connection(
        &self,
        form: ConnectionForm,
        secret: Option<String>,
        existing: Option<ConnectionId>,
    ) -> Result<CheckReport> {
        let secret = self.secret_for(&form, given(secret), existing).await?;
        if connectors::program(&form.account).is_some() {
            return self.check_tap(&form.account, secret).await;
        }
        let never = CancellationToken::new();
        let patience = self.patience(&never, LONGEST_WAIT);
        let mut report = CheckReport { steps: Vec::new(), ok: false, first_row: None, projects: Vec::new() };
        if vendor(&form.account)?.reads {
            let reader = connectors::reader(&form.account)?;
            let peer = self.peer_of(&form.account, reader.auth(), secret).await?;
            if self.knock(&peer, &*reader, &patience, &mut report).await {
                self.look(&peer, &*reader, &patience, &mut report).await;
            }
        } else {
            let tracker = connectors::tracker(&form.account)?;
            let peer = self.peer_of(&form.account, tracker.auth(), secret).await?;
            self.look_around(&peer, &*tracker, &form, &patience, &mut report).await;
        }
        report.ok = report.steps.iter().all(|step| step.ok);
        Ok(report)
    }

    pub(super) async fn secret_for(
        &self,
        form: &ConnectionForm,
        secret: Option<SecretString>,
        existing: Option<ConnectionId>,
    ) -> Result<Option<SecretString>> {
        let (None, Some(id)) = (&secret, existing) else { return Ok(secret) };
        let connection = connections::one(self.store.reader(), id).await?;
        self.refuse_secret_elsewhere(&connection, &form.account).await?;
        self.secrets().get(&secret_name(&connection.uid, &form.account)?).await
    }

    /// Does the address answer, and does it know us?
    async fn knock(&self, peer: &Peer, reader: &dyn Reader, patience: &Patience<'_>, report: &mut CheckReport) -> bool {
        let judge = |reply: &_, now: Time| reader.verdict(reply, now);
        let (reply, verdict) = match self.http.exchange(peer, &reader.check(), &judge, patience).await {
            Ok(answered) => answered,
            Err(problem) => {
                report.steps.push(failed("Address answers", &problem));
                return false;
            }
        };
        report.steps.push(answers(peer));
        let signed_in = match self.http.problem(peer, &reply, &verdict, self.now()) {
            Some(problem) => Err(problem),
            None => reader.checked(&reply).map_err(|bad| unusable(peer, &bad)),
        };
        match signed_in {
            Ok(who) => {
                report.steps.push(passed("Signed in", who));
                true
            }
            Err(problem) => {
                report.steps.push(failed("Signed in", &problem));
                false
            }
        }
    }

    /// For a tool that is only written to: where could items go, and is the chosen place among them?
    async fn look_around(
        &self,
        peer: &Peer,
        tracker: &dyn Tracker,
        form: &ConnectionForm,
        patience: &Patience<'_>,
        report: &mut CheckReport,
    ) {
        let judge = |reply: &_, now: Time| tracker.verdict(reply, now);
        let mut next = Some(tracker.projects());
        while let Some(request) = next {
            let (reply, verdict) = match self.http.exchange(peer, &request, &judge, patience).await {
                Ok(answered) => answered,
                Err(problem) => return report.steps.push(failed("Address answers", &problem)),
            };
            let told = match self.http.problem(peer, &reply, &verdict, self.now()) {
                Some(problem) => Err(problem),
                None => tracker.parse_projects(&reply).map_err(|bad| unusable(peer, &bad)),
            };
            if report.steps.is_empty() {
                report.steps.push(answers(peer));
            }
            match told {
                Ok(projects) => report.projects.extend(projects),
                Err(problem) => return report.steps.push(failed("Signed in", &problem)),
            }
            next = tracker.further(&request, &reply).filter(|further| *further != request);
        }
        let places = match report.projects.len() {
            1 => "There is 1 place for new items.".to_owned(),
            many => format!("There are {} for new items.", counted(u32::try_from(many).unwrap_or(u32::MAX), "places")),
        };
        report.steps.push(passed("Signed in", places));
        report.steps.push(chosen(form, &report.projects));
    }

    /// Can each stream be read, and what does a record look like?
    async fn look(&self, peer: &Peer, reader: &dyn Reader, patience: &Patience<'_>, report: &mut CheckReport) {
        for stream in reader.streams() {
            let title = format!("{} can be read", capital(stream.label));
            match read_page(&self.http, peer, reader, (stream, &Cursor(None), 1), patience).await {
                Ok(page) => {
                    let seen = page.records.len() + page.set_aside.len();
                    let total = page.total.unwrap_or(seen as u64);
                    let found = match u32::try_from(total).unwrap_or(u32::MAX) {
                        0 => format!("No {} there yet.", stream.label),
                        _ if page.total.is_none() && page.more => format!("There are {}.", stream.label),
                        many => format!("{} found.", counted(many, stream.label)),
                    };
                    report.steps.push(passed(&title, found));
                    report.first_row = report.first_row.take().or_else(|| page.records.first().map(preview));
                }
                Err(problem) => report.steps.push(failed(&title, &problem)),
            }
        }
    }
}

fn answers(peer: &Peer) -> CheckStep {
    let exposed = peer.secret.is_some() && !peer.origin.is_encrypted() && !peer.origin.is_loopback();
    let found = if exposed {
        format!("{} answers, but without encryption: the {} can be read on the way.", peer.origin, peer.secret_name)
    } else {
        format!("{} answers.", peer.origin)
    };
    passed("Address answers", found)
}

/// Whether new items have a place to go to. Names the places by what to write into the form.
fn chosen(form: &ConnectionForm, places: &[(String, String)]) -> CheckStep {
    const TITLE: &str = "New items have their place";
    let wanted = form.account.project.trim();
    if let Some((_, name)) = places.iter().find(|(id, _)| id == wanted) {
        return passed(TITLE, format!("They go to {name}."));
    }
    let several =
        places.iter().take(20).map(|(id, name)| if id == name { id.clone() } else { format!("{id} is {name}") });
    let several = several.collect::<Vec<_>>().join("; ");
    let found = match (wanted.is_empty(), several.is_empty()) {
        (_, true) => "The account sees no place for new items. Give it the right to one.".to_owned(),
        (true, _) => format!("Choose where new items go: {several}."),
        (false, _) => format!("“{wanted}” isn't there. Choose one of these: {several}."),
    };
    CheckStep { title: TITLE.to_owned(), ok: false, found }
}

pub(super) fn passed(title: &str, found: String) -> CheckStep {
    CheckStep { title: title.to_owned(), ok: true, found }
}

pub(super) fn failed(title: &str, problem: &Problem) -> CheckStep {
    CheckStep { title: title.to_owned(), ok: false, found: problem.sentence() }
}

/// A record as the list will show it.
pub(super) fn preview(record: &Record) -> PreviewRow {
    PreviewRow {
        kind: record.kind,
        title: record.title.clone(),
        external_id: record.external_id.clone(),
        customer: record.customer.clone(),
        service: record.service.clone(),
        severity: record.severity,
        happened_at: record.happened_at,
        body_characters: u32::try_from(record.body.chars().count()).unwrap_or(u32::MAX),
    }
}
