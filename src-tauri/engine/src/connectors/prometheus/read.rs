//! Firing alerts as signals. Prometheus lists what fires now, so its list is always complete and what it no longer
//! names has been resolved. A second request tells the rules behind the alerts of the first.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, labels, text};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Record, SetAside, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "alerts", kind: Kind::Alert, label: "alerts", page_size: 100 }];

/// Reads everything that fires. Has no pages and no cursor.
pub(in super::super) struct AlertReader {
    base: Base,
    user: String,
}

impl AlertReader {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(AlertReader { base: Base::of(account)?, user: account.user.trim().to_owned() })
    }

    /// One signal an episode: an alert that was over and fires again is a new one.
    fn record(&self, position: usize, alert: &Value) -> std::result::Result<Record, SetAside> {
        let known = labels::strings(alert, "labels");
        let notes = labels::strings(alert, "annotations");
        let identity = fingerprint(&known);
        let missing = |what: &str| {
            fields::set_aside(position, alert, Some(identity.clone()), format!("The alert has no {what}."))
        };
        let started = fields::time(alert, "activeAt").ok_or_else(|| missing("start"))?;
        let title = labels::title(&known, &notes).ok_or_else(|| missing("name"))?;
        let mut facts = BTreeMap::from([("fingerprint".to_owned(), identity.clone())]);
        for (name, value) in &known {
            facts.entry(name.clone()).or_insert_with(|| text::line(value));
        }
        Ok(Record {
            external_id: format!("{identity}@{}", started.rfc3339()),
            kind: Kind::Alert,
            title,
            body: labels::body(&notes),
            url: Some(self.base.url(&["alerts"], &[])),
            severity: labels::severity(&known),
            status: Status::Open,
            happened_at: started,
            updated_at: started,
            resolved_at: None,
            service: labels::service(&known),
            customer: None,
            reporter: None,
            facts,
            raw: alert.to_string(),
        })
    }

    /// Gives each record its rule: the group and the question that Prometheus asks itself again and again.
    fn fill(&self, records: &mut [Record], reply: &HttpReply) -> Read<()> {
        let rules = rules(&fields::json(reply)?)?;
        for record in records {
            let Some((group, rule)) = rules.get(&record.external_id) else { continue };
            let query = fields::text(rule, "query");
            if !query.is_empty() {
                record.facts.insert("query".to_owned(), text::line(query));
                record.url = Some(self.base.url(&["graph"], &[("g0.expr", query), ("g0.tab", "1")]));
            }
            if !group.is_empty() {
                record.facts.insert("rule_group".to_owned(), group.clone());
            }
        }
        Ok(())
    }
}

impl Reader for AlertReader {
    /// Without a secret nothing is sent, as Prometheus itself wants it.
    fn auth(&self) -> Auth {
        if self.user.is_empty() { Auth::authorization("Bearer") } else { Auth::Basic { user: self.user.clone() } }
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.base.get(&["api", "v1", "status", "buildinfo"], &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let version = value.get("data").and_then(|data| fields::line(data, "version"));
        Ok(format!("Prometheus {}", version.ok_or_else(|| BadReply("it names no version".to_owned()))?))
    }

    fn request(&self, _stream: &Stream, _at: &Cursor, _page_size: u32) -> HttpRequest {
        self.base.get(&["api", "v1", "alerts"], &[])
    }

    fn parse(&self, _stream: &Stream, _at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let value = fields::json(reply)?;
        let alerts = fields::list(value.get("data").unwrap_or(&Value::Null), "alerts")?;
        // A pending alert waits to see whether it is one.
        let firing: Vec<Value> =
            alerts.iter().filter(|alert| fields::text(alert, "state") != "pending").cloned().collect();
        let page = fields::page(&firing, |position, alert| self.record(position, alert));
        Ok(Page { total: Some(firing.len() as u64), complete: true, ..page })
    }

    fn complete(&self, page: &mut Page, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        match replies {
            [] if page.records.is_empty() => Ok(None),
            [] => Ok(Some(self.base.get(&["api", "v1", "rules"], &[("type", "alert")]))),
            [rules, ..] => {
                self.fill(&mut page.records, rules)?;
                Ok(None)
            }
        }
    }
}

/// Group and rule by the external id of each alert they made.
fn rules(value: &Value) -> Read<BTreeMap<String, (String, Value)>> {
    let mut found = BTreeMap::new();
    for group in fields::list(value.get("data").unwrap_or(&Value::Null), "groups")? {
        let name = fields::line(group, "name").unwrap_or_default();
        for rule in group.get("rules").and_then(Value::as_array).into_iter().flatten() {
            for alert in rule.get("alerts").and_then(Value::as_array).into_iter().flatten() {
                let Some(started) = fields::time(alert, "activeAt") else { continue };
                let id = format!("{}@{}", fingerprint(&labels::strings(alert, "labels")), started.rfc3339());
                found.insert(id, (name.clone(), rule.clone()));
            }
        }
    }
    Ok(found)
}

/// Alertmanager's identity of an alert, made of its labels as Alertmanager makes it: 64 bits of FNV-1a.
fn fingerprint(labels: &BTreeMap<String, String>) -> String {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    const BETWEEN: u8 = 0xff;
    let pairs = labels.iter().flat_map(|(name, value)| [name.as_bytes(), &[BETWEEN], value.as_bytes(), &[BETWEEN]]);
    let hash = pairs.flatten().fold(START, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    format!("{hash:016x}")
}
