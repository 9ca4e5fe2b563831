//! "Check connection": what a pull does, with pages of one record, step by step and storing nothing.

use std::time::Duration;

use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::Engine;
use super::reach::{peer, read_page, secret_name, unusable};
use super::sources::given;
use super::types::{CheckReport, CheckStep, ConnectionForm, PreviewRow};
use super::words::counted;
use crate::connectors::{self, Cursor, Reader};
use crate::error::{Problem, Result};
use crate::http::{Patience, Peer};
use crate::model::{ConnectionId, Record, Time};
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
        let reader = connectors::reader(&form.account)?;
        let peer = peer(&form.account, reader.auth(), secret)?;
        let never = CancellationToken::new();
        let patience = self.patience(&never, LONGEST_WAIT);
        let mut report = CheckReport { steps: Vec::new(), ok: false, first_row: None };
        if self.knock(&peer, &*reader, &patience, &mut report).await {
            self.look(&peer, &*reader, &patience, &mut report).await;
        }
        report.ok = report.steps.iter().all(|step| step.ok);
        Ok(report)
    }

    async fn secret_for(
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
        let exposed = peer.secret.is_some() && !peer.origin.is_encrypted() && !peer.origin.is_loopback();
        let found = if exposed {
            format!("{} answers, but without encryption: the {} can be read on the way.", peer.origin, peer.secret_name)
        } else {
            format!("{} answers.", peer.origin)
        };
        report.steps.push(passed("Address answers", found));
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

    /// Can each stream be read, and what does a record look like?
    async fn look(&self, peer: &Peer, reader: &dyn Reader, patience: &Patience<'_>, report: &mut CheckReport) {
        for stream in reader.streams() {
            let title = format!("{} can be read", capitalised(stream.label));
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

fn passed(title: &str, found: String) -> CheckStep {
    CheckStep { title: title.to_owned(), ok: true, found }
}

fn failed(title: &str, problem: &Problem) -> CheckStep {
    CheckStep { title: title.to_owned(), ok: false, found: problem.sentence() }
}

fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A record as the list will show it.
fn preview(record: &Record) -> PreviewRow {
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
