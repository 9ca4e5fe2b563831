//! Sending one mail over SMTP, through the server that a person named. Certificates are judged as for every other
//! server: by the system's authorities and those a person added. There is no proxy on the way to a mail server.

use std::error::Error as _;
use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Authority, Http, Undelivered, censored};
use crate::error::{Problem, ProblemKind, Result};
use crate::model::Time;

/// How the line to a mail server is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "MailSecurity")]
pub enum Security {
    /// Encrypted from the first byte; usually port 465.
    Tls,
    /// Encrypted before anything is said, or not sent at all; usually port 587.
    Starttls,
    /// Not at all. Nobody signs in this way except to a server on this laptop.
    None,
}

/// A mail server and who signs in there.
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty: nobody signs in.
    pub user: String,
    pub password: Option<SecretString>,
}

/// One mail in plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// `Throughline <digest@example.com>`, or the address alone.
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    /// What tells it from every other mail; letters, digits and dashes.
    pub key: String,
    pub at: Time,
}

/// A name with an address, or an address, as written into a mail. Refuses what isn't one.
pub fn mailbox(text: &str) -> Result<String> {
    parsed(text).map(|mailbox| mailbox.to_string())
}

fn parsed(text: &str) -> Result<Mailbox> {
    text.trim().parse::<Mailbox>().map_err(|_| {
        Problem::bad_input(format!("“{}” is no e-mail address.", text.trim()))
            .kept("Nothing was changed.")
            .todo("Write it as maya@example.com.")
    })
}

impl MailServer {
    /// The server's answer when it took the letter for everybody it is to; it takes it for all or for none.
    pub async fn send(&self, http: &Http, letter: &Letter) -> std::result::Result<String, Undelivered> {
        let message = written(letter).map_err(Undelivered::never)?;
        let patience = http.limits().total;
        let mut line = tokio::time::timeout(patience, self.connect(http, patience))
            .await
            .unwrap_or_else(|_| Err(Undelivered { surely: true, passes: true, problem: self.too_slow(patience) }))?;
        // While the text is on its way, silence means that nobody knows.
        let answer = tokio::time::timeout(patience, line.send(message.envelope(), &message.formatted()))
            .await
            .map_err(|_| Undelivered { surely: false, passes: true, problem: self.too_slow(patience) })?
            .map_err(|error| self.unsent(&error))?;
        let said = answer.message().collect::<Vec<_>>().join(" ");
        // The letter is taken; how the farewell goes doesn't matter.
        let _ = tokio::time::timeout(Duration::from_secs(2), line.quit()).await;
        Ok(self.censored(&said))
    }

    async fn connect(&self, http: &Http, patience: Duration) -> std::result::Result<AsyncSmtpConnection, Undelivered> {
        let hello = ClientId::default();
        let tls = match self.security {
            Security::None => None,
            Security::Tls | Security::Starttls => {
                Some(certificates(&self.host, &http.authorities()).map_err(|error| self.before(&error))?)
            }
        };
        let at_once = tls.clone().filter(|_| self.security == Security::Tls);
        let server = (self.host.as_str(), self.port);
        let mut line = AsyncSmtpConnection::connect_tokio1(server, Some(patience), &hello, at_once, None)
            .await
            .map_err(|error| self.before(&error))?;
        if let (Security::Starttls, Some(tls)) = (self.security, tls) {
            if !line.can_starttls() {
                return Err(Undelivered::never(
                    Problem::refused(format!("{} doesn't offer STARTTLS.", self.name()))
                        .kept("Nothing was sent, and nobody signed in.")
                        .todo("Choose TLS with its port, usually 465, or ask whoever runs the server."),
                ));
            }
            line.starttls(tls, &hello).await.map_err(|error| self.before(&error))?;
        }
        if !self.user.is_empty() {
            self.sign_in(&mut line).await?;
        }
        Ok(line)
    }

    async fn sign_in(&self, line: &mut AsyncSmtpConnection) -> std::result::Result<(), Undelivered> {
        let password = self.password.as_ref().map_or("", |password| password.expose_secret());
        let credentials = Credentials::new(self.user.clone(), password.to_owned());
        match line.auth(DEFAULT_MECHANISMS, &credentials).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Undelivered::never(
                Problem::new(
                    ProblemKind::Credential,
                    format!("{} refused the password for “{}”.", self.name(), self.user),
                )
                .kept("The message is kept and wasn't sent.")
                .todo("Enter the right password; some providers want one that is made for a single program."),
            )),
            Err(error) if error.is_client() => Err(Undelivered::never(
                Problem::refused(format!("{} offers no way to sign in over this line.", self.name()))
                    .kept("The message is kept and wasn't sent.")
                    .todo("Choose TLS or STARTTLS, or leave the user empty."),
            )),
            Err(error) => Err(self.before(&error)),
        }
    }

    fn too_slow(&self, patience: Duration) -> Problem {
        let what = format!("{} didn't answer within {} seconds.", self.name(), patience.as_secs_f64());
        Problem::new(ProblemKind::Unreachable, what)
    }

    /// The letter was on its way. An answer that says no means that it wasn't taken.
    fn unsent(&self, error: &Error) -> Undelivered {
        let Some(code) = error.status() else {
            let problem = match error.is_client() {
                true => Problem::refused(format!("{} can't take this mail: {}.", self.name(), self.told(error))),
                false => Problem::new(
                    ProblemKind::Unreachable,
                    format!("{} broke off before it said that it took the mail.", self.name()),
                ),
            };
            return Undelivered { problem, surely: error.is_client(), passes: false };
        };
        let problem = Problem::refused(format!("{} refused the mail: {} ({code}).", self.name(), self.told(error)))
            .kept("The message is kept and wasn't sent.")
            .todo("Check the sender and the recipients.");
        Undelivered { problem, surely: true, passes: error.is_transient() }
    }

    /// Nothing was sent yet.
    fn before(&self, error: &Error) -> Undelivered {
        let told = self.told(error);
        let unreachable = |what: String| Problem::new(ProblemKind::Unreachable, what);
        let (problem, passes) = if told.contains("certificate") {
            let problem = unreachable(format!("The certificate of {} isn't trusted by this laptop.", self.name())).todo(
                "Check the server's name. If it is right and your company signs its own certificates, add its authority \
                 under Settings → Network.",
            );
            (problem, false)
        } else if told.contains("corrupt message") || told.contains("InvalidContentType") {
            let problem = unreachable(format!("{} doesn't speak TLS at this port.", self.name()))
                .todo("Choose STARTTLS, usually with port 587, or check the port.");
            (problem, false)
        } else if error.is_permanent() {
            (Problem::refused(format!("{} refused us: {told}.", self.name())), false)
        } else {
            let problem = unreachable(format!("{} can't be reached ({told}).", self.name()))
                .todo("Check the server's name and port, and that the laptop is online.");
            (problem, true)
        };
        let problem =
            if problem.kept.is_empty() { problem.kept("The message is kept and wasn't sent.") } else { problem };
        Undelivered { problem, surely: true, passes }
    }

    /// The innermost reason, in one line without the password.
    fn told(&self, error: &Error) -> String {
        let mut told = error.to_string();
        let mut source = error.source();
        while let Some(inner) = source {
            told = inner.to_string();
            source = inner.source();
        }
        // Before it is cut, so that no piece of the password stays.
        let line = self.censored(&told).split_whitespace().collect::<Vec<_>>().join(" ");
        let line: String = line.chars().filter(|c| !c.is_control()).take(200).collect();
        line.trim_end_matches('.').to_owned()
    }

    fn censored(&self, text: &str) -> String {
        self.password.as_ref().map_or_else(|| text.to_owned(), |password| censored(text, password.expose_secret()))
    }

    /// Host and port.
    pub fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl Undelivered {
    /// Waiting changes nothing about it.
    fn never(problem: Problem) -> Undelivered {
        Undelivered { problem, surely: true, passes: false }
    }
}

/// Without any certificate on the laptop only the added authorities count, as for web servers.
fn certificates(host: &str, authorities: &[Authority]) -> std::result::Result<TlsParameters, Error> {
    let with = |store: CertificateStore| {
        let mut tls = TlsParameters::builder(host.to_owned()).certificate_store(store);
        for authority in authorities {
            tls = tls.add_root_certificate(Certificate::from_der(authority.der.clone())?);
        }
        tls.build_rustls()
    };
    with(CertificateStore::Default).or_else(|_| with(CertificateStore::None))
}

/// The letter as it goes out.
fn written(letter: &Letter) -> Result<Message> {
    let from = parsed(&letter.from)?;
    let domain = from.email.domain().to_owned();
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(letter.at.0).unwrap_or(0));
    let mut message: MessageBuilder = Message::builder()
        .message_id(Some(format!("<{}@{domain}>", letter.key)))
        .date(at)
        .subject(letter.subject.clone())
        .from(from);
    for to in &letter.to {
        message = message.to(parsed(to)?);
    }
    let message = message.header(ContentType::TEXT_PLAIN).body(letter.text.clone());
    message.map_err(|error| Problem::bad_input(format!("The mail can't be written ({error}).")))
}
