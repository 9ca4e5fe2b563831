//! Sends one request and gives its reply: to the configured origin only, one at a time per server, again after
//! a pause where that is harmless, within the limits, until somebody cancels.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, InvalidHeaderValue};
use reqwest::{Client, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::allowance::rests_until;
use super::authority::Authority;
use super::censor::censored;
use super::fault::Fault;
use super::lane::{Lane, Lanes};
use super::network::Network;
use super::pace::minutes;
use super::{HttpReply, HttpRequest, Limits, Method, Origin, Verdict};
use crate::connectors::Auth;
use crate::error::{Problem, ProblemKind, Result};
use crate::model::Time;

/// Who is talked to, and as whom.
pub struct Peer {
    /// The tool's name for people, e.g. "Redmine".
    pub tool: String,
    /// The only place the secret may go.
    pub origin: Origin,
    pub auth: Auth,
    pub secret: Option<SecretString>,
    /// What the tool calls its secret inside a sentence, e.g. "API key".
    pub secret_name: String,
}

impl Peer {
    /// `text` with the secret taken out, for sentences that quote the tool.
    pub fn censored(&self, text: &str) -> String {
        match &self.secret {
            Some(secret) => censored(text, secret.expose_secret()),
            None => text.to_owned(),
        }
    }

    /// The address of a request, when it lies on this peer's origin.
    fn own(&self, url: &str) -> Result<Url> {
        let parsed = Url::parse(url).ok();
        let origin = parsed.as_ref().and_then(Origin::of);
        match (parsed, origin) {
            (Some(url), Some(origin)) if origin == self.origin => Ok(url),
            (_, elsewhere) => {
                let elsewhere = elsewhere.map_or_else(|| "an unreadable address".to_owned(), |o| o.to_string());
                Err(Problem::new(
                    ProblemKind::BadReply,
                    format!(
                        "{} points to {elsewhere} for what comes next. Throughline asks no server but {}.",
                        self.origin, self.origin
                    ),
                )
                .todo(format!("Ask whoever runs {} to correct its own address in its settings.", self.tool)))
            }
        }
    }

    /// The body of a request, a form's secret included.
    fn body(&self, body: &str) -> String {
        match (&self.auth, &self.secret) {
            (Auth::Form { field }, Some(secret)) => url::form_urlencoded::Serializer::for_suffix(body.to_owned(), 0)
                .append_pair(field, secret.expose_secret())
                .finish(),
            _ => body.to_owned(),
        }
    }

    fn sign(&self, request: RequestBuilder) -> std::result::Result<RequestBuilder, Fault> {
        let Some(secret) = &self.secret else { return Ok(request) };
        let unsendable = |_| Fault::Unsendable;
        Ok(match &self.auth {
            // A form carries its secret in the body.
            Auth::None | Auth::Form { .. } => request,
            Auth::Basic { user } => request.basic_auth(user, Some(secret.expose_secret())),
            Auth::BasicKey { password } => request.basic_auth(secret.expose_secret(), Some(password)),
            Auth::Header { name, before, after } => {
                let value = format!("{before}{}{after}", secret.expose_secret());
                named(request, name, &value).map_err(unsendable)?
            }
            Auth::OwnHeader { name } => named(request, name, secret.expose_secret()).map_err(unsendable)?,
        })
    }
}

/// With the credential `value` in the header `name`.
fn named(request: RequestBuilder, name: &str, value: &str) -> std::result::Result<RequestBuilder, InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(value)?;
    value.set_sensitive(true);
    Ok(match HeaderName::from_bytes(name.as_bytes()) {
        Ok(name) => request.header(name, value),
        Err(_) => request.header(AUTHORIZATION, value),
    })
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peer").field("tool", &self.tool).field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// How long the caller is ready to wait, and how it is told.
pub struct Patience<'a> {
    pub now: &'a (dyn Fn() -> Time + Send + Sync),
    /// Ends waits and requests at once.
    pub cancel: &'a CancellationToken,
    /// Told the instant until which we wait, and None when the wait is over.
    pub waiting: &'a (dyn Fn(Option<Time>) + Send + Sync),
    /// Give up rather than wait longer than this at a time.
    pub longest_wait: Duration,
    /// How often a reading request is sent at most, the first time included.
    pub attempts: u32,
}

/// What a vendor's rules make of a reply at an instant.
pub type Judge<'a> = &'a (dyn Fn(&HttpReply, Time) -> Verdict + Send + Sync);

/// The sender. One for the whole engine, so that all of it shares the lanes.
pub struct Http {
    clients: RwLock<Arc<Clients>>,
    limits: Limits,
    lanes: Lanes,
    chance: Mutex<ChaCha8Rng>,
}

/// What was made from the network's settings.
struct Clients {
    network: Network,
    usual: Client,
    /// For this laptop's own servers, which no proxy can reach.
    direct: Client,
}

impl Clients {
    fn new(network: Network, limits: &Limits) -> Result<Clients> {
        Ok(Clients { usual: network.client(limits, false)?, direct: network.client(limits, true)?, network })
    }
}

impl Http {
    /// Reaches the network as the system says, until [`Http::reach_through`] says otherwise.
    pub fn new(limits: Limits) -> Result<Http> {
        Ok(Http {
            clients: RwLock::new(Arc::new(Clients::new(Network::default(), &limits)?)),
            chance: Mutex::new(ChaCha8Rng::seed_from_u64(limits.seed)),
            limits,
            lanes: Lanes::default(),
        })
    }

    /// How the network is reached from the next request on.
    pub fn reach_through(&self, network: Network) -> Result<()> {
        if !self.clients().network.is(&network) {
            let clients = Arc::new(Clients::new(network, &self.limits)?);
            *self.clients.write().unwrap_or_else(PoisonError::into_inner) = clients;
        }
        Ok(())
    }

    /// Those whom a person trusts beside the system's.
    pub(super) fn authorities(&self) -> Vec<Authority> {
        self.clients().network.authorities.clone()
    }

    fn clients(&self) -> Arc<Clients> {
        self.clients.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The reply to `request`, when `judge` says it is done; else a plain sentence.
    ///
    /// Kinds: Busy, Refused, Credential and NotFound mean that the tool certainly did nothing. After
    /// Unreachable, BadReply or Cancelled a writing request may have been carried out all the same.
    pub async fn send(
        &self,
        peer: &Peer,
        request: &HttpRequest,
        judge: Judge<'_>,
        patience: &Patience<'_>,
    ) -> Result<HttpReply> {
        let (reply, verdict) = self.exchange(peer, request, judge, patience).await?;
        match self.problem(peer, &reply, &verdict, (patience.now)()) {
            Some(problem) => Err(problem),
            None => Ok(reply),
        }
    }

    /// The sentence for a reply that isn't what was hoped for.
    pub fn problem(&self, peer: &Peer, reply: &HttpReply, verdict: &Verdict, now: Time) -> Option<Problem> {
        verdict.problem(peer, reply.status, now)
    }

    /// The last reply, whatever it says. Harmless requests are sent again after a pause when the tool asks
    /// for it or the line broke; others are sent once.
    pub async fn exchange(
        &self,
        peer: &Peer,
        request: &HttpRequest,
        judge: Judge<'_>,
        patience: &Patience<'_>,
    ) -> Result<(HttpReply, Verdict)> {
        let url = peer.own(&request.url)?;
        let attempts = if request.harmless { patience.attempts.max(1) } else { 1 };
        let mut attempt = 1;
        loop {
            let mut turn = self.turn(peer, patience).await?;
            let outcome = tokio::select! {
                biased;
                () = patience.cancel.cancelled() => return Err(cancelled()),
                outcome = self.once(peer, &url, request) => outcome,
            };
            let now = (patience.now)();
            if let Some(until) = outcome.as_ref().ok().and_then(|reply| rests_until(reply, now)) {
                turn.rest(until, now, self.limits.longest_wait);
            }
            let (not_before, outcome) = match outcome {
                Ok(reply) => match judge(&reply, now) {
                    Verdict::RetryAt(at) => (at, Ok((reply, Verdict::RetryAt(at)))),
                    verdict => return Ok((reply, verdict)),
                },
                Err(fault) if fault.passes() => (now, Err(fault.problem(peer, &self.limits))),
                Err(fault) => return Err(fault.problem(peer, &self.limits)),
            };
            let pause = self.pause(attempt, not_before, now);
            if attempt >= attempts || pause > patience.longest_wait {
                return outcome;
            }
            if not_before > now {
                // Whoever else wants to ask this server waits as well.
                turn.rest(not_before, now, self.limits.longest_wait);
            }
            drop(turn);
            wait(pause, now, patience).await?;
            attempt += 1;
        }
    }

    /// Our turn at the peer's server: nobody else asks it, and it allows us to.
    pub(super) async fn turn(&self, peer: &Peer, patience: &Patience<'_>) -> Result<OwnedMutexGuard<Lane>> {
        loop {
            let turn = tokio::select! {
                biased;
                () = patience.cancel.cancelled() => return Err(cancelled()),
                turn = self.lanes.turn(&peer.origin) => turn,
            };
            let now = (patience.now)();
            let Some(left) = turn.left(now) else { return Ok(turn) };
            if left > patience.longest_wait {
                return Err(resting(peer, left));
            }
            drop(turn);
            wait(left, now, patience).await?;
        }
    }

    /// Jitter on top of nothing, or what the tool asked for if that is longer.
    fn pause(&self, attempt: u32, not_before: Time, now: Time) -> Duration {
        let asked = u64::try_from(not_before.0.saturating_sub(now.0)).unwrap_or(0);
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        self.limits.pause(attempt, &mut *chance).max(Duration::from_millis(asked))
    }

    pub(super) async fn once(
        &self,
        peer: &Peer,
        url: &Url,
        request: &HttpRequest,
    ) -> std::result::Result<HttpReply, Fault> {
        let clients = self.clients();
        let client = if peer.origin.is_loopback() { &clients.direct } else { &clients.usual };
        let proxy = clients.network.proxy_before(&peer.origin);
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
        };
        let mut building = client.request(method, url.clone());
        for (name, value) in &request.headers {
            building = building.header(*name, value);
        }
        if let Some(body) = &request.body {
            if !request.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
                building = building.header(CONTENT_TYPE, "application/json");
            }
            building = building.body(peer.body(body));
        }
        let reply = peer.sign(building)?.send().await.map_err(|error| Fault::of(&error, proxy.as_deref()))?;
        if reply.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            return Err(Fault::ProxyAsks(proxy.unwrap_or_else(|| "of this system".to_owned())));
        }
        self.read(reply).await
    }

    async fn read(&self, mut reply: reqwest::Response) -> std::result::Result<HttpReply, Fault> {
        let status = reply.status().as_u16();
        let headers = reply
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = reply.chunk().await.map_err(|error| Fault::of(&error, None))? {
            if body.len() + chunk.len() > self.limits.reply_bytes {
                return Err(Fault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpReply { status, headers, body })
    }
}

async fn wait(pause: Duration, now: Time, patience: &Patience<'_>) -> Result<()> {
    let until = now.plus(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX));
    (patience.waiting)(Some(until));
    let done = tokio::select! {
        biased;
        () = patience.cancel.cancelled() => Err(cancelled()),
        () = tokio::time::sleep(pause) => Ok(()),
    };
    (patience.waiting)(None);
    done
}

/// Nothing was sent, because the server has said that it answers nothing for so long.
fn resting(peer: &Peer, left: Duration) -> Problem {
    let host = &peer.origin;
    let wait = minutes(i64::try_from(left.as_millis()).unwrap_or(i64::MAX));
    Problem::new(ProblemKind::Busy, format!("{host} has answered as often as it allows; it asks us to wait {wait}."))
        .todo("Try again after that.")
}

fn cancelled() -> Problem {
    Problem::new(ProblemKind::Cancelled, "Stopped, as you asked.")
}
