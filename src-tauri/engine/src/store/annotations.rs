//! SQL of images, notes and replies.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use super::apply::read;
use crate::api::types::Shape;
use crate::error::{Problem, Result};
use crate::journal::By;
use crate::model::{AnnotationId, ImageId, OpportunityId, ReplyId, Time};

/// What the journal holds of an attached image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attached {
    pub sha256: String,
    pub media_type: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u32,
}

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Image {
    pub id: ImageId,
    pub uid: String,
    pub opportunity_id: OpportunityId,
    pub opportunity_uid: String,
    pub number: u32,
    pub sha256: String,
    pub media_type: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u32,
    pub caption: String,
    pub added_at: Time,
    pub added_by: String,
}

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Note {
    pub id: AnnotationId,
    pub uid: String,
    pub opportunity_id: OpportunityId,
    pub opportunity_uid: String,
    pub number: u32,
    /// A uid; empty: about the opportunity as a whole.
    pub image: String,
    /// JSON.
    shape: Option<String>,
    pub text: String,
    pub resolved: bool,
    pub written_at: Time,
    pub written_by: String,
    pub edited_at: Option<Time>,
}

impl Note {
    /// Its name in the journal.
    pub fn journal_key(&self) -> String {
        format!("{} {}", self.opportunity_uid, self.uid)
    }

    pub fn shape(&self) -> Result<Option<Shape>> {
        let read = self.shape.as_deref().map(serde_json::from_str).transpose();
        read.map_err(|error| Problem::system(format!("The place of note {} can't be read: {error}.", self.number)))
    }
}

impl Image {
    /// Its name in the journal.
    pub fn journal_key(&self) -> String {
        format!("{} {}", self.opportunity_uid, self.uid)
    }
}

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Reply {
    pub id: ReplyId,
    pub uid: String,
    pub annotation_id: AnnotationId,
    pub text: String,
    pub written_at: Time,
    pub written_by: String,
    pub edited_at: Option<Time>,
}

const IMAGE: &str = "SELECT i.*, o.uid AS opportunity_uid FROM image i JOIN opportunity o ON o.id = i.opportunity_id
    WHERE i.deleted = 0";
/// A note on an image that was taken away is hidden with it.
const NOTE: &str = "SELECT a.*, o.uid AS opportunity_uid FROM annotation a
    JOIN opportunity o ON o.id = a.opportunity_id
    WHERE a.deleted = 0 AND (a.image = '' OR a.image IN (SELECT uid FROM image WHERE deleted = 0))";

pub async fn images(read: &mut SqliteConnection, of: OpportunityId) -> Result<Vec<Image>> {
    let sql = sqlx::AssertSqlSafe(format!("{IMAGE} AND i.opportunity_id = ? ORDER BY i.number"));
    Ok(sqlx::query_as(sql).bind(of).fetch_all(read).await?)
}

pub async fn image(read: &mut SqliteConnection, id: ImageId) -> Result<Image> {
    let sql = sqlx::AssertSqlSafe(format!("{IMAGE} AND i.id = ?"));
    let found: Option<Image> = sqlx::query_as(sql).bind(id).fetch_optional(read).await?;
    found.ok_or_else(|| Problem::not_found("This image isn't here any more."))
}

pub async fn notes(read: &mut SqliteConnection, of: OpportunityId) -> Result<Vec<Note>> {
    let sql = sqlx::AssertSqlSafe(format!("{NOTE} AND a.opportunity_id = ? ORDER BY a.number"));
    Ok(sqlx::query_as(sql).bind(of).fetch_all(read).await?)
}

pub async fn note(read: &mut SqliteConnection, id: AnnotationId) -> Result<Note> {
    let sql = sqlx::AssertSqlSafe(format!("{NOTE} AND a.id = ?"));
    let found: Option<Note> = sqlx::query_as(sql).bind(id).fetch_optional(read).await?;
    found.ok_or_else(|| Problem::not_found("This note isn't here any more."))
}

/// Those to all notes of an opportunity, in the order they were written.
pub async fn replies(read: &mut SqliteConnection, of: OpportunityId) -> Result<Vec<Reply>> {
    Ok(sqlx::query_as(
        "SELECT r.* FROM reply r JOIN annotation a ON a.id = r.annotation_id
         WHERE a.opportunity_id = ? AND r.deleted = 0 ORDER BY r.written_at, r.id",
    )
    .bind(of)
    .fetch_all(read)
    .await?)
}

pub async fn reply(read: &mut SqliteConnection, id: ReplyId) -> Result<Reply> {
    let found: Option<Reply> =
        sqlx::query_as("SELECT * FROM reply WHERE id = ? AND deleted = 0").bind(id).fetch_optional(read).await?;
    found.ok_or_else(|| Problem::not_found("This reply isn't here any more."))
}

/// Every text that may hold links.
pub async fn texts_with_links(reader: &SqlitePool) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT text FROM annotation WHERE deleted = 0 AND instr(text, '://') > 0
         UNION ALL SELECT text FROM reply WHERE deleted = 0 AND instr(text, '://') > 0",
    )
    .fetch_all(reader)
    .await?)
}

/// Key `<opportunity uid> <uid>`. Taking the attaching back hides the image; its number and its file stay.
pub async fn apply_image(
    write: &mut SqliteConnection,
    key: &str,
    field: &str,
    value: Option<&Value>,
    by: &By,
) -> Result<()> {
    let Some((opportunity, uid)) = key.split_once(' ') else { return Ok(()) };
    match field {
        "attached" => match read::<Attached>(value)? {
            Some(image) => insert_image(write, (opportunity, uid), &image, by).await,
            None => set(write, "UPDATE image SET deleted = ? WHERE uid = ?", true, uid).await,
        },
        "caption" => {
            let caption: String = read(value)?.unwrap_or_default();
            set(write, "UPDATE image SET caption = ? WHERE uid = ?", caption, uid).await
        }
        "deleted" => {
            let deleted: bool = read(value)?.unwrap_or(false);
            set(write, "UPDATE image SET deleted = ? WHERE uid = ?", deleted, uid).await
        }
        _ => Err(Problem::system(format!("An image has no field {field}."))),
    }
}

async fn insert_image(
    write: &mut SqliteConnection,
    (opportunity, uid): (&str, &str),
    image: &Attached,
    by: &By,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO image (uid, opportunity_id, number, sha256, media_type, width, height, bytes, added_at, added_by)
         SELECT ?1, o.id, (SELECT COALESCE(MAX(number), 0) + 1 FROM image WHERE opportunity_id = o.id),
                ?3, ?4, ?5, ?6, ?7, ?8, ?9
         FROM opportunity o WHERE o.uid = ?2
         ON CONFLICT (uid) DO UPDATE SET deleted = 0",
    )
    .bind(uid)
    .bind(opportunity)
    .bind(&image.sha256)
    .bind(&image.media_type)
    .bind(image.width)
    .bind(image.height)
    .bind(image.bytes)
    .bind(by.now)
    .bind(&by.actor)
    .execute(write)
    .await?;
    Ok(())
}

/// Key `<opportunity uid> <uid>`; `created` holds the uid of the image, or an empty text.
pub async fn apply_note(
    write: &mut SqliteConnection,
    key: &str,
    field: &str,
    value: Option<&Value>,
    by: &By,
) -> Result<()> {
    let Some((opportunity, uid)) = key.split_once(' ') else { return Ok(()) };
    match field {
        "created" => match read::<String>(value)? {
            Some(image) => insert_note(write, (opportunity, uid), &image, by).await,
            None => set(write, "UPDATE annotation SET deleted = ? WHERE uid = ?", true, uid).await,
        },
        "shape" => {
            let shape = value.map(Value::to_string);
            set(write, "UPDATE annotation SET shape = ? WHERE uid = ?", shape, uid).await
        }
        "text" => {
            let text: String = read(value)?.unwrap_or_default();
            // The text it comes with isn't an edit.
            sqlx::query(
                "UPDATE annotation SET edited_at = CASE WHEN text = '' OR ?1 = '' THEN edited_at ELSE ?2 END, text = ?1
                 WHERE uid = ?3",
            )
            .bind(text)
            .bind(by.now)
            .bind(uid)
            .execute(write)
            .await?;
            Ok(())
        }
        "resolved" => {
            let resolved: bool = read(value)?.unwrap_or(false);
            set(write, "UPDATE annotation SET resolved = ? WHERE uid = ?", resolved, uid).await
        }
        "deleted" => {
            let deleted: bool = read(value)?.unwrap_or(false);
            set(write, "UPDATE annotation SET deleted = ? WHERE uid = ?", deleted, uid).await
        }
        _ => Err(Problem::system(format!("A note has no field {field}."))),
    }
}

async fn insert_note(
    write: &mut SqliteConnection,
    (opportunity, uid): (&str, &str),
    image: &str,
    by: &By,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO annotation (uid, opportunity_id, number, image, written_at, written_by)
         SELECT ?1, o.id, (SELECT COALESCE(MAX(number), 0) + 1 FROM annotation WHERE opportunity_id = o.id), ?3, ?4, ?5
         FROM opportunity o WHERE o.uid = ?2
         ON CONFLICT (uid) DO UPDATE SET deleted = 0",
    )
    .bind(uid)
    .bind(opportunity)
    .bind(image)
    .bind(by.now)
    .bind(&by.actor)
    .execute(write)
    .await?;
    Ok(())
}

/// Key `<opportunity uid> <note uid> <uid>`. None takes the reply away.
pub async fn apply_reply(write: &mut SqliteConnection, key: &str, text: Option<&Value>, by: &By) -> Result<()> {
    let mut parts = key.splitn(3, ' ');
    let (Some(_), Some(note), Some(uid)) = (parts.next(), parts.next(), parts.next()) else { return Ok(()) };
    let Some(text) = read::<String>(text)? else {
        return set(write, "UPDATE reply SET deleted = ? WHERE uid = ?", true, uid).await;
    };
    sqlx::query(
        "INSERT INTO reply (uid, annotation_id, text, written_at, written_by)
         SELECT ?1, id, ?3, ?4, ?5 FROM annotation WHERE uid = ?2
         ON CONFLICT (uid) DO UPDATE SET deleted = 0, text = excluded.text,
           edited_at = CASE WHEN text = excluded.text THEN edited_at ELSE excluded.written_at END",
    )
    .bind(uid)
    .bind(note)
    .bind(text)
    .bind(by.now)
    .bind(&by.actor)
    .execute(write)
    .await?;
    Ok(())
}

async fn set<'q, T>(write: &mut SqliteConnection, sql: &'static str, value: T, uid: &'q str) -> Result<()>
where
    T: sqlx::Encode<'q, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite> + Send + 'q,
{
    sqlx::query(sql).bind(value).bind(uid).execute(write).await?;
    Ok(())
}
