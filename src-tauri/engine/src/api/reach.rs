//! Reaching the tool behind a connection: as whom, with which secret, and how patiently.

use std::time::Duration;

use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::Engine;
use crate::connectors::{self, Account, Auth, BadReply, Cursor, Page, Reader, Stream, Vendor};
use crate::error::{Problem, ProblemKind, Result};
use crate::http::{Http, Origin, Patience, Peer, base_url};
use crate::model::Time;
use crate::store::connections::Connection;

impl Engine {
    /// The tool behind a connection, with the secret that is kept for it.
    pub(crate) async fn peer(&self, connection: &Connection, auth: Auth) -> Result<Peer> {
        self.peer_of(&connection.account(), auth, self.kept_secret(connection).await?).await
    }

    /// The tool of an account, as whoever knows `secret`.
    pub(crate) async fn peer_of(&self, account: &Account, auth: Auth, secret: Option<SecretString>) -> Result<Peer> {
        self.reach_network().await?;
        let vendor = vendor(account)?;
        let (tool, secret_name) = (vendor.name.to_owned(), in_sentence(vendor.secret_label));
        Ok(Peer { tool, origin: origin(account)?, auth, secret, secret_name })
    }

    /// The secret that is kept for a connection; a problem when there is none and the tool needs one.
    pub(crate) async fn kept_secret(&self, connection: &Connection) -> Result<Option<SecretString>> {
        let account = connection.account();
        let secret = self.secrets().get(&secret_name(&connection.uid, &account)?).await?;
        let vendor = vendor(&account)?;
        if secret.is_none() && vendor.secret_required {
            let label = in_sentence(vendor.secret_label);
            return Err(Problem::new(
                ProblemKind::Credential,
                format!("The {label} of “{}” isn't kept on this laptop.", connection.name),
            )
            .todo(format!("Enter the {label} to go on.")));
        }
        Ok(secret)
    }

    /// While a person looks on: asks again once, waits for nobody longer than `longest`, tells nobody about it.
    pub(crate) fn patience<'a>(&'a self, cancel: &'a CancellationToken, longest: Duration) -> Patience<'a> {
        Patience { now: self.clock(), cancel, waiting: &|_| (), longest_wait: longest, attempts: 2 }
    }
}

/// Under which name the secret of a connection is kept. The server and the account are part of it, so that
/// whatever changes the address, an undo too, a secret given for one server is never found for another.
pub(crate) fn secret_name(uid: &str, account: &Account) -> Result<String> {
    let whose = match connectors::program(account) {
        Some(program) => format!("program {program}"),
        None => origin(account)?.address(),
    };
    Ok(format!("{uid} {whose} {}", account.user).trim_end().to_owned())
}

fn origin(account: &Account) -> Result<Origin> {
    Origin::of(&base_url(&account.base_url)?)
        .ok_or_else(|| Problem::bad_input("The address is not a web address.").kept("Nothing was changed."))
}

/// Asks the tool who we are; the answer in words. Fails when the secret is wrong, even on a tool that lets
/// strangers read.
pub(crate) async fn sign_in(http: &Http, peer: &Peer, reader: &dyn Reader, patience: &Patience<'_>) -> Result<String> {
    let judge = |reply: &_, now: Time| reader.verdict(reply, now);
    let reply = http.send(peer, &reader.check(), &judge, patience).await?;
    reader.checked(&reply).map_err(|bad| unusable(peer, &bad))
}

/// One whole page of a stream, asked for in as many requests as the tool needs for it.
pub(crate) async fn read_page(
    http: &Http,
    peer: &Peer,
    reader: &dyn Reader,
    at: (&Stream, &Cursor, u32),
    patience: &Patience<'_>,
) -> Result<Page> {
    let (stream, cursor, page_size) = at;
    let judge = |reply: &_, now: Time| reader.verdict(reply, now);
    let reply = http.send(peer, &reader.request(stream, cursor, page_size), &judge, patience).await?;
    let mut page = reader.parse(stream, cursor, &reply, (patience.now)()).map_err(|bad| unusable(peer, &bad))?;
    let mut further = Vec::new();
    while let Some(request) = reader.complete(&mut page, &further).map_err(|bad| unusable(peer, &bad))? {
        further.push(http.send(peer, &request, &judge, patience).await?);
    }
    Ok(page)
}

/// The sentence for a reply that a connector can't read.
pub(crate) fn unusable(peer: &Peer, bad: &BadReply) -> Problem {
    let words = peer.censored(&bad.0);
    let words = words.trim_end_matches('.');
    Problem::new(ProblemKind::BadReply, format!("The answer of {} can't be used: {words}.", peer.origin))
        .todo(format!("Check that the address is that of {}.", peer.tool))
}

/// What the registry says about the tool of an account.
pub(crate) fn vendor(account: &Account) -> Result<Vendor> {
    connectors::vendors().into_iter().find(|vendor| vendor.id == account.vendor).ok_or_else(|| {
        Problem::bad_input(format!("Throughline doesn't know a tool called “{}”.", account.vendor))
            .kept("Nothing was changed.")
            .todo("Choose one of the tools in the list.")
    })
}

/// A form's label inside a sentence: "Password" becomes "password", "API key" stays.
pub(crate) fn in_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (None, _) => "password".to_owned(),
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_sentence;

    #[test]
    fn labels_fit_into_sentences() {
        assert_eq!(
            ["Password", "API key", "", "Öffner", "A"].map(in_sentence),
            ["password", "API key", "password", "öffner", "A"]
        );
    }
}
