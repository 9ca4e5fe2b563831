//! Every request that goes out, reading or writing, is one that the tool takes: held against the `requests.json`
//! beside its exchanges, which says in our words what its maker publishes.

mod drafts;
mod spec;

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use engine::api::types::OpportunityField;
use engine::api::types::OutboxState;
use engine::connectors::{Account, Draft, ExportKey, Tracker, Vendor, tracker};
use engine::http::HttpRequest;
use serde_json::{Value, json};
use support::replay::Replay;

use self::drafts::{change_of, hostile};
use self::spec::{Requests, Sent};
use super::desk::{Desk, said};
use super::trackers::anyway;
use super::{every, reads, writes};

/// Readers that ask with a body.
const ASK_WITH_A_BODY: [&str; 6] = ["elasticsearch", "intercom", "matomo", "plausible", "posthog", "request_tracker"];

/// Parts of a body whose inside is a language of its own.
const OPEN: [(&str, &str); 2] = [("elasticsearch", "/query"), ("elasticsearch", "/sort")];

fn described(vendor: &Vendor) -> bool {
    vendor.writes || ASK_WITH_A_BODY.contains(&vendor.id)
}

fn asks(vendor: &Vendor) -> bool {
    reads(vendor) && described(vendor)
}

#[tokio::test]
async fn every_request_of_a_pull_is_one_that_the_tool_takes() {
    every(asks, pulled).await;
}

#[tokio::test]
async fn every_request_to_a_tracker_is_one_that_it_takes() {
    every(writes, written).await;
}

#[tokio::test]
async fn hostile_drafts_make_requests_that_a_tracker_takes() {
    every(writes, hostile_drafts).await;
}

#[tokio::test]
async fn drafts_of_any_kind_make_requests_that_a_tracker_takes() {
    every(writes, drafts::by_chance).await;
}

#[tokio::test]
async fn an_altered_body_is_refused() {
    every(described, altered).await;
}

#[tokio::test]
async fn a_preview_is_cut_as_the_item_will_be() {
    every(writes, previewed).await;
}

fn requests_of(replay: &Replay) -> Result<Requests> {
    Requests::of(replay)?.with_context(|| {
        let vendor = &replay.vendor;
        format!("write tests/fixtures/connectors/{vendor}/requests.json; tests/it/compliance/bodies/spec.rs says how")
    })
}

/// The names of the kinds that `sent` are of; fails on the first that is none.
fn all_known<'a>(known: &'a Requests, sent: &[Sent]) -> Result<BTreeSet<&'a str>> {
    sent.iter().map(|sent| known.check(sent)).collect()
}

async fn pulled(replay: Replay) -> Result<()> {
    let known = requests_of(&replay)?;
    let sent = pull(replay).await?;
    ensure!(sent.len() > 2, "a check and two pulls ask {} times", sent.len());
    all_known(&known, &sent)?;
    Ok(())
}

/// What goes out for a check and two pulls.
async fn pull(replay: Replay) -> Result<Vec<Sent>> {
    let desk = Desk::of(replay).await?;
    let secret = super::desk::secret_of(&desk.replay);
    desk.engine.check_connection(desk.form(), secret, None).await.map_err(said)?;
    desk.pull(1).await?;
    desk.pull(2).await?;
    Ok(desk.player.requests().await.iter().map(Sent::from).collect())
}

/// Through the app's own doors: look for the like, send, look the status up, audit, and send what is hostile.
async fn written(replay: Replay) -> Result<()> {
    let known = requests_of(&replay)?;
    let desk = Desk::of(replay).await?;
    let entry = desk.send_export().await?;
    ensure!(entry.state == OutboxState::Sent, "{:?}: {:?}{}", entry.state, entry.problem, desk.unanswered());
    desk.engine.look_alikes(entry.opportunity.id, desk.id).await.map_err(said)?;
    desk.engine.read_statuses().await.map_err(said)?;
    if Pure::of(&desk.replay)?.tracker.open_items().is_some() {
        desk.engine.read_backlog(desk.id, false).await.map_err(said)?;
    }
    for draft in hostile(&desk.fixture()?.draft) {
        if !draft.title.trim().is_empty() {
            let entry = desk.engine.send_export(entry.opportunity.id, desk.id, draft, anyway()).await.map_err(said)?;
            // The replay may not know it: what matters here is what was asked.
            if entry.state != OutboxState::Sent {
                let _settled = desk.engine.settle_outbox(entry.id).await;
            }
        }
    }
    let sent: Vec<Sent> = desk.player.requests().await.iter().map(Sent::from).collect();
    all_known(&known, &sent)?;
    Ok(())
}

async fn hostile_drafts(replay: Replay) -> Result<()> {
    let (known, line) = (requests_of(&replay)?, Pure::of(&replay)?);
    for draft in hostile(&line.draft) {
        for request in line.requests(&draft) {
            known.check(&Sent::from(&request)).with_context(|| format!("title “{:.40}”", draft.title))?;
        }
    }
    Ok(())
}

/// A tracker without a server.
pub struct Pure {
    pub tracker: Box<dyn Tracker>,
    pub key: ExportKey,
    pub draft: Draft,
    external_id: String,
}

impl Pure {
    pub fn of(replay: &Replay) -> Result<Pure> {
        let fixture = replay.tracker.as_ref().context("replay.json has no “tracker”")?;
        let account = Account {
            vendor: replay.vendor.clone(),
            base_url: "https://tracker.example".to_owned(),
            user: replay.account.user.clone(),
            project: replay.account.project.clone(),
            settings: replay.account.settings.clone(),
        };
        Ok(Pure {
            tracker: tracker(&account).map_err(said)?,
            key: ExportKey(fixture.key.clone()),
            draft: fixture.draft.clone(),
            external_id: fixture.external_id.clone(),
        })
    }

    /// Everything that can be asked of it about `draft`.
    pub fn requests(&self, draft: &Draft) -> Vec<HttpRequest> {
        let tracker = &self.tracker;
        let change = change_of(draft);
        let mut requests = vec![
            tracker.projects(),
            tracker.find(&self.key),
            tracker.search(&draft.title),
            tracker.create(draft, &self.key),
            tracker.status(&self.external_id),
            tracker.comment(&self.external_id, &format!("Shipped: {:.2000}", draft.title), &self.key),
        ];
        requests.extend(tracker.update(&self.external_id, &change, &self.key));
        requests.extend(tracker.open_items());
        requests
    }
}

/// A validator that can't say no proves nothing: each body is altered wherever it can be.
async fn altered(replay: Replay) -> Result<()> {
    let (known, vendor) = (requests_of(&replay)?, replay.vendor.clone());
    let mut sent = Vec::new();
    if let Ok(line) = Pure::of(&replay) {
        sent.extend(line.requests(&line.draft).iter().map(Sent::from));
    } else {
        sent.extend(pull(replay).await?);
    }
    let (mut altered, mut lacking) = (0, 0);
    for sent in sent.iter().filter(|sent| sent.body.is_some()) {
        known.check(sent)?;
        let body = sent.body.clone().unwrap_or_default();
        for at in
            places(&body, "").iter().filter(|at| OPEN.iter().all(|(of, open)| *of != vendor || !at.starts_with(open)))
        {
            let with = |change: &dyn Fn(&mut Value)| {
                let mut body = body.clone();
                body.pointer_mut(at).into_iter().for_each(change);
                Sent { body: Some(body), ..sent.clone() }
            };
            let found = body.pointer(at).cloned().unwrap_or_default();
            let other = match &found {
                Value::Object(_) => with(&|value| value["unheard_of"] = json!(1)),
                _ => with(&|value| *value = json!({ "unheard_of": 1 })),
            };
            ensure!(known.check(&other).is_err(), "taken all the same, altered at “{at}”: {:?}", other.body);
            altered += 1;
            for name in found.as_object().into_iter().flat_map(|fields| fields.keys()) {
                let without = with(&|value| {
                    value.as_object_mut().and_then(|fields| fields.remove(name));
                });
                lacking += usize::from(known.check(&without).is_err());
            }
        }
        for elsewhere in [
            Sent { body: None, ..sent.clone() },
            Sent { method: "DELETE".to_owned(), ..sent.clone() },
            Sent { headers: Default::default(), ..sent.clone() },
        ] {
            ensure!(known.check(&elsewhere).is_err(), "taken all the same: {elsewhere:?}");
        }
    }
    ensure!(altered > 2 && lacking > 0, "{altered} altered and {lacking} lacking bodies were refused");
    Ok(())
}

/// Pointers to `value` and everything in it.
fn places(value: &Value, at: &str) -> Vec<String> {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(n, v)| (n.replace('~', "~0").replace('/', "~1"), v)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, v)| (n.to_string(), v)).collect(),
        _ => Vec::new(),
    };
    let deeper = inside.into_iter().flat_map(|(step, value)| places(value, &format!("{at}/{step}")));
    std::iter::once(at.to_owned()).chain(deeper).collect()
}

/// An opportunity with far too long a statement, sent as the preview shows it.
async fn previewed(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay).await?;
    let line = Pure::of(&desk.replay)?;
    let made = desk.engine.create_opportunity("Charged twice ".repeat(14)).await.map_err(said)?;
    let id = made.opportunity.context("it was made")?.id;
    let long = "Shoppers are charged twice. ".repeat(700);
    desk.engine.edit_opportunity(id, OpportunityField::Statement, long).await.map_err(said)?;
    let draft = desk.engine.preview_export(id, desk.id).await.map_err(said)?.draft;
    ensure!(line.tracker.fitted(draft.clone()) == draft, "the preview shows more than is sent");
    let before = desk.player.count();
    desk.engine.send_export(id, desk.id, draft.clone(), anyway()).await.map_err(said)?;
    let requests = desk.player.requests().await;
    let sent = requests.get(before).context("nothing was sent")?;
    requests_of(&desk.replay)?.check(&Sent::from(sent))?;
    // The last words that are shown are sent, and so is the first of what follows them.
    let body = String::from_utf8_lossy(&sent.body).into_owned();
    let shown = draft.description.split_whitespace().count();
    ensure!(
        body.matches("Shoppers").count() == draft.description.matches("Shoppers").count(),
        "{shown} words are shown"
    );
    Ok(())
}
