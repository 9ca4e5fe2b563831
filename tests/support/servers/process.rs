//! A server that lives no longer than the test process, however that ends.

use std::ffi::OsString;
use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Runs the server in a process group of its own. When standard input closes, which also happens when the test
/// process is killed, it ends the group and clears the folder away.
const GUARD: &str = r#"
folder=$1; shift
setsid "$@" </dev/null &
server=$!
read -r _
kill -TERM "-$server" 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "-$server" 2>/dev/null || break; sleep 0.2; done
kill -KILL "-$server" 2>/dev/null
rm -rf "$folder"
"#;

/// Long, because a busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running server with its folder.
pub struct Server {
    guard: Child,
    folder: TempDir,
}

impl Server {
    /// Starts `command` and waits until `ready` answers anything over HTTP. `folder` goes when the server goes.
    pub async fn start(folder: TempDir, command: &Command, ready: &str) -> Server {
        let log = folder.path().join("server.log");
        let output = File::create(&log).expect("the log is made");
        let mut guard = Command::new("sh");
        guard.arg("-c").arg(GUARD).arg("guard").arg(folder.path()).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            guard.env(name, value.map(OsString::from).unwrap_or_default());
        }
        if let Some(directory) = command.get_current_dir() {
            guard.current_dir(directory);
        }
        guard.stdin(Stdio::piped()).stdout(output.try_clone().expect("the log opens twice")).stderr(output);
        let guard = guard.spawn().expect("a shell starts");
        let server = Server { guard, folder };
        server.wait_until(ready, &log).await;
        server
    }

    /// Where the instance keeps its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    async fn wait_until(&self, ready: &str, log: &Path) {
        let client = reqwest::Client::new();
        let start = Instant::now();
        while client.get(ready).send().await.is_err() {
            if start.elapsed() > PATIENCE {
                let told = std::fs::read_to_string(log).unwrap_or_default();
                panic!("{ready} doesn't answer. The server's log:\n{told}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nothing more can be done about a guard that can't be waited for.
        let _ = self.guard.wait();
    }
}

/// A port nobody listened on a moment ago.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("it has an address").port()
}
