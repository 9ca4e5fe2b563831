//! Sending what must not arrive twice and can't be looked for afterwards: a post to an address that is itself the
//! secret. Whoever sends learns whether a message that failed may have arrived all the same.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::pace::retry_after;
use super::{Http, HttpReply, HttpRequest, Method, Origin, Patience, Peer};
use crate::connectors::Auth;
use crate::error::{Problem, Result};
use crate::model::Time;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    pub problem: Problem,
    /// Nothing of it reached the server; otherwise nobody knows.
    pub surely: bool,
    /// It may succeed later without anybody doing anything.
    pub passes: bool,
}

/// The address of an incoming webhook, which lets anybody post who knows it.
pub struct Hook {
    peer: Peer,
}

impl Hook {
    /// `tool`: whose webhook it is, for people. Refuses what isn't a web address, holds a user name, or would carry the
    /// secret over the network unencrypted.
    pub fn new(tool: &str, address: &SecretString) -> Result<Hook> {
        let wrong = |what: &str, todo: &str| Problem::bad_input(what).kept("Nothing was changed.").todo(todo);
        let copy = "Copy the webhook's address from the chat, from https:// to its end.";
        let url = Url::parse(address.expose_secret()).ok();
        let url = url.ok_or_else(|| wrong("This is not the address of a webhook.", copy))?;
        let origin = Origin::of(&url).ok_or_else(|| wrong("This is not the address of a webhook.", copy))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("The address holds a user name or password.", copy));
        }
        if !origin.is_encrypted() && !origin.is_loopback() {
            return Err(wrong(
                "The address begins with http://, so that others could read it on the way and post there too.",
                "Use the one that begins with https://.",
            ));
        }
        let peer = Peer {
            tool: tool.to_owned(),
            origin,
            auth: Auth::None,
            secret: Some(address.clone()),
            secret_name: "webhook's address".to_owned(),
        };
        Ok(Hook { peer })
    }

    /// Host and port without the secret part.
    pub fn server(&self) -> String {
        self.peer.origin.to_string()
    }

    /// `text` without the address and its secret parts.
    pub fn censored(&self, text: &str) -> String {
        let mut text = self.peer.censored(text);
        if let Some(url) = self.url() {
            for part in [url.path(), url.query().unwrap_or_default()] {
                if part.len() > 4 {
                    text = super::censored(&text, part);
                }
            }
        }
        text
    }

    fn url(&self) -> Option<Url> {
        Url::parse(self.peer.secret.as_ref()?.expose_secret()).ok()
    }
}

/// Until when the server asks to be left alone, if it does.
pub fn asks_to_wait(reply: &HttpReply, now: Time) -> Option<Time> {
    reply.header("retry-after").and_then(|value| retry_after(value, now))
}

impl Http {
    /// Posts JSON once. Every answer counts as one, whatever its status.
    pub async fn deliver(
        &self,
        hook: &Hook,
        body: String,
        patience: &Patience<'_>,
    ) -> std::result::Result<HttpReply, Undelivered> {
        let unsent = |problem| Undelivered { problem, surely: true, passes: true };
        let url = hook.url().ok_or_else(|| unsent(Problem::system("The webhook's address can't be read.")))?;
        let request = HttpRequest {
            method: Method::Post,
            url: String::new(),
            headers: Vec::new(),
            body: Some(body),
            harmless: false,
        };
        let _turn = self.turn(&hook.peer, patience).await.map_err(unsent)?;
        self.once(&hook.peer, &url, &request).await.map_err(|fault| Undelivered {
            problem: fault.problem(&hook.peer, self.limits()),
            surely: fault.is_before_sending(),
            passes: true,
        })
    }
}
