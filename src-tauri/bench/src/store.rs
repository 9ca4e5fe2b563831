//! Measures the store against its bars: `cargo xtask bench store`, or with a number of signals after `--`.
//! Everything is processor time of one run on one machine, so that only ratios and orders matter.

#[cfg(feature = "tantivy")]
mod engine_search;
mod others;

use std::path::{Path, PathBuf};
use std::time::Instant;

use engine::api::types::{SignalQuery, SignalSort};
use engine::model::{ConnectionId, Kind, Record, ServiceId, Severity, SignalId, Status, TriageState};
use engine::store::{Store, bulk, query, search, signals};
use tokio::runtime::Runtime;

use others::Loop;
use throughline_bench::corpus::{Corpus, NOW};
use throughline_bench::table::{self, Bar, cpu, quantile};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Rows a transaction, as an import writes them.
const PAGE: u32 = 10_000;

/// The row-by-row way is so slow that it is measured on this many.
const SLICE: u32 = 50_000;

const SEARCHES: usize = 1_000;

fn main() -> Outcome<()> {
    let count = throughline_bench::asked(1_000_000)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let folder = tempfile::tempdir()?;
    println!("{count} invented signals, {PAGE} a transaction");
    let bench = Bench { runtime, folder: folder.path().to_path_buf(), count };
    let mut bars = bench.writing()?;
    if std::env::args().nth(2).as_deref() == Some("writing") {
        table::print(&bars);
        return Ok(());
    }
    bars.extend(bench.indexing()?);
    bars.extend(bench.searching()?);
    bars.extend(bench.listing()?);
    bars.push(bench.starting()?);
    table::print(&bars);
    Ok(())
}

struct Bench {
    runtime: Runtime,
    folder: PathBuf,
    count: u32,
}

impl Bench {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.db"))
    }

    /// A new workspace with one connection.
    fn store(&self, name: &str) -> Outcome<Store> {
        Ok(self.runtime.block_on(throughline_bench::store(&self.file(name), NOW))?)
    }

    /// Writes one page and gives the milliseconds it took.
    fn page(&self, store: &Store, page: &[Record]) -> Outcome<f64> {
        let (took, written) = cpu(|| {
            self.runtime.block_on(async {
                let mut write = store.write().await?;
                bulk::write_records(&mut write, ConnectionId(1), page).await?;
                write.commit().await
            })
        });
        written?;
        Ok(took)
    }

    /// Writes records `from..to` and gives the milliseconds it took.
    fn write(&self, store: &Store, from: u32, to: u32) -> Outcome<f64> {
        let mut corpus = Corpus::new(u64::from(from));
        let mut total = 0.0;
        for start in (from..to).step_by(PAGE as usize) {
            total += self.page(store, &corpus.page(start, PAGE.min(to - start)))?;
        }
        Ok(total)
    }

    /// Ours and the loop take turns page by page, so that both meet the same neighbours on the machine.
    fn writing(&self) -> Outcome<Vec<Bar>> {
        let progress = Instant::now();
        let store = self.store("workspace")?;
        self.runtime.block_on(self.store("loop")?.close())?;
        let mut other = Loop::open(&self.file("loop"))?;
        let mut corpus = Corpus::new(0);
        let (mut first, mut plain) = (0.0, 0.0);
        for start in (0..self.count).step_by(PAGE as usize) {
            let page = corpus.page(start, PAGE.min(self.count - start));
            first += self.page(&store, &page)?;
            let (took, written) = cpu(|| other.write(&page));
            written?;
            plain += took;
        }
        drop(other);
        std::fs::remove_file(self.file("loop"))?;
        note("rows written", first, progress);
        note("SQLite's own loop", plain, progress);
        let again = self.write(&store, 0, self.count)?;
        note("the same rows again", again, progress);
        self.runtime.block_on(store.close())?;
        Ok(vec![
            Bar::at_least("rows, speed against a prepared SQLite loop", 0.80, plain / first),
            Bar::at_most("an unchanged re-pull, cost against the first", 0.35, again / first, "×"),
        ])
    }

    fn indexing(&self) -> Outcome<Vec<Bar>> {
        let progress = Instant::now();
        let slice = SLICE.min(self.count);
        let ours = self.store("ours")?;
        let rows = self.write(&ours, 0, slice)?;
        let (words, indexed) = cpu(|| self.runtime.block_on(search::index_pending(&ours)));
        indexed?;
        self.runtime.block_on(ours.close())?;
        note("rows and words of the slice", rows + words, progress);

        self.runtime.block_on(self.store("theirs")?.close())?;
        let page = Corpus::new(0).page(0, slice);
        let (theirs, written) = cpu(|| self.runtime.block_on(others::row_by_row(&self.file("theirs"), &page)));
        written?;
        note("row by row with triggers", theirs, progress);

        let store = self.store("workspace")?;
        let (all, indexed) = cpu(|| self.runtime.block_on(search::index_pending(&store)));
        indexed?;
        note("all words", all, progress);
        self.runtime.block_on(store.close())?;
        Ok(vec![Bar::at_least("rows, indexes and full text, speed against row by row", 3.0, theirs / (rows + words))])
    }

    fn searching(&self) -> Outcome<Vec<Bar>> {
        let progress = Instant::now();
        let store = self.store("workspace")?;
        let mut corpus = Corpus::new(7);
        let searches: Vec<String> = (0..SEARCHES)
            .map(
                |n| if n % 2 == 0 { corpus.searched() } else { format!("{} {}", corpus.searched(), corpus.searched()) },
            )
            .collect();
        let mut times = Vec::new();
        for text in &searches {
            let query = SignalQuery { text: text.clone(), ..SignalQuery::default() };
            let (took, found) = cpu(|| self.runtime.block_on(list(&store, &query)));
            found?;
            times.push(took);
        }
        let slowest = times.iter().zip(&searches).max_by(|a, b| a.0.total_cmp(b.0));
        println!("  median {:.2} ms, slowest {slowest:?}", quantile(&mut times.clone(), 0.5));
        let p99 = quantile(&mut times, 0.99);
        note("searches", times.iter().sum(), progress);
        self.runtime.block_on(store.close())?;
        let what = "search as a list: slowest of a hundred";
        Ok(vec![Bar::at_most(what, 16.0, p99, "ms"), self.against_an_engine(&searches, p99)?])
    }

    #[cfg(feature = "tantivy")]
    fn against_an_engine(&self, searches: &[String], ours: f64) -> Outcome<Bar> {
        let progress = Instant::now();
        let folder = self.folder.join("tantivy");
        std::fs::create_dir_all(&folder)?;
        let mut engine = engine_search::Engine::new(&folder)?;
        let mut corpus = Corpus::new(0);
        for start in (0..self.count).step_by(PAGE as usize) {
            engine.add(&corpus.page(start, PAGE.min(self.count - start)), start + 1)?;
        }
        let reader = engine.finish()?;
        let mut times = Vec::new();
        for text in searches {
            let words: Vec<&str> = text.split(' ').collect();
            let (took, found) = cpu(|| engine.find(&reader, &words, search::CANDIDATES as usize));
            found?;
            times.push(took);
        }
        note("the same searches in tantivy", times.iter().sum(), progress);
        let theirs = quantile(&mut times, 0.99);
        Ok(Bar::at_most("the same against tantivy", 1.6, ours / theirs, "×"))
    }

    #[cfg(not(feature = "tantivy"))]
    fn against_an_engine(&self, _searches: &[String], _ours: f64) -> Outcome<Bar> {
        Ok(Bar::not_measured("the same against tantivy", "needs --features tantivy"))
    }

    fn listing(&self) -> Outcome<Vec<Bar>> {
        let store = self.store("workspace")?;
        let ids = self.runtime.block_on(list(&store, &SignalQuery::default()))?;
        let page = |at: usize| -> Outcome<f64> {
            let shown: Vec<SignalId> = ids.iter().skip(at).take(200).copied().map(SignalId).collect();
            let mut times = Vec::new();
            for _ in 0..100 {
                let (took, rows) = cpu(|| {
                    self.runtime.block_on(async {
                        let mut read = store.reader().acquire().await?;
                        signals::rows(&mut read, &shown, NOW).await
                    })
                });
                rows?;
                times.push(took);
            }
            Ok(quantile(&mut times, 0.5))
        };
        page(0)?;
        let (first, last) = (page(0)?, page(ids.len() / 100 * 99)?);
        println!("  a page of 200 rows: first {first:.2} ms, at 99 % {last:.2} ms");
        let mut slowest = 0.0_f64;
        for query in three_filters() {
            let mut times = Vec::new();
            for _ in 0..5 {
                let (took, found) = cpu(|| self.runtime.block_on(list(&store, &query)));
                found?;
                times.push(took);
            }
            slowest = slowest.max(quantile(&mut times, 0.5));
        }
        self.runtime.block_on(store.close())?;
        Ok(vec![
            Bar::at_most("the page at 99 % of the list, cost against the first", 1.3, last / first, "×"),
            Bar::at_most("any three filters and a sort: the slowest", 30.0, slowest, "ms"),
        ])
    }

    fn starting(&self) -> Outcome<Bar> {
        let progress = Instant::now();
        let small = self.store("small")?;
        self.write(&small, 0, 10_000)?;
        self.runtime.block_on(small.close())?;
        let large = self.store("workspace")?;
        self.write(&large, self.count, 2 * self.count)?;
        self.runtime.block_on(large.close())?;
        note("as many rows again", 0.0, progress);
        let (small, large) = (self.start(&self.file("small"))?, self.start(&self.file("workspace"))?);
        println!("  start: 10,000 rows {small:.2} ms, {} rows {large:.2} ms", 2 * self.count);
        Ok(Bar::at_most("a start with twice the signals against one with 10,000", 2.0, large / small, "×"))
    }

    fn start(&self, file: &Path) -> Outcome<f64> {
        let mut times = Vec::new();
        for _ in 0..11 {
            let (took, store) = cpu(|| self.runtime.block_on(Store::open(file, NOW)));
            self.runtime.block_on(store?.close())?;
            times.push(took);
        }
        Ok(quantile(&mut times, 0.5))
    }
}

async fn list(store: &Store, query: &SignalQuery) -> engine::error::Result<Vec<u32>> {
    let found = search::find(store, &query.text).await?;
    Ok(query::ids(&store.columns(), query, found.as_ref(), NOW))
}

/// Every three of six filters, in every order.
fn three_filters() -> Vec<SignalQuery> {
    let filters: [fn(&mut SignalQuery); 6] = [
        |query| query.kinds = vec![Kind::Incident, Kind::Ticket, Kind::Feedback, Kind::Error],
        |query| query.severities = vec![Severity::Critical, Severity::High, Severity::Medium],
        |query| query.statuses = vec![Status::Open, Status::Resolved],
        |query| query.states = TriageState::ALL.to_vec(),
        |query| query.services = (1..30).map(ServiceId).collect(),
        |query| query.min_revenue = Some(100_000),
    ];
    let mut queries = Vec::new();
    for a in 0..filters.len() {
        for b in a + 1..filters.len() {
            for c in b + 1..filters.len() {
                for sort in [SignalSort::Newest, SignalSort::Oldest, SignalSort::Severity, SignalSort::Revenue] {
                    let mut query = SignalQuery { sort, ..SignalQuery::default() };
                    for filter in [a, b, c] {
                        filters[filter](&mut query);
                    }
                    queries.push(query);
                }
            }
        }
    }
    queries
}

fn note(what: &str, milliseconds: f64, since: Instant) {
    println!(
        "  {what}: {:.1} s of processor, {:.0} s since the step began",
        milliseconds / 1e3,
        since.elapsed().as_secs_f64()
    );
}
