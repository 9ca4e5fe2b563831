//! What a destination of digests is set up with, on the command line.

use clap::{Args, ValueEnum};
use engine::api::types::{DigestForm, DigestKind, MailForm, Security, Weekly};
use engine::error::{Problem, Result};

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

#[derive(Debug, Args)]
pub struct Edit {
    pub name: String,
    #[arg(long = "name", value_name = "NEW_NAME")]
    pub new_name: Option<String>,
    /// A digest goes out every week: on a day and at a time by this computer's clock.
    #[arg(long, value_name = "WHEN")]
    pub weekly: Option<Weekly>,
    /// No weekly digest any more.
    #[arg(long, conflicts_with = "weekly")]
    pub never: bool,
    /// Tell when exports are stopped, and when they go again.
    #[arg(long)]
    pub andon: bool,
    /// Tell no more of exports that are stopped.
    #[arg(long, conflicts_with = "andon")]
    pub no_andon: bool,
    #[command(flatten)]
    pub mail: MailChange,
    #[arg(long, alias = "secret")]
    pub new_secret: bool,
}

/// What only a destination by mail has.
#[derive(Debug, Args)]
pub struct MailChange {
    /// The mail server, with its port after a colon unless it is the usual one.
    #[arg(long)]
    pub server: Option<String>,
    /// The port goes with it, unless it was a port of your own.
    #[arg(long, value_enum)]
    pub security: Option<Encryption>,
    /// Who signs in at the mail server; empty for nobody.
    #[arg(long)]
    pub user: Option<String>,
    #[arg(long)]
    pub from: Option<String>,
    /// Instead of all present recipients. Can be given several times.
    #[arg(long)]
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

impl From<Encryption> for Security {
    fn from(encryption: Encryption) -> Security {
        match encryption {
            Encryption::Tls => Security::Tls,
            Encryption::Starttls => Security::Starttls,
            Encryption::None => Security::None,
        }
    }
}

/// A new destination.
pub fn form(add: Add) -> Result<DigestForm> {
    let security = Security::from(add.security);
    let mail = match (add.kind, &add.server) {
        (Kind::Mail, Some(server)) => {
            let (host, port) = host_and_port(server, security)?;
            Some(MailForm { host, port, security, user: add.user, from: add.from.unwrap_or_default(), to: add.to })
        }
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

/// `before` with what is given; what isn't stays.
pub fn changed(before: DigestForm, edit: Edit) -> Result<DigestForm> {
    let given = edit.mail;
    let mail = match before.mail {
        Some(mail) => Some(changed_mail(mail, given)?),
        None if given.is_empty() => None,
        None => {
            return Err(Problem::bad_input(format!("“{}” is no destination by mail.", before.name))
                .kept("Nothing was changed.")
                .todo("Leave --server, --security, --user, --from and --to out."));
        }
    };
    Ok(DigestForm {
        name: edit.new_name.unwrap_or(before.name),
        kind: before.kind,
        weekly: !edit.never && (before.weekly || edit.weekly.is_some()),
        when: edit.weekly.unwrap_or(before.when),
        andon: !edit.no_andon && (before.andon || edit.andon),
        mail,
    })
}

impl MailChange {
    fn is_empty(&self) -> bool {
        let texts = [&self.server, &self.user, &self.from];
        texts.iter().all(|text| text.is_none()) && self.security.is_none() && self.to.is_empty()
    }
}

fn changed_mail(before: MailForm, given: MailChange) -> Result<MailForm> {
    let security = given.security.map_or(before.security, Security::from);
    let (host, port) = match &given.server {
        Some(server) => host_and_port(server, security)?,
        None if before.port == usual_port(before.security) => (before.host, usual_port(security)),
        None => (before.host, before.port),
    };
    Ok(MailForm {
        host,
        port,
        security,
        user: given.user.unwrap_or(before.user),
        from: given.from.unwrap_or(before.from),
        to: if given.to.is_empty() { before.to } else { given.to },
    })
}

fn host_and_port(server: &str, security: Security) -> Result<(String, u16)> {
    let Some((host, port)) = server.split_once(':') else {
        return Ok((server.to_owned(), usual_port(security)));
    };
    let port =
        port.parse().map_err(|_| Problem::bad_input(format!("“{port}” is no port.")).kept("Nothing was changed."))?;
    Ok((host.to_owned(), port))
}

fn usual_port(security: Security) -> u16 {
    match security {
        Security::Tls => 465,
        Security::Starttls => 587,
        Security::None => 25,
    }
}
