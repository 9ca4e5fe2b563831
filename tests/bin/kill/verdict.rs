//! What a stop did to the workspace, read from the file itself and from the tool's side.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use engine::api::types::{OutboxState, WorkspaceName};
use engine::api::workspace_file;
use rusqlite::Connection;

use super::child::open;
use super::tool::Tool;

/// Counts of what must not happen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Said to be done, and not there.
    lost: u32,
    /// There twice.
    doubled: u32,
    /// Half there.
    torn: u32,
}

impl Verdict {
    pub fn add(&mut self, other: Verdict) {
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.torn += other.torn;
    }

    pub fn is_clean(&self) -> bool {
        *self == Verdict::default()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lost {}, doubled {}, torn {}", self.lost, self.doubled, self.torn)
    }
}

/// Rows that can only be there if a transaction was torn. Each query counts them.
const TORN: &[&str] = &[
    "SELECT COUNT(*) FROM signal s LEFT JOIN signal_text t ON t.signal_id = s.id WHERE t.signal_id IS NULL",
    "SELECT COUNT(*) FROM step s WHERE s.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM op o WHERE o.step = s.id)",
    "SELECT COUNT(*) FROM op o LEFT JOIN step s ON s.id = o.step WHERE s.id IS NULL",
    // The tables are what the journal adds up to: the newest verdict about each signal.
    "SELECT COUNT(*) FROM signal s JOIN connection c ON c.id = s.connection_id
     LEFT JOIN triage t ON t.signal_id = s.id
     LEFT JOIN op o ON o.id = (SELECT id FROM op WHERE entity = 'signal' AND key = c.uid || '/' || s.external_id
                               AND field = 'triage' ORDER BY clock DESC LIMIT 1)
     WHERE COALESCE(json_extract(o.value, '$.state'), 'inbox')
        <> CASE COALESCE(t.state, 0) WHEN 0 THEN 'inbox' WHEN 1 THEN 'accepted' WHEN 2 THEN 'merged'
                                     WHEN 3 THEN 'declined' ELSE 'snoozed' END",
    "SELECT COUNT(*) FROM evidence e JOIN opportunity p ON p.id = e.opportunity_id JOIN signal s ON s.id = e.signal_id
     JOIN connection c ON c.id = s.connection_id
     WHERE NOT EXISTS (SELECT 1 FROM op WHERE entity = 'evidence' AND field = 'importance'
                       AND key = p.uid || ' ' || c.uid || '/' || s.external_id)",
    // Undo may have unlinked the item since; the row stays.
    "SELECT COUNT(*) FROM outbox x WHERE x.state = 'sent' AND NOT EXISTS (SELECT 1 FROM item i WHERE i.id = x.item_id)",
    // Every signal waits for the word index or to be read for themes, or has a place.
    "SELECT COUNT(*) FROM signal s WHERE NOT EXISTS (SELECT 1 FROM fts_queue q WHERE q.signal_id = s.id)
     AND NOT EXISTS (SELECT 1 FROM theme_queue q WHERE q.signal_id = s.id)
     AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.signal_id = s.id)",
    // What people said of themes is what the journal adds up to.
    "SELECT COUNT(*) FROM theme t JOIN op o
     ON o.id = (SELECT id FROM op WHERE entity = 'theme' AND key = t.uid AND field = 'name' ORDER BY clock DESC LIMIT 1)
     WHERE COALESCE(json_extract(o.value, '$'), '') <> t.name",
    "SELECT COUNT(*) FROM theme_choice h JOIN signal s ON s.id = h.signal_id JOIN connection c ON c.id = s.connection_id
     LEFT JOIN theme t ON t.id = h.theme_id
     LEFT JOIN op o ON o.id = (SELECT id FROM op WHERE entity = 'signal' AND key = c.uid || '/' || s.external_id
                               AND field = 'theme' ORDER BY clock DESC LIMIT 1)
     WHERE COALESCE(json_extract(o.value, '$'), '?') <> COALESCE(t.uid, '')",
    // Journal sequence without gaps.
    "SELECT COUNT(*) - COALESCE(MAX(seq), 0) FROM op",
];

/// Right after a stop. `said` is what the process said was done.
pub async fn look(folder: &Path, tool: &Tool, said: &[String]) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let file = Connection::open(workspace_file(folder, WorkspaceName::Own))?;
    let check: String = file.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    verdict.torn += u32::from(check != "ok");
    for query in TORN {
        let count: i64 = file.query_row(query, [], |row| row.get(0)).with_context(|| (*query).to_owned())?;
        verdict.torn += u32::from(count != 0);
        if count != 0 {
            eprintln!("torn ({count}): {query}");
        }
    }
    for line in said {
        let there = match line.split_once(' ') {
            Some(("step", id)) => exists(&file, "SELECT 1 FROM step WHERE id = ?", id)?,
            Some(("queued", id)) => exists(&file, "SELECT 1 FROM outbox WHERE id = ?", id)?,
            Some(("sent" | "settled", id)) => {
                exists(&file, "SELECT 1 FROM outbox WHERE id = ? AND state = 'sent'", id)?
            }
            _ => true,
        };
        if !there {
            eprintln!("lost: {line}");
        }
        verdict.lost += u32::from(!there);
    }
    let mut keys = file.prepare("SELECT key FROM outbox")?;
    for key in keys.query_map([], |row| row.get::<_, String>(0))? {
        verdict.doubled += u32::from(tool.holding(&key?) > 1);
    }
    Ok(verdict)
}

/// At the end: everything is settled and pulled, and both sides are counted.
pub async fn finish(folder: &Path, tool: &Tool) -> Result<Verdict> {
    let mut verdict = Verdict::default();
    let engine = open(folder).await?;
    for entry in engine.outbox().await? {
        if !matches!(entry.state, OutboxState::Sent | OutboxState::Cancelled) {
            engine.settle_outbox(entry.id).await?;
        }
    }
    for connection in engine.connections().await? {
        engine.pull(connection.id).await?;
    }
    let waiting = engine.group_signals(false).await?.waiting;
    if waiting > 0 {
        eprintln!("lost: {waiting} signals found no place among the themes");
    }
    verdict.lost += waiting;
    let pulled = engine.workspace().await?.signals as usize;
    verdict.lost += u32::from(pulled < tool.len());
    verdict.doubled += u32::from(pulled > tool.len());
    engine.close().await?;
    let file = Connection::open(workspace_file(folder, WorkspaceName::Own))?;
    let mut keys = file.prepare("SELECT key FROM outbox WHERE state = 'sent'")?;
    for key in keys.query_map([], |row| row.get::<_, String>(0))? {
        match tool.holding(&key?) {
            0 => verdict.lost += 1,
            1 => {}
            _ => verdict.doubled += 1,
        }
    }
    Ok(verdict)
}

/// Lets the next pull begin at the first record again.
pub fn forget_cursors(folder: &Path) -> Result<()> {
    Connection::open(workspace_file(folder, WorkspaceName::Own))?.execute("DELETE FROM cursor", [])?;
    Ok(())
}

/// Lets the next grouping read and place every signal again.
pub fn forget_places(folder: &Path) -> Result<()> {
    Connection::open(workspace_file(folder, WorkspaceName::Own))?.execute_batch(
        "BEGIN; DELETE FROM placement; DELETE FROM vector; INSERT OR IGNORE INTO theme_queue SELECT id FROM signal; COMMIT",
    )?;
    Ok(())
}

fn exists(file: &Connection, query: &str, id: &str) -> Result<bool> {
    Ok(file.prepare(query)?.exists([id.parse::<u32>()?])?)
}
