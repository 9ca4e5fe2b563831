//! Sending digests and alerts, each at most once.
//!
//! A message is committed before it is sent, as one that may have arrived, and settled after. Nothing can be looked for
//! in a channel or a mailbox, so one without an answer stays unknown until a person has it sent again. One that surely
//! didn't arrive is tried again by itself where waiting can help.

use std::time::Duration;

use chrono::Local;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use super::secret_name;
use crate::api::Engine;
use crate::api::types::{DigestKind, DigestSent, DigestState, DigestWhat, MailForm};
use crate::digest::{Answer, Flagged, Message, alert, payload, read_answer, test_message, text};
use crate::error::{Problem, ProblemKind, Result};
use crate::http::{Hook, Letter, MailServer, Undelivered, asks_to_wait};
use crate::model::Time;
use crate::schedule::{Slot, after, week};
use crate::store::andon::{self, Flag};
use crate::store::digests::{self as stored, Ended, NewSent, Stored};
use crate::store::settings;

/// How long a server may ask us to wait before this gives up for now.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A message that is to be sent now.
struct Due {
    to: Stored,
    key: String,
    content: Content,
    /// It was tried before.
    again: Option<DigestSent>,
}

enum Content {
    /// From when to when.
    Week(Time, Time),
    /// A flag, and whether it stops exports.
    Andon(Box<Flag>, bool),
}

impl Engine {
    /// Sends what is due: digests whose time came, alerts of flags, and what is to be tried again. Fails while the
    /// secrets lie in a locked vault that nobody opens; then everything stays due.
    pub async fn send_due_digests(&self) -> Result<Vec<DigestSent>> {
        let due = self.due_digests().await?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        self.secrets().ready().await?;
        let mut sent = Vec::new();
        for one in due {
            let id = match &one.again {
                Some(before) => self.digest_noted_again(before).await?.then_some(before.id),
                None => {
                    let (what, says) = self.says(&one.content).await?;
                    self.digest_noted(&NewSent { key: &one.key, to: &one.to, what, says: &says }).await?
                }
            };
            // None: another program sends it.
            if let Some(id) = id {
                sent.push(self.send_noted(id).await?);
            }
        }
        Ok(sent)
    }

    /// Sends this week's digest to one destination now; then the schedule doesn't send it again.
    pub async fn send_digest(&self, uid: String) -> Result<DigestSent> {
        let to = self.destination(&uid).await?;
        self.secrets().ready().await?;
        let now = self.now();
        let today = now.utc().map(|now| now.with_timezone(&Local).date_naive());
        let today = today.ok_or_else(|| Problem::system("The clock shows no day."))?;
        let says = self.week_so_far().await?.message();
        let key = week_key(&uid, &week(today));
        let new = NewSent { key: &key, to: &to, what: DigestWhat::Week, says: &says };
        match self.digest_noted(&new).await? {
            Some(id) => self.send_noted(id).await,
            None => {
                Err(Problem::refused(format!("“{}” was sent this week’s digest already, or it was tried.", to.name()))
                    .kept("Nothing was sent.")
                    .todo("The log says what became of it; there it can be sent again."))
            }
        }
    }

    /// Sends a few words that say that they are a test.
    pub async fn test_digest(&self, uid: String) -> Result<DigestSent> {
        let to = self.destination(&uid).await?;
        self.secrets().ready().await?;
        let says = test_message(&settings::read(self.store.reader()).await?.workspace_name);
        let key = format!("{uid} test {}", self.new_uid());
        let new = NewSent { key: &key, to: &to, what: DigestWhat::Test, says: &says };
        let id =
            self.digest_noted(&new).await?.ok_or_else(|| Problem::system("A test of this name was sent already."))?;
        self.send_noted(id).await
    }

    /// A person says that a message whose arrival isn't known, or that failed, is to be sent again.
    pub async fn send_digest_again(&self, id: u32) -> Result<DigestSent> {
        let sent = stored::one(&mut *self.store.reader().acquire().await?, id).await?.0;
        if sent.state == DigestState::Sent {
            return Err(Problem::refused("This message arrived.").kept("Nothing was sent."));
        }
        self.secrets().ready().await?;
        if !self.digest_noted_again(&sent).await? {
            return Err(Problem::new(ProblemKind::Busy, "This message is being sent.").kept("It goes out once."));
        }
        self.send_noted(id).await
    }

    /// When the next digest goes to a destination; in the past when it is due. None: not by itself.
    pub(super) async fn next_digest(&self, to: &Stored) -> Result<Option<Time>> {
        let now = self.now();
        if !to.destination.form.weekly {
            return Ok(None);
        }
        if let Some(slot) = slot(to, now) {
            let key = week_key(&to.uid, &slot.week());
            match stored::by_key(&mut *self.store.reader().acquire().await?, &key).await? {
                None => return Ok(Some(slot.at)),
                Some(sent) if sent.retry_at.is_some() => return Ok(sent.retry_at),
                Some(_) => {}
            }
        }
        Ok(to.destination.form.when.next(now, &Local).map(|slot| slot.at))
    }

    async fn due_digests(&self) -> Result<Vec<Due>> {
        let now = self.now();
        let mut read = self.store.reader().begin().await?;
        let all = stored::all(&mut read).await?;
        let flags =
            if all.iter().any(|to| to.andon_since.is_some()) { andon::all(&mut read).await? } else { Vec::new() };
        let mut due = Vec::new();
        for to in all {
            let mut wanted = Vec::new();
            if let Some(slot) = slot(&to, now) {
                let from = to.destination.form.when.last(slot.at.plus(-1), &Local).map_or(slot.at, |before| before.at);
                wanted.push((week_key(&to.uid, &slot.week()), Content::Week(from, slot.at)));
            }
            for flag in flags.iter().filter(|flag| to.andon_since.is_some_and(|since| flag.raised.at >= since)) {
                let key = andon_key(&to.uid, flag, true);
                let told = stored::by_key(&mut read, &key).await?.is_some();
                if flag.stops() {
                    wanted.push((key, Content::Andon(Box::new(flag.clone()), true)));
                } else if told {
                    // Who never heard that it stopped needn't hear that it goes on.
                    wanted.push((andon_key(&to.uid, flag, false), Content::Andon(Box::new(flag.clone()), false)));
                }
            }
            for (key, content) in wanted {
                let again = stored::by_key(&mut read, &key).await?;
                let is_due = again
                    .as_ref()
                    .is_none_or(|sent| sent.state == DigestState::Failed && sent.retry_at.is_some_and(|at| at <= now));
                if is_due {
                    due.push(Due { to: to.clone(), key, content, again });
                }
            }
        }
        Ok(due)
    }

    async fn says(&self, content: &Content) -> Result<(DigestWhat, Message)> {
        match content {
            Content::Week(from, to) => Ok((DigestWhat::Week, self.week(*from, *to).await?.message())),
            Content::Andon(flag, stops) => {
                let workspace = settings::read(self.store.reader()).await?.workspace_name;
                let lifted = || flag.lifted.as_ref().map(|lifted| lifted.reason.clone());
                let why = match stops {
                    true => flag.raised.reason.clone(),
                    false => lifted().or(flag.fix.as_ref().map(|fix| fix.says.clone())).unwrap_or_default(),
                };
                Ok((DigestWhat::Andon, alert(&workspace, &Flagged { place: flag.place.key(), why }, *stops)))
            }
        }
    }

    async fn digest_noted(&self, new: &NewSent<'_>) -> Result<Option<u32>> {
        let mut write = self.store.write().await?;
        let id = stored::write_down(&mut write, new, self.now()).await?;
        write.commit().await?;
        Ok(id)
    }

    async fn digest_noted_again(&self, sent: &DigestSent) -> Result<bool> {
        let mut write = self.store.write().await?;
        let mine = stored::write_down_again(&mut write, sent, self.now()).await?;
        write.commit().await?;
        Ok(mine)
    }

    /// Sends a message that was written down, and stores how that ended.
    async fn send_noted(&self, id: u32) -> Result<DigestSent> {
        let (sent, key, says) = stored::one(&mut *self.store.reader().acquire().await?, id).await?;
        let answer = match self.carry(&sent, &key, &says).await {
            Ok(answer) => answer,
            // Before anything was sent.
            Err(problem) => {
                let later = (problem.kind == ProblemKind::Busy).then(|| self.now());
                Answer::Refused { problem, later }
            }
        };
        let now = self.now();
        let ended = match &answer {
            Answer::Taken(answer) => Ended { state: DigestState::Sent, answer, problem: None, retry_at: None },
            Answer::Refused { problem, later } => {
                let later = later.filter(|_| sent.what != DigestWhat::Test);
                let retry_at = later.map(|not_before| not_before.max(now.plus(after(sent.attempts))));
                Ended { state: DigestState::Failed, answer: "", problem: Some(problem), retry_at }
            }
            Answer::Unclear(problem) => {
                Ended { state: DigestState::Unknown, answer: "", problem: Some(problem), retry_at: None }
            }
        };
        let mut write = self.store.write().await?;
        stored::settled(&mut write, id, &ended, now).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(stored::one(&mut *self.store.reader().acquire().await?, id).await?.0)
    }

    /// Fails only when nothing was sent.
    async fn carry(&self, sent: &DigestSent, key: &str, says: &Message) -> Result<Answer> {
        let to = self.destination(&sent.destination).await?;
        let secret = match secret_name(&to.uid, &to.destination) {
            Some(name) => Some(self.secrets().get(&name).await?.ok_or_else(|| not_kept(&to))?),
            None => None,
        };
        self.reach_network().await?;
        match (&to.destination.form.mail, secret) {
            (Some(mail), password) => Ok(self.mail(mail, password, key, says).await),
            (None, Some(address)) => self.post(to.destination.form.kind, &address, says).await,
            (None, None) => Err(not_kept(&to)),
        }
    }

    async fn post(&self, kind: DigestKind, address: &SecretString, says: &Message) -> Result<Answer> {
        let hook = Hook::new(kind.name(), address)?;
        let cancel = CancellationToken::new();
        let patience = self.patience(&cancel, LONGEST_WAIT);
        Ok(match self.http.deliver(&hook, payload(kind, says).to_string(), &patience).await {
            Ok(reply) => {
                let body = hook.censored(&String::from_utf8_lossy(&reply.body));
                let now = self.now();
                read_answer(kind, &hook.server(), reply.status, &body, asks_to_wait(&reply, now).unwrap_or(now))
            }
            Err(failed) => answer(failed, self.now()),
        })
    }

    async fn mail(&self, mail: &MailForm, password: Option<SecretString>, key: &str, says: &Message) -> Answer {
        let server = MailServer {
            host: mail.host.clone(),
            port: mail.port,
            security: mail.security,
            user: mail.user.clone(),
            password,
        };
        let letter = Letter {
            from: mail.from.clone(),
            to: mail.to.clone(),
            subject: says.title.clone(),
            text: text(says),
            key: key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect(),
            at: self.now(),
        };
        match server.send(&self.http, &letter).await {
            Ok(said) => Answer::Taken(said),
            Err(failed) => answer(failed, self.now()),
        }
    }
}

fn answer(failed: Undelivered, now: Time) -> Answer {
    let Undelivered { problem, surely, passes } = failed;
    if surely {
        let problem =
            if problem.kept.is_empty() { problem.kept("The message is kept and wasn't sent.") } else { problem };
        return Answer::Refused { problem, later: passes.then_some(now) };
    }
    Answer::Unclear(
        problem
            .kept("The message may have arrived all the same, so it wasn't sent again.")
            .todo("Look there. If it isn't there, send it again."),
    )
}

fn not_kept(to: &Stored) -> Problem {
    let what = if to.destination.form.mail.is_some() { "password" } else { "webhook's address" };
    Problem::new(ProblemKind::Credential, format!("The {what} of “{}” isn't kept on this laptop.", to.name()))
        .kept("The message is kept and wasn't sent.")
        .todo("Open the destination and enter it.")
}

/// The newest time a digest fell due since they are sent there.
fn slot(to: &Stored, now: Time) -> Option<Slot> {
    let since = to.digests_since?;
    to.destination.form.when.last(now, &Local).filter(|slot| slot.at > since)
}

/// One digest a week and destination.
fn week_key(uid: &str, week: &str) -> String {
    format!("{uid} week {week}")
}

/// One alert for each time a flag is raised, and one when exports go again.
fn andon_key(uid: &str, flag: &Flag, stops: bool) -> String {
    let what = if stops { "stopped" } else { "goes" };
    format!("{uid} andon {what} {} {}", flag.raised.at.0, flag.place.key())
}
