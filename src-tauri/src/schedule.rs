//! Reading connections, placing what they brought in themes, sending digests and writing notes, by themselves while the
//! window, or its sign in the tray, is there.

use std::sync::Arc;
use std::time::Duration;

use engine::api::Engine;
use engine::error::ProblemKind;
use tokio::task::JoinSet;

/// A read begins at most so much later than it is due.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// After a long sleep everything may be due at once.
const AT_ONCE: usize = 3;

/// Ends when the engine is closed. The clock that says what is due is the wall's, so sleep counts too.
pub fn keep_reading(engine: &Arc<Engine>) {
    let engine = Arc::downgrade(engine);
    tauri::async_runtime::spawn(async move {
        let mut reads = JoinSet::new();
        let mut grouping = JoinSet::new();
        let mut sending = JoinSet::new();
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            while reads.try_join_next().is_some() {}
            let Some(engine) = engine.upgrade() else { break };
            if engine.is_closed() {
                break;
            }
            group(&engine, &mut grouping);
            send(&engine, &mut sending);
            let Ok(due) = engine.due().await else { continue };
            if !due.locked.is_empty() {
                engine.ask_for_passphrase();
            }
            for id in due.ready.into_iter().take(AT_ONCE.saturating_sub(reads.len())) {
                let engine = engine.clone();
                // How it ended is noted on the connection.
                reads.spawn(async move { engine.pull_if_due(id).await.is_ok() });
            }
        }
    });
}

/// Places what waits, unless that is going on. It works only while a workspace is open.
fn group(engine: &Arc<Engine>, grouping: &mut JoinSet<bool>) {
    while grouping.try_join_next().is_some() {}
    if grouping.is_empty() {
        let engine = engine.clone();
        // What went wrong is tried again at the next look.
        grouping.spawn(async move { engine.group_waiting().await.is_ok() });
    }
}

/// Sends the digests, alerts and notes that are due, unless that is going on. How each ended stands beside it.
fn send(engine: &Arc<Engine>, sending: &mut JoinSet<()>) {
    while sending.try_join_next().is_some() {}
    if sending.is_empty() {
        let engine = engine.clone();
        sending.spawn(async move {
            let digests = engine.send_due_digests().await.err();
            let notes = engine.write_status_notes().await.err();
            if [digests, notes].iter().flatten().any(|problem| problem.kind == ProblemKind::Locked) {
                engine.ask_for_passphrase();
            }
        });
    }
}
