//! Weekly digests and andon alerts, to chats and by mail.

use clap::{Args, Subcommand, ValueEnum};
use engine::api::Engine;
use engine::api::types::{
    DigestForm, DigestKind, DigestPage, DigestSent, DigestState, DigestView, DigestWhat, MailForm, Security, Weekly,
};
use engine::digest::text;
use engine::error::{Problem, Result};

use crate::done::Done;
use crate::show::{self, Table};
use crate::{secret, workspace};

#[derive(Debug, Subcommand)]
pub enum Digest {
    /// Where digests and alerts go.
    List,
    /// What was sent when, with the answers.
    Log,
    /// Set a destination up. Its webhook's address or its password is asked for.
    Add(Box<Add>),
    /// What the next digest to a destination would say.
    Preview {
        name: String,
        /// Exactly as it is sent.
        #[arg(long)]
        raw: bool,
    },
    /// Send what is due; with a name, this week's digest to one destination now.
    Send { name: Option<String> },
    /// Send a few words that say that they are a test.
    Test { name: String },
    /// Send once more what failed or may not have arrived, by its number in the log.
    Again { number: u32 },
    /// Send nothing there any more, and forget its address or password.
    Remove { name: String },
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(value_enum)]
    pub kind: Kind,
    #[arg(long, default_value = "")]
    pub name: String,
    /// When a digest goes out: a day and a time by this computer's clock.
    #[arg(long, value_name = "WHEN", default_value = "mon 09:00")]
    pub weekly: Weekly,
    /// No weekly digest.
    #[arg(long)]
    pub never: bool,
    /// Tell when exports are stopped, and when they go again.
    #[arg(long)]
    pub andon: bool,
    /// The mail server, with its port after a colon unless it is the usual one.
    #[arg(long, required_if_eq("kind", "mail"))]
    pub server: Option<String>,
    #[arg(long, value_enum, default_value = "starttls")]
    pub security: Encryption,
    /// Who signs in at the mail server; nobody when left out.
    #[arg(long, default_value = "")]
    pub user: String,
    #[arg(long, required_if_eq("kind", "mail"))]
    pub from: Option<String>,
    /// Can be given several times.
    #[arg(long, required_if_eq("kind", "mail"))]
    pub to: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Slack,
    Mattermost,
    Teams,
    Mail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Encryption {
    Tls,
    Starttls,
    None,
}

pub async fn perform(engine: &Engine, what: Digest) -> Result<Done> {
    match what {
        Digest::List => {
            let page = engine.digests().await?;
            let text = listed(&page);
            Ok(Done::new(&page, text))
        }
        Digest::Log => {
            let sent = engine.digests().await?.sent;
            let text = logged(&sent);
            Ok(Done::new(&sent, text))
        }
        Digest::Add(add) => {
            let form = form(*add)?;
            let label = match &form.mail {
                Some(mail) if mail.user.is_empty() => None,
                Some(_) => Some("Password for the mail server"),
                None => Some("Address of the webhook"),
            };
            let secret = label.map(secret::ask).transpose()?.flatten();
            Ok(workspace::step(&engine.add_digest(form, secret).await?))
        }
        Digest::Preview { name, raw } => {
            let preview = engine.preview_digest(named(engine, &name).await?.uid).await?;
            let message = &preview.message;
            let text =
                if raw { format!("{}\n", preview.body) } else { format!("{}\n\n{}", message.title, text(message)) };
            Ok(Done::new(&preview, text))
        }
        Digest::Send { name: None } => {
            let sent = engine.send_due_digests().await?;
            let text = if sent.is_empty() { "Nothing is due.\n".to_owned() } else { logged(&sent) };
            let problem = sent.iter().find_map(|one| one.problem.as_ref());
            Ok(Done::new(&sent, text).despite(problem))
        }
        Digest::Send { name: Some(name) } => ended(engine.send_digest(named(engine, &name).await?.uid).await?),
        Digest::Test { name } => ended(engine.test_digest(named(engine, &name).await?.uid).await?),
        Digest::Again { number } => ended(engine.send_digest_again(number).await?),
        Digest::Remove { name } => Ok(workspace::step(&engine.remove_digest(named(engine, &name).await?.uid).await?)),
    }
}

/// What became of one message; why it didn't arrive is an error.
fn ended(sent: DigestSent) -> Result<Done> {
    match sent.problem.clone() {
        Some(problem) => Err(problem),
        None => {
            let text = logged(std::slice::from_ref(&sent));
            Ok(Done::new(&sent, text))
        }
    }
}

fn form(add: Add) -> Result<DigestForm> {
    let mail = match (add.kind, &add.server) {
        (Kind::Mail, Some(server)) => Some(MailForm {
            host: server.split(':').next().unwrap_or_default().to_owned(),
            port: port(server, add.security)?,
            security: match add.security {
                Encryption::Tls => Security::Tls,
                Encryption::Starttls => Security::Starttls,
                Encryption::None => Security::None,
            },
            user: add.user,
            from: add.from.unwrap_or_default(),
            to: add.to,
        }),
        _ => None,
    };
    let kind = match add.kind {
        Kind::Slack => DigestKind::Slack,
        Kind::Mattermost => DigestKind::Mattermost,
        Kind::Teams => DigestKind::Teams,
        Kind::Mail => DigestKind::Mail,
    };
    Ok(DigestForm { name: add.name, kind, weekly: !add.never, when: add.weekly, andon: add.andon, mail })
}

fn port(server: &str, security: Encryption) -> Result<u16> {
    match (server.split_once(':'), security) {
        (Some((_, port)), _) => {
            port.parse().map_err(|_| Problem::bad_input(format!("“{port}” is no port.")).kept("Nothing was changed."))
        }
        (None, Encryption::Tls) => Ok(465),
        (None, Encryption::Starttls) => Ok(587),
        (None, Encryption::None) => Ok(25),
    }
}

/// The one destination of that name, in any case.
async fn named(engine: &Engine, name: &str) -> Result<DigestView> {
    let all = engine.digests().await?.destinations;
    let mut found = all.into_iter().filter(|one| one.form.name.to_lowercase() == name.to_lowercase());
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Problem::not_found(format!("There is no destination called “{name}”."))
            .todo("`throughline digest list` shows them.")),
        _ => Err(Problem::bad_input(format!("Several destinations are called “{name}”."))
            .kept("Nothing was sent.")
            .todo("Give them different names.")),
    }
}

fn listed(page: &DigestPage) -> String {
    let mut table = Table::new(&["*Name", "Kind", "Server", "Weekly", "Andon", "Next", "Last"]);
    for one in &page.destinations {
        let form = &one.form;
        let last = match (&one.last, one.ready) {
            (_, false) => "secret missing".to_owned(),
            (Some(last), true) => state(last).to_owned(),
            (None, true) => String::new(),
        };
        table.row([
            form.name.clone(),
            form.kind.name().to_owned(),
            one.server.clone(),
            if form.weekly { form.when.to_string() } else { "off".to_owned() },
            if form.andon { "on" } else { "off" }.to_owned(),
            one.next.map(show::time).unwrap_or_default(),
            last,
        ]);
    }
    table.text("Nothing is sent anywhere. `throughline digest add` sets a destination up.")
}

fn logged(sent: &[DigestSent]) -> String {
    let mut table = Table::new(&[">No.", "When", "To", "What", "State", "*Answer"]);
    for one in sent {
        let what = match one.what {
            DigestWhat::Week => "digest",
            DigestWhat::Andon => "alert",
            DigestWhat::Test => "test",
        };
        let answer = one.problem.as_ref().map_or_else(|| one.answer.clone(), Problem::sentence);
        let (number, when) = (one.id.to_string(), show::time(one.changed_at));
        table.row([number, when, one.name.clone(), what.to_owned(), state(one).to_owned(), answer]);
    }
    table.text("Nothing was sent yet.")
}

fn state(sent: &DigestSent) -> &'static str {
    match sent.state {
        DigestState::Sent => "sent",
        DigestState::Failed => "not sent",
        DigestState::Unknown => "not known",
    }
}
