//! Serves a replay on a free loopback port.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use engine::model::Time;
use tokio::sync::Notify;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::{Exchange, PAUSE, Replay};
use crate::time;

/// One way for a tool to misbehave.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Answers this instead.
    Says(Box<ResponseTemplate>),
    /// Hangs up without an answer.
    Resets,
    /// Answers half of what it should.
    Stops,
    /// Doesn't answer for so long.
    Dawdles(Duration),
}

impl Fault {
    pub fn says(answer: ResponseTemplate) -> Self {
        Fault::Says(Box::new(answer))
    }

    pub fn status(status: u16) -> Self {
        Fault::says(ResponseTemplate::new(status))
    }
}

/// A replay that is being served.
pub struct Player {
    server: MockServer,
    stage: Arc<Stage>,
}

impl Player {
    pub async fn start(replay: &Replay) -> Player {
        let server = MockServer::start().await;
        Player::on(server, replay, None).await
    }

    /// One whose replies name the address `elsewhere` wherever they should name the player's own.
    pub async fn pointing_to(replay: &Replay, elsewhere: &str) -> Player {
        let server = MockServer::start().await;
        Player::on(server, replay, Some(elsewhere)).await
    }

    async fn on(server: MockServer, replay: &Replay, elsewhere: Option<&str>) -> Player {
        let own = server.uri();
        let stage = Arc::new(Stage {
            now: time(&replay.now),
            base: elsewhere.unwrap_or(&own).to_owned(),
            exchanges: replay.exchanges.clone(),
            state: Mutex::new(State { pull: 1, ..State::default() }),
            arrived: Notify::new(),
        });
        let counting = stage.clone();
        Mock::given(move |request: &Request| counting.arrives_and_is_reset(request))
            .respond_with_err(|_: &Request| io::Error::from(io::ErrorKind::ConnectionReset))
            .with_priority(1)
            .mount(&server)
            .await;
        Mock::given(any()).respond_with(Plays(stage.clone())).mount(&server).await;
        Player { server, stage }
    }

    pub fn uri(&self) -> String {
        self.server.uri()
    }

    /// From now on the exchanges of the `number`-th pull answer.
    pub fn begin_pull(&self, number: u32) {
        self.stage.lock().pull = number;
    }

    /// Every request from the `number`-th on, counted from 1, meets `fault`.
    pub fn break_from(&self, number: usize, fault: Fault) {
        self.stage.lock().fault = Some((number, usize::MAX, fault));
    }

    /// The `number`-th request meets `fault`, no other.
    pub fn break_once(&self, number: usize, fault: Fault) {
        self.stage.lock().fault = Some((number, number, fault));
    }

    pub fn heal(&self) {
        self.stage.lock().fault = None;
    }

    /// How many requests came.
    pub fn count(&self) -> usize {
        self.stage.lock().count
    }

    /// Waits until the `number`-th request has come.
    pub async fn reached(&self, number: usize) {
        loop {
            let arrived = self.stage.arrived.notified();
            if self.count() >= number {
                return;
            }
            arrived.await;
        }
    }

    /// Every request that came.
    pub async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap_or_default()
    }

    /// Requests that no exchange fits, as a person would describe them.
    pub fn unanswered(&self) -> Vec<String> {
        self.stage.lock().unanswered.clone()
    }
}

struct Stage {
    /// Of the first pull.
    now: Time,
    base: String,
    exchanges: Vec<Exchange>,
    state: Mutex<State>,
    arrived: Notify,
}

#[derive(Default)]
struct State {
    pull: u32,
    count: usize,
    /// First and last request that meet it.
    fault: Option<(usize, usize, Fault)>,
    unanswered: Vec<String>,
}

impl State {
    /// What the present request meets.
    fn fault(&self) -> Option<Fault> {
        self.fault.as_ref().filter(|(from, to, _)| (*from..=*to).contains(&self.count)).map(|(.., fault)| fault.clone())
    }
}

impl Stage {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Comes once for each request, before its answer is looked for.
    fn arrives_and_is_reset(&self, _: &Request) -> bool {
        let mut state = self.lock();
        state.count += 1;
        self.arrived.notify_waiters();
        matches!(state.fault(), Some(Fault::Resets))
    }

    fn answer(&self, request: &Request) -> ResponseTemplate {
        let mut state = self.lock();
        let pull = state.pull;
        let Some(exchange) = self.exchanges.iter().find(|e| e.from_pull <= pull && fits(e, request)) else {
            state.unanswered.push(described(request));
            return ResponseTemplate::new(404).set_body_string("no exchange fits");
        };
        let mut answer = ResponseTemplate::new(exchange.reply.status);
        let text = match (&exchange.body_text, &exchange.reply.body) {
            (Some(text), _) => Some(text.clone()),
            (None, Some(json)) => {
                answer = answer.insert_header("content-type", "application/json");
                Some(json.to_string())
            }
            (None, None) => None,
        };
        // The tool's own clock goes with the pulls.
        let date = self.now.plus(i64::from(pull.saturating_sub(1)) * PAUSE).utc();
        answer = answer.insert_header("date", date.unwrap_or_default().format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        for (name, value) in &exchange.reply.headers {
            answer = answer.insert_header(name.as_str(), value.replace("{base}", &self.base));
        }
        let Some(text) = text.map(|text| text.replace("{base}", &self.base)) else { return answer };
        let cut = matches!(state.fault(), Some(Fault::Stops));
        let bytes = text.as_bytes();
        answer.set_body_bytes(bytes.get(..if cut { bytes.len() / 2 } else { bytes.len() }).unwrap_or_default())
    }
}

struct Plays(Arc<Stage>);

impl Respond for Plays {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let fault = self.0.lock().fault();
        match fault {
            Some(Fault::Says(answer)) => *answer,
            Some(Fault::Dawdles(time)) => self.0.answer(request).set_delay(time),
            Some(Fault::Stops | Fault::Resets) | None => self.0.answer(request),
        }
    }
}

fn fits(exchange: &Exchange, request: &Request) -> bool {
    let wanted = |wanted: &str, found: &str| wanted == "*" || wanted == found;
    let body = String::from_utf8_lossy(&request.body);
    request.method.as_str().eq_ignore_ascii_case(&exchange.method)
        && decoded(request.url.path()) == exchange.path
        && exchange
            .query
            .iter()
            .all(|(name, value)| request.url.query_pairs().any(|(n, v)| n == name.as_str() && wanted(value, &v)))
        && exchange.headers.iter().all(|(name, value)| {
            request
                .headers
                .get(name.as_str())
                .is_some_and(|found| wanted(value, &String::from_utf8_lossy(found.as_bytes())))
        })
        && exchange.body_has.iter().all(|text| body.contains(text.as_str()))
}

/// `POST /search?a=b {"x":1}`, with the query decoded.
fn described(request: &Request) -> String {
    let query: Vec<String> = request.url.query_pairs().map(|(name, value)| format!("{name}={value}")).collect();
    let path = decoded(request.url.path());
    let body: String = String::from_utf8_lossy(&request.body).chars().take(2_000).collect();
    format!("{} {path}?{} {body}", request.method, query.join("&"))
}

/// `%2F` as `/`.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
