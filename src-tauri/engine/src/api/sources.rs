//! Connections: which tools there are, which accounts are connected and how they fare, and the decisions
//! about them. A connection's secret travels beside the decision and never into the journal.

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::Engine;
use super::reach::{in_sentence, secret_name, vendor};
use super::types::{Cadence, ConnectionForm, ConnectionView, Health, SetAsideView, StepDone};
use super::words::counted;
use crate::connectors::{self, Account, Setting, Vendor};
use crate::error::{Problem, ProblemKind, Result};
use crate::http::base_url;
use crate::journal::{Change, Entity};
use crate::model::{ConnectionId, Kind};
use crate::store::connections::{self, Brought, Connection};

impl Engine {
    pub async fn vendors(&self) -> Result<Vec<Vendor>> {
        Ok(connectors::vendors())
    }

    pub async fn connections(&self) -> Result<Vec<ConnectionView>> {
        let mut brought = connections::brought(&self.store).await?;
        let mut views = Vec::new();
        for connection in connections::all(self.store.reader()).await? {
            let brought = brought.remove(&connection.id).unwrap_or_default();
            views.push(self.view(connection, &brought).await);
        }
        Ok(views)
    }

    pub async fn add_connection(&self, form: ConnectionForm, secret: Option<String>) -> Result<ConnectionView> {
        let form = tidied(form)?;
        let secret = given(secret);
        let vendor = vendor(&form.account)?;
        if secret.is_none() && vendor.secret_required {
            return Err(Problem::bad_input(format!("The {} is missing.", in_sentence(vendor.secret_label)))
                .kept("Nothing was changed."));
        }
        self.refuse_twin(&form.account, None).await?;
        let uid = self.new_uid();
        let kept_as = secret_name(&uid, &form.account)?;
        if let Some(secret) = secret {
            self.secrets().set(&kept_as, secret).await?;
        }
        let mut changes = vec![Change::new(Entity::Connection, &uid, "created", form.account.vendor.as_str())];
        changes.extend(fields(&uid, &form));
        if vendor.reads {
            let cadence = Cadence::usual(vendor.group).to_string();
            changes.push(Change::new(Entity::Connection, &uid, "schedule", cadence));
        }
        if let Err(problem) = self.decide(format!("Connected “{}”", form.name), &changes).await {
            self.secrets().delete(&kept_as).await?;
            return Err(problem);
        }
        match connections::id_of(self.store.reader(), &uid).await? {
            Some(id) => self.connection(id).await,
            None => Err(Problem::system("The connection wasn't stored.").kept("Nothing was changed.")),
        }
    }

    pub async fn edit_connection(
        &self,
        id: ConnectionId,
        form: ConnectionForm,
        secret: Option<String>,
    ) -> Result<ConnectionView> {
        let before = connections::one(self.store.reader(), id).await?;
        let form = tidied(form)?;
        let secret = given(secret);
        if form.account.vendor != before.vendor {
            return Err(Problem::refused("A connection stays with its tool.")
                .kept("Nothing was changed.")
                .todo("Add another connection for the other tool."));
        }
        if secret.is_none() {
            self.refuse_secret_elsewhere(&before, &form.account).await?;
        }
        self.refuse_twin(&form.account, Some(id)).await?;
        if let Some(secret) = secret {
            let (old, new) = (secret_name(&before.uid, &before.account())?, secret_name(&before.uid, &form.account)?);
            self.secrets().set(&new, secret).await?;
            if old != new {
                self.secrets().delete(&old).await?;
            }
            if connectors::program(&form.account).is_some() {
                // A program's configuration says what it reads, so the place it had reached may mean nothing now.
                connections::forget_cursors(&self.store, id).await?;
            }
        }
        self.decide(format!("Changed “{}”", form.name), &fields(&before.uid, &form)).await?;
        connections::forget_problem(&self.store, id).await?;
        self.tell_changed();
        self.connection(id).await
    }

    pub async fn rename_connection(&self, id: ConnectionId, name: String) -> Result<StepDone> {
        let connection = connections::one(self.store.reader(), id).await?;
        let name = name.trim();
        if name.is_empty() {
            return Err(Problem::bad_input("A connection needs a name.").kept("It is called as before."));
        }
        // Imported again, a file finds its rows by its name.
        if connection.vendor == "file" {
            return Err(Problem::refused(
                "It is called as its file is, so that importing the file again updates its rows.",
            )
            .kept("It is called as before."));
        }
        let message = format!("Renamed “{}” to “{name}”", connection.name);
        self.decide(message, &[Change::new(Entity::Connection, &connection.uid, "name", name)]).await
    }

    pub async fn pause_connection(&self, id: ConnectionId, paused: bool) -> Result<StepDone> {
        let connection = connections::one(self.store.reader(), id).await?;
        let message = format!("{} “{}”", if paused { "Paused" } else { "Goes on reading" }, connection.name);
        let change = Change::new(Entity::Connection, &connection.uid, "paused", paused);
        let done = self.decide(message, &[change]).await?;
        if paused {
            self.running.stop(Some(id));
        }
        Ok(done)
    }

    pub async fn delete_connection(&self, id: ConnectionId) -> Result<StepDone> {
        let connection = connections::one(self.store.reader(), id).await?;
        if vendor(&connection.account()).is_ok_and(|vendor| !vendor.secret_label.is_empty()) {
            self.secrets().ready().await?;
        }
        let signals = connections::signals(self.store.reader(), id).await?;
        let stay = match signals {
            0 => String::new(),
            1 => "; its 1 signal stays".to_owned(),
            many => format!("; its {} stay", counted(many, "signals")),
        };
        let change = Change::new(Entity::Connection, &connection.uid, "deleted", true);
        let done = self.decide(format!("Took away “{}”{stay}", connection.name), &[change]).await?;
        self.running.stop(Some(id));
        if let Ok(kept_as) = secret_name(&connection.uid, &connection.account()) {
            self.secrets().delete(&kept_as).await?;
        }
        Ok(done)
    }

    pub async fn set_aside(&self, id: ConnectionId) -> Result<Vec<SetAsideView>> {
        let kept = connections::set_aside(self.store.reader(), id).await?;
        Ok(kept
            .into_iter()
            .map(|one| SetAsideView {
                row: one.row,
                external_id: one.external_id,
                reason: one.reason,
                raw: one.raw,
                at: one.at,
            })
            .collect())
    }

    /// A secret given for one server is not sent to another just because the address was edited.
    pub(crate) async fn refuse_secret_elsewhere(&self, before: &Connection, account: &Account) -> Result<()> {
        let Ok(old) = secret_name(&before.uid, &before.account()) else { return Ok(()) };
        if old == secret_name(&before.uid, account)? {
            return Ok(());
        }
        self.secrets().ready().await?;
        if !self.secrets().has(&old).await {
            return Ok(());
        }
        let label = in_sentence(vendor(account)?.secret_label);
        Err(Problem::new(ProblemKind::Credential, format!("The kept {label} belongs to {}.", whose(before)))
            .kept("Nothing was changed.")
            .todo(format!("Enter the {label} for the new address or account.")))
    }

    async fn connection(&self, id: ConnectionId) -> Result<ConnectionView> {
        let connection = connections::one(self.store.reader(), id).await?;
        let brought = connections::brought(&self.store).await?.remove(&id).unwrap_or_default();
        Ok(self.view(connection, &brought).await)
    }

    async fn view(&self, connection: Connection, brought: &Brought) -> ConnectionView {
        let account = connection.account();
        let vendor = vendor(&account).ok();
        let progress = self.running.progress(connection.id);
        let problem = connection.problem();
        let (schedule, next_read) =
            (connection.schedule().unwrap_or(Cadence::Off), self.next_read(&connection, self.now()));
        let has_secret = match secret_name(&connection.uid, &account) {
            Ok(kept_as) => self.secrets().has(&kept_as).await,
            Err(_) => false,
        };
        let health = match &progress {
            Some(Some(progress)) if progress.waiting_until.is_some() => Health::Slowed,
            Some(_) => Health::Syncing,
            None if connection.paused => Health::Paused,
            None if problem.is_some() => Health::Stopped,
            None if connection.last_sync.is_none() => Health::NeverRead,
            None => Health::Healthy,
        };
        ConnectionView {
            id: connection.id,
            has_secret,
            vendor_name: vendor.as_ref().map_or(connection.vendor.as_str(), |vendor| vendor.name).to_owned(),
            initials: vendor.as_ref().map_or("?", |vendor| vendor.initials).to_owned(),
            reads: vendor.as_ref().is_some_and(|vendor| vendor.reads),
            writes: vendor.as_ref().is_some_and(|vendor| vendor.writes),
            name: connection.name,
            account,
            health,
            paused: connection.paused,
            progress: progress.flatten(),
            problem,
            last_sync: connection.last_sync,
            schedule,
            next_read,
            brought: told(&brought.kinds),
            signals: brought.signals(),
            set_aside: brought.set_aside,
        }
    }

    /// The same account connected twice would count every record twice.
    async fn refuse_twin(&self, account: &Account, but: Option<ConnectionId>) -> Result<()> {
        let all = connections::all(self.store.reader()).await?;
        match all.iter().find(|other| Some(other.id) != but && other.account() == *account) {
            Some(twin) => Err(Problem::refused(format!("This account is connected already, as “{}”.", twin.name))
                .kept("Nothing was changed.")),
            None => Ok(()),
        }
    }
}

/// The server or program that a connection's secret is for.
fn whose(connection: &Connection) -> String {
    let account = connection.account();
    connectors::program(&account).unwrap_or(&connection.base_url).to_owned()
}

/// Without stray spaces, with the address checked, and never without a name.
fn tidied(form: ConnectionForm) -> Result<ConnectionForm> {
    let vendor = vendor(&form.account)?;
    if (vendor.reads || vendor.writes) && connectors::program(&form.account).is_none() {
        base_url(&form.account.base_url)?;
    }
    let known = settings(vendor.settings, &form.account)?;
    let name = match form.name.trim() {
        "" => vendor.name,
        name => name,
    };
    Ok(ConnectionForm {
        name: name.to_owned(),
        account: Account {
            vendor: form.account.vendor,
            base_url: form.account.base_url.trim().trim_end_matches('/').to_owned(),
            user: form.account.user.trim().to_owned(),
            project: form.account.project.trim().to_owned(),
            settings: known,
        },
    })
}

/// Without the line break that comes along when a key is copied. An empty field is no secret.
pub(crate) fn given(secret: Option<String>) -> Option<SecretString> {
    secret.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).map(SecretString::from)
}

/// The settings this tool knows, and only those that say something other than nothing.
fn settings(known: &[Setting], account: &Account) -> Result<BTreeMap<String, String>> {
    let mut kept = BTreeMap::new();
    for setting in known {
        let value = account.setting(setting.name);
        let wrong = |what: String| Err(Problem::bad_input(what).kept("Nothing was changed."));
        if value.is_empty() {
            if setting.required {
                return wrong(format!("The {} is missing.", in_sentence(setting.label)));
            }
            continue;
        }
        if !setting.choices.is_empty() && !setting.choices.iter().any(|(choice, _)| *choice == value) {
            return wrong(format!("“{value}” is no {}.", in_sentence(setting.label)));
        }
        kept.insert(setting.name.to_owned(), value.to_owned());
    }
    Ok(kept)
}

fn fields(uid: &str, form: &ConnectionForm) -> Vec<Change> {
    let account = &form.account;
    let settings = serde_json::to_string(&account.settings).unwrap_or_else(|_| "{}".to_owned());
    [
        ("name", &form.name),
        ("base_url", &account.base_url),
        ("user", &account.user),
        ("project", &account.project),
        ("settings", &settings),
    ]
    .map(|(field, value)| Change::new(Entity::Connection, uid, field, value.as_str()))
    .into()
}

/// `2,611 tickets, 14 incidents`, most first.
fn told(kinds: &BTreeMap<Kind, u32>) -> String {
    let mut parts: Vec<(u32, &str)> = kinds.iter().map(|(kind, count)| (*count, plural(*kind))).collect();
    parts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    parts.iter().map(|(number, word)| counted(*number, word)).collect::<Vec<_>>().join(", ")
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Incident => "incidents",
        Kind::Alert => "alerts",
        Kind::Error => "errors",
        Kind::Change => "changes",
        Kind::Deployment => "deployments",
        Kind::Ticket => "tickets",
        Kind::Feedback => "comments",
    }
}
