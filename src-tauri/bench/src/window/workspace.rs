//! The workspace that the window opens: invented signals, searchable, with everything done that the window would
//! otherwise do beside the measuring.

use std::path::Path;
use std::time::Instant;

use engine::api::types::WorkspaceName;
use engine::api::{Context, Engine, workspace_file};
use engine::model::ConnectionId;
use engine::secrets::{Memory, Secrets};
use engine::store::bulk;
use throughline_bench::corpus::{Corpus, NOW};

use crate::Outcome;

/// Rows a transaction, as an import writes them.
const PAGE: u32 = 10_000;

/// The folder of the workspace below the one that a window is opened on.
const DATA: &str = "data";

/// Fills it, and gives it open.
pub async fn make(folder: &Path, count: u32) -> Outcome<Engine> {
    let began = Instant::now();
    let data = folder.join(DATA);
    std::fs::create_dir_all(&data)?;
    let store = throughline_bench::store(&workspace_file(&data, WorkspaceName::Own), NOW).await?;
    let mut corpus = Corpus::new(0);
    for start in (0..count).step_by(PAGE as usize) {
        let page = corpus.page(start, PAGE.min(count - start));
        let mut write = store.write().await?;
        bulk::write_records(&mut write, ConnectionId(1), &page).await?;
        write.commit().await?;
    }
    store.close().await?;
    // Gives the words to the index.
    let engine = open(folder).await?;
    engine.pause_grouping(true).await?;
    engine.back_up_daily().await?;
    println!(
        "  made in {:.0} s; the grouping is paused, and there is a backup of today",
        began.elapsed().as_secs_f64()
    );
    Ok(engine)
}

/// Closes it in order after a window that was killed: the next start finds what an ordinary one finds.
pub async fn tidy(folder: &Path) -> Outcome<()> {
    Ok(open(folder).await?.close().await?)
}

async fn open(folder: &Path) -> engine::error::Result<Engine> {
    let data = folder.join(DATA);
    let secrets = Secrets::new(Memory::default());
    Engine::open(&data, WorkspaceName::Own, Context { secrets, model: None, ..Context::system(&data) }).await
}
