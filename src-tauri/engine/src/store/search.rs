//! Full-text search over titles and bodies. Rows come first: a signal waits in `fts_queue` until
//! [`index_pending`] has given its words to the index, and search sees only what is indexed.

use rusqlite::types::Type;
use rusqlite::{Error, OptionalExtension, params};

use super::Store;
use super::bulk::on_connection;
use crate::error::Result;
use crate::model::SignalId;
use crate::triage::words::words;

/// How many signals one transaction indexes.
const BATCH: u32 = 2_000;

/// How many matches a search looks at, newest first. A word that more signals hold finds the newest of them.
pub const CANDIDATES: u32 = 50_000;

/// How many words of a search count; the index is asked for each.
const MAX_WORDS: usize = 16;

/// The index keeps beginnings of up to this many letters as words of their own (`prefix` in its definition).
const LONGEST_KEPT: usize = 3;

/// How many words with one beginning are named to the index; with more, naming them costs more than it saves.
const MOST_NAMED: usize = 48;

/// Ids as a set, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdSet {
    bits: Vec<u64>,
}

impl IdSet {
    pub fn insert(&mut self, id: u32) {
        let word = id as usize / 64;
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word) {
            *bits |= 1 << (id % 64);
        }
    }

    pub fn contains(&self, id: u32) -> bool {
        self.bits.get(id as usize / 64).is_some_and(|bits| bits >> (id % 64) & 1 == 1)
    }

    /// The lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.bits).flat_map(|(word, bits)| {
            std::iter::successors(Some(*bits), |bits| Some(bits & bits.wrapping_sub(1)))
                .take_while(|bits| *bits != 0)
                .map(move |bits| word * 64 + bits.trailing_zeros())
        })
    }
}

impl FromIterator<u32> for IdSet {
    fn from_iter<I: IntoIterator<Item = u32>>(ids: I) -> Self {
        let mut set = IdSet::default();
        ids.into_iter().for_each(|id| set.insert(id));
        set
    }
}

/// What a text search finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub ids: IdSet,
    /// More signals hold the words; these are the newest [`CANDIDATES`] of them.
    pub cut: bool,
}

/// The signals that hold every word of `text`, or a word beginning with it, in title or body; at most
/// [`CANDIDATES`], the newest. None when `text` holds no word: then it leaves nothing out.
pub async fn find(store: &Store, text: &str) -> Result<Option<IdSet>> {
    Ok(find_newest(store, text).await?.map(|found| found.ids))
}

/// The same, and whether that is all.
pub async fn find_newest(store: &Store, text: &str) -> Result<Option<Found>> {
    let words = words(text);
    if words.is_empty() {
        return Ok(None);
    }
    let mut reader = store.reader().acquire().await?;
    let mut ids = on_connection(&mut reader, |raw| {
        let each =
            words.iter().take(MAX_WORDS).map(|word| beginning_with(raw, word)).collect::<rusqlite::Result<Vec<_>>>()?;
        matches(raw, &each.join(" AND "), CANDIDATES + 1)
    })
    .await?;
    let most = CANDIDATES as usize;
    let cut = ids.len() > most;
    ids.truncate(most);
    Ok(Some(Found { ids: ids.into_iter().collect(), cut }))
}

/// The expression for every word that begins with `word`. The index reads such a range of words to its end before
/// it gives the first match, but named words it gives newest first and only as far as it is asked. So a range of a
/// few words is named; the index keeps shorter beginnings by themselves, and a long range is left to it.
fn beginning_with(raw: &rusqlite::Connection, word: &str) -> rusqlite::Result<String> {
    let range = format!("\"{word}\"*");
    if word.len() <= LONGEST_KEPT || !word.is_ascii() {
        return Ok(range);
    }
    let beginning = word.to_ascii_lowercase();
    let mut next = raw.prepare("SELECT term FROM signal_fts_word WHERE term >= ? LIMIT 1")?;
    let mut named: Vec<String> = Vec::new();
    let mut from = beginning.clone();
    while let Some(term) = next.query_row([&from], |row| row.get::<_, String>(0)).optional()? {
        if !term.starts_with(&beginning) {
            break;
        }
        if named.len() == MOST_NAMED {
            return Ok(range);
        }
        named.push(format!("\"{term}\""));
        from = term + "\u{1}";
    }
    Ok(if named.is_empty() { range } else { format!("({})", named.join(" OR ")) })
}

/// For each word, the newest `limit` signals that hold exactly it.
pub async fn holders(store: &Store, words: &[String], limit: u32) -> Result<Vec<Vec<u32>>> {
    let mut reader = store.reader().acquire().await?;
    on_connection(&mut reader, |raw| words.iter().map(|word| matches(raw, &format!("\"{word}\""), limit)).collect())
        .await
}

/// The newest first. They come as one JSON array: to hand out fifty thousand rows one by one takes SQLite longer than to
/// find them.
fn matches(raw: &rusqlite::Connection, expression: &str, limit: u32) -> rusqlite::Result<Vec<u32>> {
    raw.query_row(
        "SELECT json_group_array(rowid) FROM
           (SELECT rowid FROM signal_fts WHERE signal_fts MATCH ? ORDER BY rowid DESC LIMIT ?)",
        params![expression, limit],
        |row| {
            let ids = row.get_ref(0)?.as_str()?;
            serde_json::from_str(ids).map_err(|e| Error::FromSqlConversionFailure(0, Type::Text, Box::new(e)))
        },
    )
}

/// Gives the words of every waiting signal to the index. Called after pulls and imports, and at start.
/// Gives how many signals it indexed.
pub async fn index_pending(store: &Store) -> Result<u32> {
    let mut indexed = 0;
    loop {
        let mut write = store.write().await?;
        let batch = on_connection(&mut write, index_batch).await?;
        // Nothing waiting: no commit, so that a pull that brought nothing leaves the revision as it is.
        if batch > 0 {
            write.commit().await?;
        }
        indexed += batch;
        if batch < BATCH {
            return Ok(indexed);
        }
    }
}

fn index_batch(raw: &rusqlite::Connection) -> rusqlite::Result<u32> {
    let mut waiting = raw.prepare(
        "SELECT q.signal_id, s.title, t.body FROM fts_queue q
         JOIN signal s ON s.id = q.signal_id JOIN signal_text t ON t.signal_id = q.signal_id
         ORDER BY q.signal_id LIMIT ?",
    )?;
    let mut forget = raw.prepare("DELETE FROM signal_fts WHERE rowid = ?")?;
    let mut index = raw.prepare("INSERT INTO signal_fts (rowid, title, body) VALUES (?, ?, ?)")?;
    let mut rows = waiting.query([BATCH])?;
    let (mut count, mut last) = (0, 0);
    while let Some(row) = rows.next()? {
        let id = SignalId(row.get(0)?);
        let (title, body) = (row.get_ref(1)?, row.get_ref(2)?);
        forget.execute([id.0])?;
        index.execute(params![id.0, title.as_str()?, body.as_str()?])?;
        (count, last) = (count + 1, id.0);
    }
    drop(rows);
    // What was written anew is looked at by the themes too.
    raw.execute(
        "INSERT INTO theme_queue SELECT signal_id FROM fts_queue WHERE signal_id <= ? ON CONFLICT DO NOTHING",
        [last],
    )?;
    raw.execute("DELETE FROM fts_queue WHERE signal_id <= ?", [last])?;
    Ok(count)
}
