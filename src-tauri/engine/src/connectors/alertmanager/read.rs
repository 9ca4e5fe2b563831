//! Firing alerts as signals. Alertmanager forgets an alert when it is over, so its list is always complete and
//! what it no longer names has been resolved.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, labels, text};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Record, SetAside, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "alerts", kind: Kind::Alert, label: "alerts", page_size: 100 }];

/// Set anew by every repeat of an alert that goes on: kept out, so that nothing seems to change.
const HEARTBEATS: [&str; 2] = ["endsAt", "updatedAt"];

/// Reads everything that fires. Has no pages and no cursor.
pub(in super::super) struct AlertReader {
    base: Base,
    user: String,
}

impl AlertReader {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(AlertReader { base: Base::of(account)?, user: account.user.trim().to_owned() })
    }

    /// One signal an episode: an alert that was over and fires again is a new one. Alertmanager's own identity,
    /// the fingerprint of the labels, is a fact of both.
    fn record(&self, position: usize, alert: &Value) -> std::result::Result<Record, SetAside> {
        let fingerprint = fields::line(alert, "fingerprint");
        let missing =
            |what: &str| fields::set_aside(position, alert, fingerprint.clone(), format!("The alert has no {what}."));
        let identity = fingerprint.clone().ok_or_else(|| missing("fingerprint"))?;
        let started = fields::time(alert, "startsAt").ok_or_else(|| missing("start"))?;
        let known = labels::strings(alert, "labels");
        let notes = labels::strings(alert, "annotations");
        let title = labels::title(&known, &notes).ok_or_else(|| missing("name"))?;
        Ok(Record {
            external_id: format!("{identity}@{}", started.rfc3339()),
            kind: Kind::Alert,
            title,
            body: labels::body(&notes),
            url: Some(self.link(alert)),
            severity: labels::severity(&known),
            status: Status::Open,
            happened_at: started,
            updated_at: started,
            resolved_at: None,
            service: labels::service(&known),
            customer: None,
            reporter: None,
            facts: facts(&identity, known, alert),
            raw: without_heartbeats(alert),
        })
    }

    /// Where the alert comes from, or the list of all.
    fn link(&self, alert: &Value) -> String {
        let source = fields::text(alert, "generatorURL");
        let known = source.starts_with("https://") || source.starts_with("http://");
        if known { source.to_owned() } else { format!("{}#/alerts", self.base.url(&[""], &[])) }
    }
}

impl Reader for AlertReader {
    /// Alertmanager itself lets everybody in; a gateway before it may want a name and a password.
    fn auth(&self) -> Auth {
        if self.user.is_empty() { Auth::None } else { Auth::Basic { user: self.user.clone() } }
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.base.get(&["api", "v2", "status"], &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let version = value.get("versionInfo").and_then(|info| fields::line(info, "version"));
        Ok(format!("Alertmanager {}", version.ok_or_else(|| BadReply("it names no version".to_owned()))?))
    }

    fn request(&self, _stream: &Stream, _at: &Cursor, _page_size: u32) -> HttpRequest {
        // A silenced or inhibited alert still fires; without them here it would seem resolved.
        let query = [("active", "true"), ("silenced", "true"), ("inhibited", "true"), ("unprocessed", "true")];
        self.base.get(&["api", "v2", "alerts"], &query)
    }

    fn parse(&self, _stream: &Stream, _at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let value = fields::json(reply)?;
        let alerts = value.as_array().ok_or_else(|| BadReply("it is not a list of alerts".to_owned()))?;
        let mut page = Page { total: Some(alerts.len() as u64), complete: true, ..Page::default() };
        for (position, alert) in alerts.iter().enumerate() {
            match self.record(position, alert) {
                Ok(record) => page.records.push(record),
                Err(set_aside) => page.set_aside.push(set_aside),
            }
        }
        Ok(page)
    }
}

fn facts(fingerprint: &str, labels: BTreeMap<String, String>, alert: &Value) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::from([("fingerprint".to_owned(), fingerprint.to_owned())]);
    if let Some(state) = alert.get("status").and_then(|status| fields::line(status, "state")) {
        facts.insert("state".to_owned(), state);
    }
    for (name, value) in labels {
        facts.entry(name).or_insert_with(|| text::line(&value));
    }
    facts
}

fn without_heartbeats(alert: &Value) -> String {
    let kept: Map<String, Value> = alert
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| !HEARTBEATS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Value::Object(kept).to_string()
}
