//! The same texts and vectors grouped by BERTopic with its defaults, in the same run: what that costs, and how well it
//! agrees with the labels. It needs a Python that has the package `bertopic`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// What the other one made of a set.
pub struct Peer {
    /// Processor seconds, without embedding and compiling.
    pub seconds: f64,
    /// The group of each text; those it leaves out are all in one.
    pub groups: Vec<u32>,
}

impl Peer {
    /// Lets `python` group the texts of the file `texts` by the vectors kept in `vectors`.
    pub fn run(python: &Path, vectors: &Path, texts: &Path) -> Result<Peer> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer.py");
        let done = Command::new(python).arg(script).arg(vectors).arg(texts).output();
        let done = done.with_context(|| format!("{} doesn't start", python.display()))?;
        if !done.status.success() {
            bail!("BERTopic stopped: {}", String::from_utf8_lossy(&done.stderr));
        }
        Self::of(&String::from_utf8_lossy(&done.stdout)).context("BERTopic's answer can't be read")
    }

    fn of(answer: &str) -> Option<Peer> {
        let mut lines = answer.lines();
        let seconds = lines.next()?.parse().ok()?;
        let topics: Option<Vec<i64>> = lines.map(|line| line.parse().ok()).collect();
        let groups = topics?.into_iter().map(|topic| u32::try_from(topic + 1).ok()).collect::<Option<_>>()?;
        Some(Peer { seconds, groups })
    }
}
