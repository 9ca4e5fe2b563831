//! SQL of how much features are used.

use rusqlite::params;

use super::Write;
use super::bulk::on_connection;
use super::people::People;
use crate::error::Result;
use crate::model::{ConnectionId, UsageDay};

/// Stores the days that one connection counted; a day known already takes the newer numbers. Services not known yet
/// are made. Gives how many days are new or changed.
pub async fn write_days(write: &mut Write<'_>, connection: ConnectionId, days: &[UsageDay]) -> Result<u32> {
    if days.is_empty() {
        return Ok(0);
    }
    let known = std::mem::take(&mut write.known);
    let (written, known) = on_connection(write, |raw| {
        let mut people = People::new(raw, known)?;
        // What was counted together before and is counted by segment now, or the other way round, isn't added up.
        let mut other = raw.prepare(
            "DELETE FROM usage WHERE connection_id = ? AND feature = ? AND day = ? AND (segment = '') <> (? = '')",
        )?;
        let mut insert = raw.prepare(
            "INSERT INTO usage (connection_id, feature, day, segment, service_id, users, events)
             VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (connection_id, feature, day, segment) DO UPDATE
               SET service_id = excluded.service_id, users = excluded.users, events = excluded.events
               WHERE service_id IS NOT excluded.service_id OR users <> excluded.users OR events <> excluded.events",
        )?;
        let mut written = 0;
        for day in days {
            let service = people.service(day.service.as_deref())?.map(|id| id.0);
            let (date, segment) = (day.day.to_string(), day.segment.as_deref().unwrap_or_default());
            other.execute(params![connection.0, day.feature, date, segment])?;
            written +=
                insert.execute(params![connection.0, day.feature, date, segment, service, day.users, day.events])?;
        }
        Ok((written, people.known))
    })
    .await?;
    write.known = known;
    Ok(u32::try_from(written).unwrap_or(u32::MAX))
}
