//! Long computing on a thread of its own that gives way to everything else on this laptop.

use tokio::sync::oneshot;

use crate::error::{Problem, Result};

/// Runs `work` aside and waits for its result without holding anything else up.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let (send, receive) = oneshot::channel();
    let thread = std::thread::Builder::new().name("grouping".to_owned());
    thread.spawn(move || {
        give_way();
        let _ = send.send(work());
    })?;
    receive.await.map_err(|_| {
        Problem::system("The grouping stopped unexpectedly.")
            .kept("Everything placed so far is kept.")
            .todo("Group again; if it stops again, report the text it stopped at.")
    })
}

/// On Linux niceness belongs to the thread; elsewhere the system's own scheduling has to do.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}
