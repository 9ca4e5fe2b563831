//! What it costs to read and store a page of a thousand records of each tool, against the same records read by the
//! generic reader of JSON: `cargo xtask bench connectors`. Processor time; the two take turns.

mod grown;

use std::path::Path;

use engine::connectors::{Page, vendors};
use engine::model::{ConnectionId, Record, Time};
use engine::store::{Store, bulk, usage};
use grown::{Generic, Grown, Outcome, PAGE};
use support::replay::Replay;
use throughline_bench::table::{self, Bar, cpu, quantile};
use tokio::runtime::Runtime;

/// Pages each way; the middle one counts.
const TURNS: usize = 15;
/// No tool's own reader may cost more than this many times the generic one.
const MOST: f64 = 1.5;

fn main() -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut bars = Vec::new();
    for vendor in vendors().into_iter().filter(|vendor| vendor.reads && vendor.id != "http_json") {
        let Some(replay) = Replay::of(vendor.id)? else { continue };
        let Some(grown) = Grown::of(&replay)? else {
            bars.push(Bar::not_measured(vendor.id, "no list"));
            continue;
        };
        let (own, generic) = compare(&runtime, &grown, &grown.generic()?)?;
        println!("{:<20} {own:>7.1} ms  generic {generic:>7.1} ms", vendor.id);
        bars.push(Bar::at_most(vendor.id, MOST, own / generic, "×"));
    }
    table::print(&bars);
    Ok(())
}

/// Milliseconds of a page, its own way and the generic way.
fn compare(runtime: &Runtime, grown: &Grown, generic: &Generic) -> Outcome<(f64, f64)> {
    let folder = tempfile::tempdir()?;
    let (ours, others) = (Way::new(runtime, folder.path(), "own")?, Way::new(runtime, folder.path(), "generic")?);
    let (mut own, mut plain) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        own.push(ours.page(turn, || grown.parse())?);
        plain.push(others.page(turn, || generic.parse())?);
    }
    Ok((quantile(&mut own, 0.5), quantile(&mut plain, 0.5)))
}

/// A workspace of its own for each way.
struct Way<'a> {
    runtime: &'a Runtime,
    store: Store,
}

impl<'a> Way<'a> {
    fn new(runtime: &'a Runtime, folder: &Path, name: &str) -> Outcome<Self> {
        let file = folder.join(format!("{name}.db"));
        let store = runtime.block_on(throughline_bench::store(&file, Time(0)));
        Ok(Way { runtime, store: store.map_err(|problem| problem.sentence())? })
    }

    /// Reads and stores one page of records that are all new, and gives the milliseconds it took.
    fn page(&self, turn: usize, parse: impl Fn() -> Outcome<Page>) -> Outcome<f64> {
        let (reading, page) = cpu(parse);
        let mut page = page?;
        number(&mut page.records, turn);
        let (storing, stored) = cpu(|| self.runtime.block_on(self.keep(&page)));
        stored.map_err(|problem| problem.sentence())?;
        Ok(reading + storing)
    }

    async fn keep(&self, page: &Page) -> engine::error::Result<()> {
        let mut write = self.store.write().await?;
        bulk::write_records(&mut write, ConnectionId(1), &page.records).await?;
        usage::write_days(&mut write, ConnectionId(1), &page.usage).await?;
        write.commit().await
    }
}

/// The recorded records are repeated; each gets an id of its own.
fn number(records: &mut [Record], turn: usize) {
    for (at, record) in records.iter_mut().enumerate() {
        record.external_id = (turn * PAGE + at).to_string();
    }
}
