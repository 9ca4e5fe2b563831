//! A program under way: its lines one by one, the end of its log, and its end.

use std::collections::VecDeque;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio_util::sync::CancellationToken;

use super::Papers;
use crate::connectors::tap::Word;
use crate::error::{Problem, ProblemKind, Result};

/// Bytes of one line; a record longer than that is no signal.
const LONGEST_LINE: usize = 32 << 20;
/// Bytes kept of the end of what a program writes into its log.
const KEPT_LOG: usize = 64 << 10;
/// Variables of ours that a program may see. Whatever else there is stays here, passwords given to us among it.
const SHARED: [&str; 22] = [
    "PATH",
    "HOME",
    "USER",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "TMP",
    "TZ",
    "SYSTEMROOT",
    "APPDATA",
    "USERPROFILE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
];

/// A running program. Dropping it ends the program and all that it started.
pub struct Process {
    child: Child,
    /// The number of its process group, which is that of the program itself.
    group: Option<u32>,
    lines: BufReader<ChildStdout>,
    log: Arc<Mutex<VecDeque<u8>>>,
    reading_log: tokio::task::JoinHandle<()>,
    name: String,
}

/// How a program ended by itself.
pub struct Ended {
    pub well: bool,
    /// The end of its log.
    pub log: String,
    /// The last line of it that says something.
    pub last_words: String,
}

impl Process {
    /// Starts `program` with `words` in a process group of its own, in the folder of its papers.
    pub fn start(program: &Path, papers: &Papers, words: &[Word]) -> Result<Process> {
        let name = program.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut command = Command::new(program);
        command.args(papers.command_line(words)).current_dir(papers.folder());
        command.env_clear().env("PYTHONUNBUFFERED", "1").env("PYTHONIOENCODING", "utf-8");
        command.envs(SHARED.iter().filter_map(|name| Some((*name, std::env::var_os(name)?))));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let cannot = |why: &dyn std::fmt::Display| {
            Problem::system(format!("{name} can't be started: {why}."))
                .kept("Nothing was read.")
                .todo("Start it once in a terminal to see what it lacks.")
        };
        let mut child = command.spawn().map_err(|why| cannot(&why))?;
        let (Some(out), Some(err)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(cannot(&"it has no output"));
        };
        let log = Arc::new(Mutex::new(VecDeque::new()));
        let reading_log = tokio::spawn(keep_end(err, log.clone()));
        let group = child.id();
        Ok(Process { child, group, lines: BufReader::new(out), log, reading_log, name })
    }

    /// The next line; None at the end. Ends the program when it is silent for `patience` or somebody cancels.
    pub async fn line(&mut self, patience: Duration, cancel: &CancellationToken) -> Result<Option<String>> {
        let mut line = Vec::new();
        let outcome = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(Problem::new(ProblemKind::Cancelled, "Stopped, as you asked.")),
            outcome = tokio::time::timeout(patience, read_line(&mut self.lines, &mut line)) => match outcome {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false)) => Err(self.trouble(format!("prints a line longer than {} MB", LONGEST_LINE >> 20))),
                Ok(Err(why)) => Err(self.trouble(format!("can't be listened to: {why}"))),
                Err(_) => Err(self.trouble(format!("said nothing for {} seconds", patience.as_secs()))),
            },
        };
        if let Err(problem) = outcome {
            self.kill();
            return Err(problem);
        }
        if line.is_empty() {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
    }

    /// Waits for the end, after the last line.
    pub async fn end(mut self, patience: Duration) -> Result<Ended> {
        let status = match tokio::time::timeout(patience, self.child.wait()).await {
            Ok(status) => status?,
            Err(_) => return Err(self.trouble("doesn't end".to_owned())),
        };
        // What it started may hold the log open.
        let _ = tokio::time::timeout(Duration::from_secs(1), &mut self.reading_log).await;
        let log = self.log();
        let mut lines = log.lines().rev().map(str::trim);
        let last_words = lines.find(|line| line.chars().any(char::is_alphanumeric)).unwrap_or_default().to_owned();
        Ok(Ended { well: status.success(), log, last_words })
    }

    /// The end of what it has written into its log so far.
    pub fn log(&self) -> String {
        let log: Vec<u8> = self.log.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
        String::from_utf8_lossy(&log).into_owned()
    }

    fn trouble(&self, what: String) -> Problem {
        Problem::new(ProblemKind::Unreachable, format!("{} {what}.", self.name))
    }

    /// Ends the whole group: what a program started may outlive it.
    #[cfg(unix)]
    fn kill(&mut self) {
        let group = self.group.and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
        if let Some(group) = group {
            // Already gone is as good.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }

    #[cfg(not(unix))]
    fn kill(&mut self) {
        let _ = self.child.start_kill();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        self.reading_log.abort();
    }
}

/// Reads up to the next line's end. False when the line is longer than any may be.
async fn read_line(input: &mut BufReader<ChildStdout>, line: &mut Vec<u8>) -> std::io::Result<bool> {
    let mut rest = input.take(LONGEST_LINE as u64 + 1);
    loop {
        let read = rest.read_until(b'\n', line).await?;
        if line.len() > LONGEST_LINE {
            return Ok(false);
        }
        // Blank lines say nothing, and an empty one would look like the end.
        if read == 0 || !line.trim_ascii().is_empty() {
            return Ok(true);
        }
        line.clear();
    }
}

async fn keep_end(mut from: impl AsyncRead + Unpin, log: Arc<Mutex<VecDeque<u8>>>) {
    let mut buffer = vec![0; 8 << 10];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend(buffer.get(..read).unwrap_or_default());
        let surplus = log.len().saturating_sub(KEPT_LOG);
        log.drain(..surplus);
    }
}
