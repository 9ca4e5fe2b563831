//! Where weekly digests and andon alerts go. Setting one up is a decision like others; the address of a webhook and the
//! password for a mail server lie where the connections' secrets do, bound to their server.

mod content;
mod sending;

use secrecy::SecretString;

use super::Engine;
use super::sources::given;
use super::types::{DigestForm, DigestKind, DigestPage, DigestPreview, DigestView, MailForm, Security, StepDone};
use crate::digest::{payload, text};
use crate::error::{Problem, Result};
use crate::http::{Hook, mailbox};
use crate::journal::{Change, Entity};
use crate::store::digests::{self as stored, Destination, Stored};

/// More recipients are a list that a mail server keeps.
const MOST_RECIPIENTS: usize = 20;
const LONGEST_NAME: usize = 80;

impl Engine {
    pub async fn digests(&self) -> Result<DigestPage> {
        let mut read = self.store.reader().acquire().await?;
        let all = stored::all(&mut read).await?;
        let sent = stored::log(&mut read).await?;
        let mut last = Vec::with_capacity(all.len());
        for one in &all {
            last.push(stored::last(&mut read, &one.uid).await?);
        }
        drop(read);
        let mut destinations = Vec::with_capacity(all.len());
        for (one, last) in all.into_iter().zip(last) {
            let ready = match secret_name(&one.uid, &one.destination) {
                Some(name) => self.secrets().has(&name).await,
                None => true,
            };
            let next = self.next_digest(&one).await?;
            let Destination { form, server } = one.destination;
            destinations.push(DigestView { uid: one.uid, form, server, ready, next, last });
        }
        Ok(DigestPage { destinations, sent })
    }

    /// `secret`: a webhook's address, or the password for a mail server where somebody signs in.
    pub async fn add_digest(&self, form: DigestForm, secret: Option<String>) -> Result<StepDone> {
        let form = tidied(form)?;
        let secret = given(secret);
        if secret.is_none() && needs_secret(&form) {
            return Err(missing(&form).kept("Nothing was changed."));
        }
        let destination = Destination { server: server(&form, secret.as_ref(), None)?, form };
        let uid = self.new_uid();
        self.keep_digest_secret(&uid, &destination, secret).await?;
        let message = format!("Set up “{}” for digests", destination.form.name);
        let kept_as = secret_name(&uid, &destination);
        let done = self.decide(message, &[changed(&uid, &destination)?]).await;
        if let (Err(_), Some(name)) = (&done, kept_as) {
            self.secrets().delete(&name).await?;
        }
        done
    }

    /// Without a secret the one that is kept stays, as long as it is for the same server and user.
    pub async fn edit_digest(&self, uid: String, form: DigestForm, secret: Option<String>) -> Result<StepDone> {
        let before = self.destination(&uid).await?;
        let form = tidied(form)?;
        let secret = given(secret);
        if form.kind != before.destination.form.kind {
            return Err(Problem::refused("A destination stays with its kind.")
                .kept("Nothing was changed.")
                .todo("Set up another one."));
        }
        let destination = Destination { server: server(&form, secret.as_ref(), Some(&before))?, form };
        let (old, new) = (secret_name(&uid, &before.destination), secret_name(&uid, &destination));
        if secret.is_none() && old != new && needs_secret(&destination.form) {
            return Err(missing(&destination.form).kept("Nothing was changed."));
        }
        let corrected = secret.is_some() || before.destination.form.mail != destination.form.mail;
        self.keep_digest_secret(&uid, &destination, secret).await?;
        if let Some(old) = old.filter(|old| new.as_ref() != Some(old)) {
            self.secrets().delete(&old).await?;
        }
        let message = format!("Changed where “{}” goes", destination.form.name);
        let done = self.decide(message, &[changed(&uid, &destination)?]).await?;
        if corrected {
            let mut write = self.store.write().await?;
            stored::try_again(&mut write, &uid, self.now()).await?;
            write.commit().await?;
        }
        self.tell_changed();
        Ok(done)
    }

    /// What was sent to it stays in the log. Its address or password is forgotten.
    pub async fn remove_digest(&self, uid: String) -> Result<StepDone> {
        let one = self.destination(&uid).await?;
        let kept_as = secret_name(&uid, &one.destination);
        if kept_as.is_some() {
            self.secrets().ready().await?;
        }
        let message = format!("Took away “{}”; nothing is sent there any more", one.name());
        let done = self.decide(message, &[Change::cleared(Entity::Digest, &uid, "destination")]).await?;
        if let Some(name) = kept_as {
            self.secrets().delete(&name).await?;
        }
        Ok(done)
    }

    /// What a digest would say now. Nothing is sent.
    pub async fn preview_digest(&self, uid: String) -> Result<DigestPreview> {
        let one = self.destination(&uid).await?;
        let message = self.week_so_far().await?.message();
        let body = match one.destination.form.kind {
            DigestKind::Mail => text(&message),
            kind => serde_json::to_string_pretty(&payload(kind, &message)).unwrap_or_default(),
        };
        Ok(DigestPreview { message, body })
    }

    /// The names of all secrets that are kept for destinations.
    pub(super) async fn digest_secrets(&self) -> Result<Vec<String>> {
        let all = stored::all(&mut *self.store.reader().acquire().await?).await?;
        Ok(all.iter().filter_map(|one| secret_name(&one.uid, &one.destination)).collect())
    }

    async fn destination(&self, uid: &str) -> Result<Stored> {
        let all = stored::all(&mut *self.store.reader().acquire().await?).await?;
        all.into_iter()
            .find(|one| one.uid == uid)
            .ok_or_else(|| Problem::not_found("This destination isn't here any more.").kept("Nothing was sent."))
    }

    async fn keep_digest_secret(&self, uid: &str, to: &Destination, secret: Option<SecretString>) -> Result<()> {
        match (secret_name(uid, to), secret) {
            (Some(name), Some(secret)) => self.secrets().set(&name, secret).await,
            _ => Ok(()),
        }
    }
}

/// Under which name its secret is kept; None when it needs none. The server is part of it, so that whatever changes the
/// destination, an undo too, a secret given for one server never goes to another.
fn secret_name(uid: &str, to: &Destination) -> Option<String> {
    let user = to.form.mail.as_ref().map_or("", |mail| &mail.user);
    needs_secret(&to.form).then(|| format!("digest {uid} {} {user}", to.server).trim_end().to_owned())
}

fn needs_secret(form: &DigestForm) -> bool {
    form.mail.as_ref().is_none_or(|mail| !mail.user.is_empty())
}

fn missing(form: &DigestForm) -> Problem {
    match &form.mail {
        Some(mail) => Problem::bad_input(format!("The password for “{}” is missing.", mail.user))
            .todo("Enter it, or leave the user empty where nobody has to sign in."),
        None => Problem::bad_input("The address of the webhook is missing.")
            .todo(format!("Make an incoming webhook in {} and copy its address.", form.kind.name())),
    }
}

fn changed(uid: &str, destination: &Destination) -> Result<Change> {
    let value = serde_json::to_value(destination).map_err(|e| Problem::system(e.to_string()))?;
    Ok(Change::new(Entity::Digest, uid, "destination", value))
}

/// The server of a destination: of the webhook's address that was given, or the one it had.
fn server(form: &DigestForm, secret: Option<&SecretString>, before: Option<&Stored>) -> Result<String> {
    match (&form.mail, secret) {
        (Some(mail), _) => Ok(format!("{}:{}", mail.host, mail.port)),
        (None, Some(address)) => Ok(Hook::new(form.kind.name(), address)?.server()),
        (None, None) => Ok(before.map(|before| before.destination.server.clone()).unwrap_or_default()),
    }
}

/// Without stray spaces, never without a name, and with a mail's addresses checked.
fn tidied(form: DigestForm) -> Result<DigestForm> {
    let wrong = |what: &str| Err(Problem::bad_input(what).kept("Nothing was changed."));
    let name = match form.name.trim() {
        "" => form.kind.name(),
        name => name,
    };
    if name.chars().count() > LONGEST_NAME {
        return wrong("The name is too long.");
    }
    let mail = match (form.kind, form.mail) {
        (DigestKind::Mail, Some(mail)) => Some(tidied_mail(mail)?),
        (DigestKind::Mail, None) => return wrong("The mail server is missing."),
        _ => None,
    };
    Ok(DigestForm { name: name.to_owned(), mail, ..form })
}

fn tidied_mail(mail: MailForm) -> Result<MailForm> {
    let wrong = |what: &str| Problem::bad_input(what).kept("Nothing was changed.");
    let host = mail.host.trim().to_lowercase();
    if host.is_empty() || mail.port == 0 || host.contains(|c: char| c.is_whitespace() || "/@\\".contains(c)) {
        return Err(wrong("The mail server needs a name such as smtp.example.com, and a port."));
    }
    let user = mail.user.trim().to_owned();
    if mail.security == Security::None && !user.is_empty() && !is_this_laptop(&host) {
        return Err(wrong("A password would go over the network for everybody to read.")
            .todo("Choose TLS or STARTTLS, or leave the user empty."));
    }
    let to: Vec<String> =
        mail.to.iter().filter(|to| !to.trim().is_empty()).map(|to| mailbox(to)).collect::<Result<_>>()?;
    if to.is_empty() || to.len() > MOST_RECIPIENTS {
        return Err(wrong(&format!("A mail goes to at least one and at most {MOST_RECIPIENTS} addresses.")));
    }
    Ok(MailForm { host, port: mail.port, security: mail.security, user, from: mailbox(&mail.from)?, to })
}

fn is_this_laptop(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
