//! SQL of suggested merges and splits of themes.

use sqlx::SqliteConnection;

use super::Write;
use crate::error::Result;
use crate::model::ThemeId;

/// One suggestion that nobody declined.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Proposal {
    pub id: u32,
    /// `merge` or `split`.
    pub kind: String,
    pub theme_id: ThemeId,
    /// The theme that would join; 0 for a split.
    pub other_id: ThemeId,
    pub shared: u32,
    pub texts: u32,
}

/// What waits for a person, merges first. A theme that has joined another, was hidden or divided since isn't
/// spoken of any more.
pub async fn open(read: &mut SqliteConnection) -> Result<Vec<Proposal>> {
    Ok(sqlx::query_as(
        "SELECT p.id, p.kind, p.theme_id, p.other_id, p.shared, p.texts FROM theme_proposal p
         JOIN theme t ON t.id = p.theme_id AND t.root_id = t.id AND t.dismissed = 0
         LEFT JOIN theme o ON o.id = p.other_id
         WHERE p.current = 1 AND p.declined = 0 AND (p.other_id = 0 OR (o.root_id = o.id AND o.dismissed = 0))
           AND (p.kind <> 'split' OR NOT EXISTS (SELECT 1 FROM theme s WHERE s.split_from = p.theme_id AND s.undone = 0))
         ORDER BY p.kind, p.texts DESC, p.id",
    )
    .fetch_all(read)
    .await?)
}

/// Replaces what the last look suggested by what the newest one does. What was declined stays declined.
pub async fn replace(write: &mut Write<'_>, proposals: &[Proposal]) -> Result<()> {
    sqlx::query("UPDATE theme_proposal SET current = 0").execute(&mut **write).await?;
    for proposal in proposals {
        sqlx::query(
            "INSERT INTO theme_proposal (kind, theme_id, other_id, shared, texts) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET current = 1, shared = excluded.shared, texts = excluded.texts",
        )
        .bind(&proposal.kind)
        .bind(proposal.theme_id)
        .bind(proposal.other_id)
        .bind(proposal.shared)
        .bind(proposal.texts)
        .execute(&mut **write)
        .await?;
    }
    Ok(())
}

/// Notes that a person said no, or takes that back. Key: `<kind> <uid> <uid>`, the second empty for a split.
pub async fn apply(write: &mut Write<'_>, key: &str, declined: bool) -> Result<()> {
    let mut parts = key.splitn(3, ' ');
    let (kind, theme, other) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    sqlx::query(
        "INSERT INTO theme_proposal (kind, theme_id, other_id, shared, texts, current, declined)
         SELECT ?1, t.id, COALESCE((SELECT id FROM theme WHERE uid = ?3), 0), 0, 0, 0, ?4 FROM theme t WHERE t.uid = ?2
         ON CONFLICT DO UPDATE SET declined = excluded.declined",
    )
    .bind(kind)
    .bind(theme)
    .bind(other)
    .bind(declined)
    .execute(&mut **write)
    .await?;
    Ok(())
}
