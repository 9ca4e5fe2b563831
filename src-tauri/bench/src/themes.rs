//! Measures the grouping of a whole workspace: `cargo xtask bench themes`, or with a number of signals after `--`. The
//! texts are invented and read by their words, so that no model's time is in it. Processor time and memory of one run.

use std::path::Path;
use std::time::Instant;

use engine::api::types::WorkspaceName;
use engine::api::{Context, Engine, workspace_file};
use engine::error::Result;
use engine::model::{ConnectionId, Kind, Record};
use engine::secrets::{Memory, Secrets};
use engine::store::bulk;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use throughline_bench::corpus::{Corpus, NOW};
use throughline_bench::table::{self, Bar, cpu, peak_megabytes, quantile};
use tokio::runtime::Runtime;

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Rows a transaction, as an import writes them.
const PAGE: u32 = 10_000;
/// What comes with one pull, later.
const NEW: u32 = 1_000;
/// Different texts that are searched for by their meaning.
const SEARCHES: u32 = 20;

fn main() -> Outcome<()> {
    let count = throughline_bench::asked(200_000)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    println!("{count} invented tickets, read by their words");
    let (small, _) = measure(&runtime, count / 4)?;
    let (whole, bars) = measure(&runtime, count)?;
    let mut all =
        vec![Bar::at_most("a signal among all, grouping it against one of a quarter", 1.5, whole / small, "×")];
    all.extend(bars);
    table::print(&all);
    Ok(())
}

/// Milliseconds of grouping a signal, and the bars that one size shows.
fn measure(runtime: &Runtime, count: u32) -> Outcome<(f64, Vec<Bar>)> {
    let folder = tempfile::tempdir()?;
    let mut tickets = Tickets::new(count);
    write(runtime, folder.path(), &mut tickets, count)?;
    let engine = runtime.block_on(open(folder.path()))?;
    let began = Instant::now();
    let (grouping, standing) = cpu(|| runtime.block_on(engine.group_signals(false)));
    standing?;
    let memory = peak_megabytes();
    let themes = runtime.block_on(engine.themes(Default::default()))?.themes.len();
    println!(
        "{count} grouped into {themes} themes: {:.0} s of the processor, {:.0} s on the clock, at most {}",
        grouping / 1e3,
        began.elapsed().as_secs_f64(),
        memory.map_or("?".to_owned(), |megabytes| format!("{megabytes:.0} MB")),
    );
    runtime.block_on(engine.close())?;
    write(runtime, folder.path(), &mut tickets, NEW)?;
    let engine = runtime.block_on(open(folder.path()))?;
    let (placing, standing) = cpu(|| runtime.block_on(engine.group_signals(false)));
    standing?;
    let mut searches = Vec::new();
    for at in 0..SEARCHES {
        let (took, found) = cpu(|| runtime.block_on(engine.similar_to(tickets.record(at).title)));
        found?;
        searches.push(took);
    }
    runtime.block_on(engine.close())?;
    let memory = match memory {
        Some(megabytes) => Bar::at_most("memory at most, while grouping all", 2_048.0, megabytes, "MB"),
        None => Bar::not_measured("memory at most, while grouping all", "not on this system"),
    };
    let placing = Bar::at_most("1,000 new signals read and placed beside them", 3.0, placing / 1e3, "s");
    println!(
        "a search by meaning: {:.0} ms, the slowest of twenty {:.0} ms",
        quantile(&mut searches, 0.5),
        quantile(&mut searches, 1.0)
    );
    Ok((grouping / f64::from(count), vec![memory, placing]))
}

async fn open(folder: &Path) -> Result<Engine> {
    let secrets = Secrets::new(Memory::default());
    Engine::open(folder, WorkspaceName::Own, Context { secrets, model: None, ..Context::system(folder) }).await
}

fn write(runtime: &Runtime, folder: &Path, tickets: &mut Tickets, count: u32) -> Outcome<()> {
    runtime.block_on(async {
        let store = throughline_bench::store(&workspace_file(folder, WorkspaceName::Own), NOW).await?;
        for start in (0..count).step_by(PAGE as usize) {
            let page: Vec<Record> = (start..count.min(start + PAGE)).map(|_| tickets.next()).collect();
            let mut write = store.write().await?;
            bulk::write_records(&mut write, ConnectionId(1), &page).await?;
            write.commit().await?;
        }
        store.close().await
    })?;
    Ok(())
}

/// Tickets about subjects of very different size: a title has words of its subject and some that all share.
struct Tickets {
    corpus: Corpus,
    random: ChaCha8Rng,
    subjects: u32,
    written: u32,
}

impl Tickets {
    /// As many subjects as a workspace of that size has, about the root.
    fn new(count: u32) -> Self {
        let subjects = f64::from(count).sqrt() as u32;
        Tickets { corpus: Corpus::new(0), random: ChaCha8Rng::seed_from_u64(7), subjects, written: 0 }
    }

    fn next(&mut self) -> Record {
        self.written += 1;
        self.record(self.written)
    }

    fn record(&mut self, number: u32) -> Record {
        let mut record = self.corpus.page(number, 1).remove(0);
        // Zipf by inversion, as the words are.
        let drawn: f64 = self.random.random();
        let subject = (f64::from(self.subjects).powf(drawn) as usize - 1).min(self.subjects as usize - 1);
        let own: Vec<String> = (0..4).map(|_| self.corpus.word_of(subject, self.random.random_range(0..9))).collect();
        let shared: Vec<&str> = record.title.split(' ').take(3).collect();
        record.title = format!("{} {}", own.join(" "), shared.join(" "));
        record.body = String::new();
        record.kind = Kind::Ticket;
        record
    }
}
