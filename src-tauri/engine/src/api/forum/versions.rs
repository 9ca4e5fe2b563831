//! Every version of what the forum wrote down, from the journal.

use crate::api::Engine;
use crate::api::history::{entry, with};
use crate::api::past::value;
use crate::api::types::{Decided, ForumRecord, HistoryEntry, Minutes, MinutesAction};
use crate::error::Result;
use crate::export::files::minutes as pages;
use crate::journal::Entity;
use crate::store::forum::Action;
use crate::store::ops::{self, HistoryRow};

impl Engine {
    /// The newest first; `now` is how it reads since then, null where it was taken away.
    pub async fn forum_versions(&self, of: ForumRecord) -> Result<Vec<HistoryEntry>> {
        let (entity, key) = match &of {
            ForumRecord::Item { key } => (Entity::ForumItem, key),
            ForumRecord::Action { uid } => (Entity::ForumAction, uid),
            ForumRecord::Meeting { uid } => (Entity::ForumMeeting, uid),
        };
        let rows = ops::history(self.store.reader(), entity.word(), key).await?;
        // A key may be the beginning of another's.
        let own = rows.iter().filter(|row| row.key == *key);
        own.filter(|row| matches!(row.field.as_str(), "decision" | "action" | "done" | "ended")).map(version).collect()
    }
}

fn version(row: &HistoryRow) -> Result<HistoryEntry> {
    let (was, now) = match row.field.as_str() {
        "decision" => (decided(&row.was)?, decided(&row.value)?),
        "action" => (action(&row.was)?, action(&row.value)?),
        // Whole minutes twice would be hard to read: the version before has its own line.
        "ended" => (None, minutes(&row.value)?),
        _ => (None, None),
    };
    Ok(with(entry(row, row.message.clone()), was, now))
}

fn decided(json: &Option<String>) -> Result<Option<String>> {
    Ok(value::<Decided>(json.as_deref())?.map(|decided| pages::decision(&decided)))
}

fn action(json: &Option<String>) -> Result<Option<String>> {
    let said = |Action { text, owner, due, .. }| {
        pages::agreed(&MinutesAction { uid: String::new(), text, owner, due, done: false })
    };
    Ok(value::<Action>(json.as_deref())?.map(said))
}

fn minutes(json: &Option<String>) -> Result<Option<String>> {
    Ok(value::<Minutes>(json.as_deref())?.map(|minutes| pages::text(&minutes)))
}
