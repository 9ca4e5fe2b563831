//! A tracker that works: what it is asked, and the way of an opportunity into it and back.

use anyhow::{Context as _, Result, ensure};
use engine::api::types::{AuditClass, CommentView, OutboxEntry, OutboxState, WorkspaceName};
use engine::api::workspace_file;
use engine::connectors::{self, BadReply, ExportKey, Tracker, TrackerItem, written_comment};
use engine::http::{Http, HttpReply, HttpRequest, Limits, Origin, Patience, Peer, base_url};
use engine::model::{OpportunityId, Time};
use support::replay::{Replay, TrackerFixture};
use tokio_util::sync::CancellationToken;

use super::desk::{Desk, account, said, secret_of};

/// A key that no item carries.
const OTHER: &str = "tl-ffffffffffffffffffffffffffffffff";

/// Every question the tracker can be asked, and a comment.
pub async fn asks(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay).await?;
    let fixture = desk.fixture()?;
    let line = Line::of(&desk)?;
    let tracker = &*line.tracker;

    let projects = line.list(tracker.projects(), |reply| tracker.parse_projects(reply)).await?;
    ensure!(!projects.is_empty(), "there are no projects");
    let named = projects.iter().all(|(id, name)| !id.is_empty() && !name.is_empty());
    ensure!(named, "a project without a name: {projects:?}");

    let key = ExportKey(fixture.key.clone());
    let found = line.items(tracker.find(&key), |reply| tracker.parse_found(&key, reply)).await?;
    let ids: Vec<&str> = found.iter().map(|item| item.external_id.as_str()).collect();
    ensure!(ids == [fixture.external_id.as_str()], "by its key these items are found: {ids:?}");
    let other = ExportKey(OTHER.to_owned());
    let none = line.items(tracker.find(&other), |reply| tracker.parse_found(&other, reply)).await?;
    ensure!(none.is_empty(), "by another key these items are found: {none:?}");

    let alike = line.items(tracker.search(&fixture.title), |reply| tracker.parse_items(reply)).await?;
    ensure!(!alike.is_empty(), "a search for “{}” finds nothing", fixture.title);

    let item = line
        .items(tracker.status(&fixture.external_id), |reply| tracker.parse_item(reply).map(|item| vec![item]))
        .await?
        .pop()
        .context("the status has no item")?;
    ensure!(item.external_id == fixture.external_id, "the status is of {}", item.external_id);
    for item in alike.iter().chain(&found).chain([&item]) {
        let whole = [&item.external_id, &item.label, &item.title, &item.status].iter().all(|text| !text.is_empty());
        ensure!(whole && item.url.starts_with("http") && item.updated_at > Time(0), "not a whole item: {item:?}");
    }

    let body = written_comment(&tracker.style(), &fixture.comment, &key);
    let comment = tracker.comment(&fixture.external_id, &body, &key);
    ensure!(!comment.harmless, "a comment is never sent again by itself");
    tracker.commented(&line.send(&comment).await?).map_err(bad)?;
    for (key, there) in [(&key, true), (&other, false)] {
        ensure!(line.commented(&fixture.external_id, key).await? == there, "the comment with {} is {there}", key.0);
    }
    Ok(())
}

/// Keys and addresses of the connection's own items are recognised, and nothing else is.
pub async fn named(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay).await?;
    let fixture = desk.fixture()?;
    let line = Line::of(&desk)?;
    let whole = |text: &str| text.replace("{base}", &desk.player.uri());
    ensure!(!fixture.named.is_empty() && !fixture.elsewhere.is_empty(), "replay.json names no items");
    for text in &fixture.named {
        let request = line.tracker.named(&whole(text)).with_context(|| format!("“{text}” isn't recognised"))?;
        ensure!(request.harmless, "“{text}” would change something");
        let items = line.items(request, |reply| line.tracker.parse_item(reply).map(|item| vec![item])).await?;
        ensure!(items.iter().all(|item| item.external_id == fixture.external_id), "“{text}” is {items:?}");
        let found = desk.engine.find_items(desk.id, String::new(), whole(text)).await.map_err(said)?;
        ensure!(found == items, "“{text}” finds {found:?}{}", desk.unanswered());
    }
    for text in &fixture.elsewhere {
        ensure!(line.tracker.named(&whole(text)).is_none(), "“{text}” is taken for an item of this connection");
    }
    Ok(())
}

/// What isn't closed comes with everything the tool tells of it, page by page; what is closed doesn't count.
pub async fn open(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay).await?;
    let wanted = &desk.fixture()?.open;
    if Line::of(&desk)?.tracker.open_items().is_none() {
        let reader = connectors::reader(&account(&desk.replay, &desk.player)).map_err(said)?;
        ensure!(reader.streams().iter().any(|stream| stream.name == "issues"), "nothing lists what is open");
        return Ok(());
    }
    ensure!(wanted.len() > 1, "replay.json names no open items");
    let reading = desk.engine.read_backlog(desk.id, false).await.map_err(said)?;
    ensure!(reading.problem.is_none(), "{}{}", reading.message, desk.unanswered());
    let mut found = Vec::new();
    for row in desk.engine.backlog_audit(AuditClass::All).await.map_err(said)?.items {
        let body = desk.engine.audit_item(row.id).await.map_err(said)?.body;
        let created = row.created_at.map(|at| at.rfc3339()).unwrap_or_default();
        let due = row.due_on.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let first = body.lines().next().unwrap_or_default();
        let created = created.get(..10).unwrap_or("-");
        found.push(format!("{} {} | {} | {created} | {due} | {first}", row.label, row.title, row.status));
    }
    ensure!(found == *wanted, "these are open: {found:#?}{}", desk.unanswered());
    // Once more it is the same.
    desk.engine.read_backlog(desk.id, false).await.map_err(said)?;
    let again = desk.engine.backlog_audit(AuditClass::All).await.map_err(said)?.items;
    ensure!(again.len() == wanted.len(), "read again, {} are open", again.len());
    Ok(())
}

pub async fn export(replay: Replay) -> Result<()> {
    let desk = Desk::of(replay).await?;
    let fixture = desk.fixture()?;
    let entry = desk.send_export().await?;
    ensure!(entry.state == OutboxState::Sent, "{:?}: {:?}{}", entry.state, entry.problem, desk.unanswered());
    ensure!(desk.items()? == [fixture.external_id.as_str()], "it became {:?}", desk.items()?);
    let created = desk.created().await?;
    ensure!(created.len() == 1, "{} requests carry the key", created.len());
    let report = desk.engine.read_statuses().await.map_err(said)?;
    ensure!(report.read == 1 && report.problems.is_empty(), "{report:?}{}", desk.unanswered());
    Ok(())
}

/// An opportunity with the fixture's title.
pub async fn opportunity(desk: &Desk) -> Result<OpportunityId> {
    let made = desk.engine.create_opportunity(desk.fixture()?.title.clone()).await.map_err(said)?;
    Ok(made.opportunity.context("it was made")?.id)
}

/// The suite is about trackers, not about the checklist.
pub fn anyway() -> Option<String> {
    Some("The suite".to_owned())
}

impl Desk {
    pub fn fixture(&self) -> Result<&TrackerFixture> {
        self.replay.tracker.as_ref().context("replay.json has no “tracker”")
    }

    /// Sends the fixture's draft under the fixture's key.
    pub async fn send_export(&self) -> Result<OutboxEntry> {
        let fixture = self.fixture()?;
        let opportunity = opportunity(self).await?;
        let uid = fixture.key.strip_prefix("tl-").context("a key begins with tl-")?.to_owned();
        *self.next_uid.lock().map_err(|_| anyhow::anyhow!("poisoned"))? = Some(uid);
        self.engine.send_export(opportunity, self.id, fixture.draft.clone(), anyway()).await.map_err(said)
    }

    /// Links the fixture's item and sends the fixture's comment to it under the fixture's key.
    pub async fn send_comment(&self) -> Result<CommentView> {
        let fixture = self.fixture()?;
        let item = match self.engine.items().await.map_err(said)?.into_iter().next() {
            Some(item) => item,
            None => {
                let opportunity = opportunity(self).await?;
                let id = fixture.external_id.clone();
                self.engine.link_item(opportunity, self.id, id).await.map_err(said)?;
                self.engine.items().await.map_err(said)?.into_iter().next().context("an item is linked")?
            }
        };
        self.engine.send_comment(item.id, fixture.comment.clone(), fixture.key.clone()).await.map_err(said)
    }

    /// Ids of the items that are known here, as the tracker has them.
    pub fn items(&self) -> Result<Vec<String>> {
        let file = rusqlite::Connection::open(workspace_file(self.folder.path(), WorkspaceName::Own))?;
        let mut statement = file.prepare("SELECT external_id FROM item")?;
        let found = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Requests that write the item: not harmless by method, and with the key.
    pub async fn created(&self) -> Result<Vec<String>> {
        let fixture = self.fixture()?;
        let line = Line::of(self)?;
        let create = line.tracker.create(&fixture.draft, &ExportKey(fixture.key.clone()));
        ensure!(!create.harmless, "an item is never made again by itself");
        let body = create.body.clone().unwrap_or_default();
        let sent = format!("{} {body} {:?}", create.url, create.headers);
        // As it is, or as a number with other dashes.
        let plain = |text: &str| text.replace("tl-", "").replace('-', "");
        let carried = plain(&sent).contains(&plain(&fixture.key));
        ensure!(carried, "the request that makes the item doesn't carry the key: {sent}");
        let requests = self.player.requests().await;
        // The player may call itself by another name.
        let place = |url: &str| url.splitn(4, '/').last().map(str::to_owned);
        let same = |request: &&wiremock::Request| {
            place(request.url.as_str()) == place(&create.url) && request.body == body.as_bytes()
        };
        Ok(requests.iter().filter(same).map(|request| request.url.to_string()).collect())
    }
}

/// A tracker that is asked without a workspace.
struct Line {
    tracker: Box<dyn Tracker>,
    http: Http,
    peer: Peer,
}

impl Line {
    fn of(desk: &Desk) -> Result<Line> {
        let account = account(&desk.replay, &desk.player);
        let tracker = connectors::tracker(&account).map_err(said)?;
        let peer = Peer {
            tool: desk.replay.vendor.clone(),
            origin: Origin::of(&base_url(&account.base_url).map_err(said)?).context("an origin")?,
            auth: tracker.auth(),
            secret: secret_of(&desk.replay).map(Into::into),
            secret_name: "key".to_owned(),
        };
        Ok(Line { tracker, http: Http::new(Limits::default()).map_err(said)?, peer })
    }

    /// All pages of a list.
    async fn list<T>(
        &self,
        first: HttpRequest,
        parse: impl Fn(&HttpReply) -> std::result::Result<Vec<T>, BadReply>,
    ) -> Result<Vec<T>> {
        let (mut found, mut next) = (Vec::new(), Some(first));
        while let Some(request) = next {
            let reply = self.send(&request).await?;
            found.extend(parse(&reply).map_err(bad).with_context(|| request.url.clone())?);
            next = self.tracker.further(&request, &reply);
        }
        Ok(found)
    }

    /// Whether one of the item's comments carries the key, whichever page it is on.
    async fn commented(&self, external_id: &str, key: &ExportKey) -> Result<bool> {
        let mut from: Option<String> = None;
        loop {
            let reply = self.send(&self.tracker.comments(external_id, from.as_deref())).await?;
            let page = self.tracker.parse_comments(from.as_deref(), &reply).map_err(bad)?;
            ensure!(!page.cut, "the list of comments is cut");
            ensure!(page.next.is_none() || page.next != from, "the list of comments doesn't go on");
            if page.carry(key) {
                return Ok(true);
            }
            match page.next {
                Some(next) => from = Some(next),
                None => return Ok(false),
            }
        }
    }

    /// Likewise, with what their tool tells elsewhere.
    async fn items(
        &self,
        first: HttpRequest,
        parse: impl Fn(&HttpReply) -> std::result::Result<Vec<TrackerItem>, BadReply>,
    ) -> Result<Vec<TrackerItem>> {
        let mut items = self.list(first, parse).await?;
        let mut replies = Vec::new();
        while let Some(request) = self.tracker.complete(&mut items, &replies).map_err(bad)? {
            replies.push(self.send(&request).await?);
        }
        Ok(items)
    }

    /// The reply, once it is what was hoped for.
    async fn send(&self, request: &HttpRequest) -> Result<HttpReply> {
        let (cancel, now) = (CancellationToken::new(), Time(0));
        let patience = Patience {
            now: &|| now,
            cancel: &cancel,
            waiting: &|_| (),
            longest_wait: std::time::Duration::from_secs(1),
            attempts: 1,
        };
        let judge = |reply: &HttpReply, now| self.tracker.verdict(reply, now);
        let sent = self.http.send(&self.peer, request, &judge, &patience).await;
        let body = request.body.as_deref().unwrap_or_default();
        sent.map_err(said).with_context(|| format!("{:?} {} {body}", request.method, request.url))
    }
}

fn bad(reply: BadReply) -> anyhow::Error {
    anyhow::anyhow!("the reply can't be used: {}", reply.0)
}
