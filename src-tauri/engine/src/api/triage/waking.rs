//! Waking what was snoozed until an event. It runs after everything that may bring such an event; it is no decision, so
//! undo doesn't speak of it.

use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, Status, ThemeId};
use crate::store::waits::{self, OpenWait};

/// What ends a wait.
enum Event {
    Came(ThemeId, u32),
    Done(Status),
    Deployed(SignalId),
}

impl Engine {
    /// Ends the snoozes whose event has come. Costs one small query while none waits.
    pub(crate) async fn wake_sleepers(&self) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let open = waits::open(&mut read).await?;
        let ended: Vec<(OpenWait, Event)> = {
            let columns = self.store.columns();
            open.into_iter().filter_map(|wait| Some((event(&columns, &wait)?, wait))).map(|(e, w)| (w, e)).collect()
        };
        if ended.is_empty() {
            return Ok(());
        }
        let mut reasons = Vec::with_capacity(ended.len());
        for (wait, event) in &ended {
            reasons.push(match event {
                Event::Came(theme, count) => {
                    let title = waits::theme_title(&mut read, *theme).await?;
                    let signals =
                        if *count == 1 { "1 more signal".to_owned() } else { format!("{count} more signals") };
                    format!("{signals} came to “{title}”")
                }
                Event::Done(status) => {
                    format!("“{}” is {} now", wait.change_title.as_deref().unwrap_or_default(), status.word())
                }
                Event::Deployed(deployment) => {
                    let title = waits::signal_title(&mut read, *deployment).await?;
                    format!("{} was deployed: “{title}”", wait.service.as_deref().unwrap_or_default())
                }
            });
        }
        drop(read);
        let now = self.now();
        let mut write = self.store.write().await?;
        for ((wait, _), reason) in ended.iter().zip(&reasons) {
            waits::wake(&mut write, wait, reason, now).await?;
        }
        write.commit().await?;
        self.tell_changed();
        Ok(())
    }
}

fn event(columns: &crate::store::Columns, wait: &OpenWait) -> Option<Event> {
    if let Some(more) = wait.more {
        let (theme, count) = waits::came(columns, wait)?;
        return (count >= more).then_some(Event::Came(theme, count));
    }
    let status = wait.change_status.and_then(Status::from_code)?;
    if wait.was_open && status != Status::Open {
        return Some(Event::Done(status));
    }
    waits::deployed(columns, wait).map(Event::Deployed)
}
