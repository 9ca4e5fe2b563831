//! A line to a real server that can break at the worst moment: what was asked arrives, the answer doesn't.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Passes bytes on to a server until it is told to break.
pub struct BreakingLine {
    pub url: String,
    break_next_change: Arc<AtomicBool>,
    broke: Arc<Notify>,
}

impl BreakingLine {
    /// A line to `server`, an address such as `http://127.0.0.1:13000`.
    pub async fn to(server: &str) -> Result<BreakingLine> {
        let target = server.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let line = BreakingLine {
            url: format!("http://{}", listener.local_addr()?),
            break_next_change: Arc::default(),
            broke: Arc::default(),
        };
        let (armed, broke) = (line.break_next_change.clone(), line.broke.clone());
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(pass(near, target.clone(), armed.clone(), broke.clone()));
            }
        });
        Ok(line)
    }

    /// The next POST or PUT reaches the server and is carried out; its answer never comes.
    pub fn break_next_change(&self) {
        self.break_next_change.store(true, Ordering::SeqCst);
    }

    /// Waits until the server has answered the request whose answer is kept back.
    pub async fn broken(&self) {
        self.broke.notified().await;
    }
}

/// One connection. Requests are told apart from answers by direction, a change by its first word.
async fn pass(near: TcpStream, target: String, armed: Arc<AtomicBool>, broke: Arc<Notify>) -> Result<()> {
    let far = TcpStream::connect(&target).await.context("the server is gone")?;
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let silent = Arc::new(AtomicBool::new(false));
    let hush = silent.clone();
    let asking = tokio::spawn(async move {
        let mut buffer = vec![0; 65_536];
        while let Ok(read) = from_near.read(&mut buffer).await {
            if read == 0 {
                break;
            }
            if (buffer.starts_with(b"POST") || buffer.starts_with(b"PUT")) && armed.swap(false, Ordering::SeqCst) {
                hush.store(true, Ordering::SeqCst);
            }
            if to_far.write_all(&buffer[..read]).await.is_err() {
                break;
            }
        }
    });
    let mut buffer = vec![0; 65_536];
    while let Ok(read) = from_far.read(&mut buffer).await {
        if read == 0 {
            break;
        }
        if silent.load(Ordering::SeqCst) {
            broke.notify_one();
            continue;
        }
        if to_near.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    asking.abort();
    Ok(())
}
