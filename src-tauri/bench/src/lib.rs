//! What the benchmarks share.

pub mod corpus;
pub mod table;

use std::num::ParseIntError;
use std::path::Path;

use engine::error::Result;
use engine::model::Time;
use engine::store::Store;

/// The number that was given to the benchmark, such as `100_000`; `usual` without one.
pub fn asked(usual: u32) -> std::result::Result<u32, ParseIntError> {
    std::env::args().nth(1).map_or(Ok(usual), |count| count.replace(['_', ','], "").parse())
}

/// A workspace in `file`, made where needed, with one connection, whose number is 1.
pub async fn store(file: &Path, now: Time) -> Result<Store> {
    let store = Store::open(file, now).await?;
    let mut write = store.write().await?;
    sqlx::query(
        "INSERT OR IGNORE INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
         VALUES (1, 'bench', 'Bench', 'file', '', '', '', 0)",
    )
    .execute(&mut *write)
    .await?;
    write.commit().await?;
    Ok(store)
}
