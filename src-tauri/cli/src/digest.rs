//! Weekly digests and andon alerts, to chats and by mail.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{DigestForm, DigestPage, DigestSent, DigestState, DigestView, DigestWhat};
use engine::digest::text;
use engine::error::{Problem, Result};

use crate::digest_form::{Add, Edit, changed, form};
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
    /// Change what is given. Another address or password is asked for with --new-secret.
    Edit(Box<Edit>),
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
            let secret = ask_secret(&form)?;
            Ok(workspace::step(&engine.add_digest(form, secret).await?))
        }
        Digest::Edit(edit) => {
            let before = named(engine, &edit.name).await?;
            let asks = edit.new_secret;
            let form = changed(before.form, *edit)?;
            let secret = if asks { ask_secret(&form)? } else { None };
            Ok(workspace::step(&engine.edit_digest(before.uid, form, secret).await?))
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

/// The webhook's address, or the password where somebody signs in.
fn ask_secret(form: &DigestForm) -> Result<Option<String>> {
    match &form.mail {
        Some(mail) if mail.user.is_empty() => Ok(None),
        Some(_) => secret::ask("Password for the mail server"),
        None => secret::ask("Address of the webhook"),
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
