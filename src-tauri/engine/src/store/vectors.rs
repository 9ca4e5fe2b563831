//! SQL of texts as vectors and of where the program placed each signal.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use sqlx::SqliteConnection;
use themes::embed::HIDDEN;
use themes::matrix::Rows;

use super::Write;
use super::bulk::on_connection;
use crate::error::{Problem, Result};
use crate::model::{Kind, SignalId, ThemeId};

/// A vector as it is stored: each component is a number times the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Packed {
    pub scale: f32,
    pub numbers: Vec<u8>,
}

/// The largest magnitude of a signed byte.
const LARGEST: f32 = 127.0;

impl Packed {
    pub fn new(values: &[f32]) -> Packed {
        let peak = values.iter().fold(0.0_f32, |peak, value| peak.max(value.abs()));
        let scale = if peak.is_finite() { peak / LARGEST } else { 0.0 };
        let number = |value: &f32| if scale > 0.0 { (value / scale).round() as i8 } else { 0 };
        Packed { scale, numbers: values.iter().map(|value| number(value).cast_unsigned()).collect() }
    }

    /// The scalar product with a vector of floats.
    pub fn dot(&self, other: &[f32]) -> f32 {
        let sum: f32 =
            self.numbers.iter().zip(other).map(|(number, value)| f32::from(number.cast_signed()) * value).sum();
        sum * self.scale
    }

    pub fn values(&self) -> Vec<f32> {
        unpacked(self.scale, &self.numbers).collect()
    }
}

fn unpacked(scale: f32, numbers: &[u8]) -> impl Iterator<Item = f32> {
    numbers.iter().map(move |number| f32::from(number.cast_signed()) * scale)
}

/// A signal whose text waits to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    pub signal: SignalId,
    pub kind: Kind,
    pub title: String,
    /// The beginning of the body.
    pub body: String,
}

/// The next signals whose texts wait to be read, the newest first.
pub async fn unread(read: &mut SqliteConnection, characters: u32, limit: u32) -> Result<Vec<Unread>> {
    let rows: Vec<(SignalId, u8, String, String)> = sqlx::query_as(
        "SELECT s.id, s.kind, s.title, COALESCE(substr(t.body, 1, ?), '') FROM theme_queue q
         JOIN signal s ON s.id = q.signal_id LEFT JOIN signal_text t ON t.signal_id = s.id
         ORDER BY q.signal_id DESC LIMIT ?",
    )
    .bind(characters)
    .bind(limit)
    .fetch_all(read)
    .await?;
    let read = |(signal, kind, title, body)| Unread {
        signal,
        kind: Kind::from_code(kind).unwrap_or(Kind::Ticket),
        title,
        body,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// How many signals wait to be read, and how many to be placed.
pub async fn waiting(read: &mut SqliteConnection) -> Result<(u32, u32)> {
    Ok(sqlx::query_as("SELECT (SELECT COUNT(*) FROM theme_queue), (SELECT COUNT(*) FROM placement WHERE waiting = 1)")
        .fetch_one(read)
        .await?)
}

/// Which of these texts have a vector of the wanted quality: a vector of words doesn't do where there is a meaning.
pub async fn known(read: &mut SqliteConnection, keys: &[(i64, bool)]) -> Result<Vec<i64>> {
    let list = json(&keys.iter().map(|(key, meaning)| (key.to_string(), u8::from(*meaning))).collect::<Vec<_>>())?;
    Ok(sqlx::query_scalar(
        "SELECT v.key FROM json_each(?) j JOIN vector v ON v.key = CAST(j.value ->> 0 AS INTEGER)
         AND v.meaning = (j.value ->> 1)",
    )
    .bind(list)
    .fetch_all(read)
    .await?)
}

/// A text that was read: whose it is, and its vector unless that is known already.
pub struct ReadText {
    pub signal: SignalId,
    /// `None`: a signal of a kind that isn't grouped.
    pub key: Option<i64>,
}

/// Stores what was read and takes the signals from the queue. A signal that has a place keeps it.
pub async fn write_read(write: &mut Write<'_>, texts: &[ReadText], new: &[(i64, bool, Packed)]) -> Result<()> {
    on_connection(write, |raw| {
        let mut vector = raw.prepare(
            "INSERT INTO vector (key, meaning, scale, numbers) VALUES (?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET meaning = excluded.meaning, scale = excluded.scale, numbers = excluded.numbers",
        )?;
        for (key, meaning, packed) in new {
            vector.execute(params![key, meaning, f64::from(packed.scale), packed.numbers])?;
        }
        let mut place = raw.prepare(
            "INSERT INTO placement (signal_id, vector_id) SELECT ?1, id FROM vector WHERE key = ?2
             ON CONFLICT DO UPDATE SET vector_id = excluded.vector_id",
        )?;
        let mut done = raw.prepare("DELETE FROM theme_queue WHERE signal_id = ?")?;
        for text in texts {
            if let Some(key) = text.key {
                place.execute(params![text.signal.0, key])?;
            }
            done.execute([text.signal.0])?;
        }
        Ok(())
    })
    .await
}

/// Puts every signal into the queue again: the texts are to be read in another way.
pub async fn read_again(write: &mut Write<'_>) -> Result<()> {
    sqlx::query("INSERT INTO theme_queue SELECT id FROM signal WHERE true ON CONFLICT DO NOTHING")
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// Where one signal is, with its vector's number only: the vectors of half a million signals take 240 MB.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub signal: SignalId,
    pub kind: Kind,
    pub vector: u32,
    pub meaning: bool,
    /// The theme it is in, merges followed.
    pub theme: Option<ThemeId>,
    pub by_person: bool,
}

/// One signal in the space of meanings.
#[derive(Clone, Debug)]
pub struct Located {
    pub signal: SignalId,
    pub meaning: bool,
    pub packed: Packed,
    /// The theme it is in, merges followed.
    pub theme: Option<ThemeId>,
    pub by_person: bool,
}

/// Which signals to locate.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    All,
    /// Those that wait to be placed.
    Waiting,
    /// Those that fit no theme.
    Unsorted,
    /// The members of these themes, merges followed.
    Of(&'a [ThemeId]),
    These(&'a [SignalId]),
}

/// Where signals are, in the order of their ids.
pub async fn spots(read: &mut SqliteConnection, which: Which<'_>) -> Result<Vec<Spot>> {
    found(read, which, "", spot_row).await
}

/// Where signals are with their vectors, in the order of their ids.
pub async fn located(read: &mut SqliteConnection, which: Which<'_>) -> Result<Vec<Located>> {
    found(read, which, ", v.scale, v.numbers", located_row).await
}

/// The vectors with these numbers, in their order. One that isn't there any more is all zero.
pub async fn rows(read: &mut SqliteConnection, vectors: &[u32]) -> Result<Rows> {
    on_connection(read, |raw| {
        let mut find = raw.prepare("SELECT scale, numbers FROM vector WHERE id = ?")?;
        let mut rows = Rows::new(HIDDEN);
        let mut values: Vec<f32> = Vec::with_capacity(HIDDEN);
        for vector in vectors {
            values.clear();
            let mut found = find.query([vector])?;
            if let Some(row) = found.next()? {
                values.extend(unpacked(row.get::<_, f64>(0)? as f32, row.get_ref(1)?.as_blob()?));
            }
            rows.push(&values);
        }
        Ok(rows)
    })
    .await
}

/// The vectors of some signals, in their order.
pub async fn rows_of(read: &mut SqliteConnection, spots: &[Spot]) -> Result<Rows> {
    rows(read, &spots.iter().map(|one| one.vector).collect::<Vec<_>>()).await
}

/// What `read_row` makes of each of the signals, with some columns beside those of a [`Spot`].
async fn found<T>(
    read: &mut SqliteConnection,
    which: Which<'_>,
    columns: &str,
    read_row: fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let (from, list) = match which {
        Which::All => ("", None),
        Which::Waiting => ("WHERE p.waiting = 1", None),
        Which::Unsorted => ("WHERE p.waiting = 0 AND p.theme_id IS NULL AND c.signal_id IS NULL", None),
        // CROSS JOIN: from the few themes to their members; SQLite would go through all that are placed.
        Which::Of(themes) => (
            "WHERE p.signal_id IN (
               SELECT q.signal_id FROM theme m CROSS JOIN placement q ON q.theme_id = m.id
               WHERE m.root_id IN (SELECT value FROM json_each(?1))
                 AND NOT EXISTS (SELECT 1 FROM theme_choice x WHERE x.signal_id = q.signal_id)
               UNION SELECT x.signal_id FROM theme m CROSS JOIN theme_choice x ON x.theme_id = m.id
               WHERE m.root_id IN (SELECT value FROM json_each(?1)))",
            Some(json(themes)?),
        ),
        Which::These(ids) => ("WHERE p.signal_id IN (SELECT value FROM json_each(?1))", Some(json(ids)?)),
    };
    let sql = format!(
        "SELECT p.signal_id, s.kind, v.id, v.meaning, r.root_id, c.signal_id IS NOT NULL{columns}
         FROM placement p JOIN signal s ON s.id = p.signal_id JOIN vector v ON v.id = p.vector_id
         LEFT JOIN theme_choice c ON c.signal_id = p.signal_id
         LEFT JOIN theme r ON r.id = CASE WHEN c.signal_id IS NULL THEN p.theme_id ELSE c.theme_id END
         {from} ORDER BY p.signal_id"
    );
    on_connection(read, |raw| {
        let mut find = raw.prepare(&sql)?;
        let rows = match &list {
            Some(list) => find.query_map([list], read_row)?,
            None => find.query_map([], read_row)?,
        };
        rows.collect()
    })
    .await
}

fn spot_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Spot> {
    Ok(Spot {
        signal: SignalId(row.get(0)?),
        kind: Kind::from_code(row.get(1)?).unwrap_or(Kind::Ticket),
        vector: row.get(2)?,
        meaning: row.get(3)?,
        theme: row.get::<_, Option<u32>>(4)?.map(ThemeId),
        by_person: row.get(5)?,
    })
}

fn located_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Located> {
    let Spot { signal, meaning, theme, by_person, .. } = spot_row(row)?;
    let packed = Packed { scale: row.get::<_, f64>(6)? as f32, numbers: row.get(7)? };
    Ok(Located { signal, meaning, packed, theme, by_person })
}

/// Title and the beginning of the body of one signal for each vector, and its kind.
pub async fn texts_of(
    read: &mut SqliteConnection,
    signals: &[SignalId],
    characters: u32,
) -> Result<HashMap<SignalId, (Kind, String, String)>> {
    let rows: Vec<(SignalId, u8, String, String)> = sqlx::query_as(
        "SELECT s.id, s.kind, s.title, COALESCE(substr(t.body, 1, ?), '') FROM json_each(?) j
         JOIN signal s ON s.id = j.value LEFT JOIN signal_text t ON t.signal_id = s.id",
    )
    .bind(characters)
    .bind(json(signals)?)
    .fetch_all(read)
    .await?;
    let known = |kind| Kind::from_code(kind).unwrap_or(Kind::Ticket);
    Ok(rows.into_iter().map(|(id, kind, title, body)| (id, (known(kind), title, body))).collect())
}

/// Notes where the program placed signals.
pub async fn write_places(write: &mut Write<'_>, places: &[(SignalId, Option<ThemeId>, f32)]) -> Result<()> {
    on_connection(write, |raw| {
        let mut place =
            raw.prepare("UPDATE placement SET theme_id = ?2, belonging = ?3, waiting = 0 WHERE signal_id = ?1")?;
        for (signal, theme, belonging) in places {
            place.execute(params![signal.0, theme.map(|id| id.0), f64::from(*belonging)])?;
        }
        Ok(())
    })
    .await?;
    write.themes_changed();
    Ok(())
}

/// The column of themes: for each signal's id less one its theme, 0 for none yet, [`super::columns::NO_THEME`] for one
/// that fits none.
pub(super) fn column(raw: &Connection) -> rusqlite::Result<Vec<u32>> {
    let mut all = raw.prepare(
        "SELECT p.signal_id, r.root_id, p.waiting AND c.signal_id IS NULL FROM placement p
         LEFT JOIN theme_choice c ON c.signal_id = p.signal_id
         LEFT JOIN theme r ON r.id = CASE WHEN c.signal_id IS NULL THEN p.theme_id ELSE c.theme_id END
         ORDER BY p.signal_id",
    )?;
    let mut rows = all.query([])?;
    let mut column = Vec::new();
    while let Some(row) = rows.next()? {
        let (signal, theme, waits): (u32, Option<u32>, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        column.resize(signal as usize, 0);
        if let Some(place) = column.last_mut() {
            *place = if waits { 0 } else { theme.unwrap_or(super::columns::NO_THEME) };
        }
    }
    Ok(column)
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Problem::system(e.to_string()))
}

const _: () = assert!(HIDDEN == 384, "the table says 384");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_vector_is_nearly_what_it_was() {
        let values: Vec<f32> = (0..HIDDEN).map(|at| ((at * 37 % 101) as f32 - 50.0) / 700.0).collect();
        for (value, back) in values.iter().zip(Packed::new(&values).values()) {
            assert!((value - back).abs() < 3e-4, "{value} {back}");
        }
        assert_eq!(Packed::new(&[0.0, f32::NAN]).values(), [0.0, 0.0]);
    }
}
