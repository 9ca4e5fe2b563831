//! The first records of a tool whose fields a person matches, kept like a file that was handed over: from there
//! on they are looked at and matched exactly as the rows of a file are.

use std::io::Write as _;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Engine;
use super::reach::unusable;
use super::sources::given;
use super::types::{ConnectionForm, StagedFile};
use crate::connectors::{self, Cursor, Sample};
use crate::error::{Problem, Result};
use crate::model::{ConnectionId, Time};

/// A person looks on, so a tool that asks for a long wait fails the look instead.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Records asked for; a tool may send more, and of those no more are shown.
const RECORDS: usize = 50;

impl Engine {
    /// With `existing` and no secret, the kept secret is used, on its own server only. Nothing becomes a signal.
    pub async fn sample_connection(
        &self,
        form: ConnectionForm,
        secret: Option<String>,
        existing: Option<ConnectionId>,
    ) -> Result<StagedFile> {
        let secret = self.secret_for(&form, given(secret), existing).await?;
        if connectors::program(&form.account).is_some() {
            return self.sample_tap(&form.account, secret).await;
        }
        let reader = connectors::reader(&form.account)?;
        let peer = self.peer_of(&form.account, reader.auth(), secret).await?;
        let never = CancellationToken::new();
        let patience = self.patience(&never, LONGEST_WAIT);
        let Some(stream) = reader.streams().first() else { return Err(nothing_there()) };
        let judge = |reply: &_, now: Time| reader.verdict(reply, now);
        let request = reader.request(stream, &Cursor(None), u32::try_from(RECORDS).unwrap_or(u32::MAX));
        let reply = self.http.send(&peer, &request, &judge, &patience).await?;
        let sample = reader.sample(&reply).map_err(|bad| unusable(&peer, &bad))?;
        self.stage_sample(sample)
    }

    pub(super) fn stage_sample(&self, sample: Sample) -> Result<StagedFile> {
        if sample.rows.is_empty() {
            return Err(nothing_there());
        }
        let rows: Vec<&str> = sample.rows.iter().take(RECORDS).map(String::as_str).collect();
        let text = format!("[{}]", rows.join(",\n"));
        let (token, mut file) = self.new_staged()?;
        file.write_all(text.as_bytes())?;
        Ok(StagedFile { token, name: sample.name, bytes: text.len() as u64, sheet: None })
    }
}

fn nothing_there() -> Problem {
    Problem::not_found("There are no records there yet.")
        .kept("Nothing was stored.")
        .todo("The fields can be matched once there is one; until then they are guessed at the first read.")
}
