//! SQL of how much features are used.

use rusqlite::params;

use super::Write;
use super::bulk::on_connection;
use crate::error::Result;
use crate::model::UsageDay;

/// Stores the days; a day known already takes the newer numbers. Services must be known, others are left out.
pub async fn write_days(write: &mut Write<'_>, days: &[UsageDay]) -> Result<()> {
    on_connection(write, |raw| {
        let mut insert = raw.prepare(
            "INSERT INTO usage (feature, day, service_id, users, events)
             VALUES (?, ?, (SELECT id FROM service WHERE name = ?), ?, ?)
             ON CONFLICT (feature, day) DO UPDATE SET service_id = excluded.service_id, users = excluded.users,
               events = excluded.events",
        )?;
        for day in days {
            insert.execute(params![day.feature, day.day.to_string(), day.service, day.users, day.events])?;
        }
        Ok(())
    })
    .await
}
