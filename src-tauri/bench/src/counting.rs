//! The evidence of opportunities with two hundred linked signals each: counted anew, and after one of them changed.

use std::hint::black_box;
use std::path::Path;

use engine::api::types::{OpportunityQuery, WorkspaceName};
use engine::api::{Context, Engine, workspace_file};
use engine::model::{ConnectionId, Customer, OpportunityId, SignalId};
use engine::score::evidence::count;
use engine::secrets::{Memory, Secrets};
use engine::store::{Store, bulk};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::{Connection, params};
use throughline_bench::corpus::{Corpus, NOW};
use throughline_bench::table::{Bar, cpu};
use tokio::runtime::Runtime;

use super::Outcome;

const SIGNALS: u32 = 200_000;
const LINKS: u32 = 200;
/// Rows a transaction, as an import writes them.
const PAGE: u32 = 10_000;

/// What SQL takes for the same numbers, as somebody would write it who keeps nothing in memory.
const SAME: &str = "WITH linked AS MATERIALIZED (
    SELECT e.opportunity_id, s.kind, s.reporter_id, c.id AS customer_id, c.revenue
    FROM evidence e JOIN signal s ON s.id = e.signal_id
    LEFT JOIN reporter r ON r.id = s.reporter_id
    LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.customer_id))
  SELECT k.opportunity_id, k.operations, k.changes, k.voices, k.reporters, p.customers, p.revenue
  FROM (SELECT opportunity_id, SUM(kind IN (0, 1, 2)) AS operations, SUM(kind IN (3, 4)) AS changes,
          SUM(kind IN (5, 6)) AS voices, COUNT(DISTINCT reporter_id) AS reporters FROM linked GROUP BY opportunity_id) k
  JOIN (SELECT opportunity_id, COUNT(*) AS customers, SUM(revenue) AS revenue
        FROM (SELECT DISTINCT opportunity_id, customer_id, revenue FROM linked WHERE customer_id IS NOT NULL)
        GROUP BY opportunity_id) p USING (opportunity_id)";

pub fn measure(opportunities: u32) -> Outcome<Vec<Bar>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let file = workspace_file(folder.path(), WorkspaceName::Own);
    let store = filled(&runtime, &file, opportunities)?;
    let (first, evidence) = cpu(|| runtime.block_on(store.evidence()));
    let evidence = evidence?;
    let links: usize = evidence.values().map(|behind| behind.pieces.len()).sum();
    let again = best(|| {
        for behind in evidence.values() {
            black_box(count(&behind.pieces));
        }
    });
    drop(evidence);
    let sql = {
        let same = Connection::open(&file)?;
        let mut all = same.prepare(SAME)?;
        let mut rows = 0;
        let took = best(|| rows = all.query_map([], |_| Ok(())).map_or(0, Iterator::count));
        assert_eq!(rows, opportunities as usize, "SQL counts them all");
        took
    };
    let one = pulled(&runtime, &store, another_customer)?;
    let worth = pulled(&runtime, &store, another_revenue)?;
    runtime.block_on(store.close())?;
    let list = listed(&runtime, folder.path())?;
    println!(
        "{links} links: read the first time in {first:.0} ms; SQLite counts them in {sql:.0} ms, again here {again:.0} ms"
    );
    Ok(vec![
        Bar::at_most("all evidence counted anew, against the same in SQL", 0.05, again / sql, "×"),
        Bar::at_most("one signal changed, until what it is evidence of is counted", 5.0, one, "ms"),
        Bar::at_most("one customer of another revenue, until all it is behind is counted", 50.0, worth, "ms"),
        Bar::at_most("one link changed, until the whole list is there again", 5.0, list, "ms"),
    ])
}

fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    (0..5).map(|_| cpu(|| black_box(work())).0).fold(f64::INFINITY, f64::min)
}

/// Signals of the corpus, and opportunities with some of them each.
fn filled(runtime: &Runtime, file: &Path, opportunities: u32) -> Outcome<Store> {
    let store = runtime.block_on(throughline_bench::store(file, NOW))?;
    let mut corpus = Corpus::new(7);
    for from in (1..=SIGNALS).step_by(PAGE as usize) {
        let page = corpus.page(from, PAGE);
        runtime.block_on(async {
            let mut write = store.write().await?;
            bulk::write_records(&mut write, ConnectionId(1), &page).await?;
            write.commit().await
        })?;
    }
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut raw = Connection::open(file)?;
    let all = raw.transaction()?;
    let mut link = all.prepare(
        "INSERT OR IGNORE INTO evidence (opportunity_id, signal_id, importance, own, linked_at, linked_by)
         VALUES (?, ?, 2, 2, ?, 'Bench')",
    )?;
    for number in 1..=opportunities {
        all.execute(
            "INSERT INTO opportunity (id, uid, title, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            params![number, format!("opportunity-{number}"), format!("Opportunity {number}"), NOW.0],
        )?;
        for _ in 0..LINKS {
            link.execute(params![number, random.random_range(1..=SIGNALS), NOW.0])?;
        }
    }
    drop(link);
    all.execute_batch("DELETE FROM evidence_changed; DELETE FROM opportunities_changed")?;
    all.commit()?;
    Ok(store)
}

/// A pull brings the first signal changed, and all is counted.
fn pulled(runtime: &Runtime, store: &Store, change: fn(&mut Customer, u16)) -> Outcome<f64> {
    let mut record = Corpus::new(7).page(1, 1).remove(0);
    let mut times = Vec::new();
    for number in 0..5_u16 {
        record.updated_at = NOW.plus(i64::from(number) + 1);
        if let Some(customer) = &mut record.customer {
            change(customer, number);
        }
        let (took, done) = cpu(|| {
            runtime.block_on(async {
                let mut write = store.write().await?;
                bulk::write_records(&mut write, ConnectionId(1), std::slice::from_ref(&record)).await?;
                write.commit().await?;
                store.evidence().await
            })
        });
        done?;
        times.push(took);
    }
    Ok(times.into_iter().fold(f64::INFINITY, f64::min))
}

/// Of the revenue that others tell of that one; another would concern everything it is behind.
fn another_customer(customer: &mut Customer, number: u16) {
    customer.name = format!("Customer {number}");
    customer.revenue = Some(i64::from(number) * 1_000);
}

fn another_revenue(customer: &mut Customer, number: u16) {
    customer.revenue = Some(1_000_000 + i64::from(number));
}

/// A link weighs more, and the list is read again.
fn listed(runtime: &Runtime, folder: &Path) -> Outcome<f64> {
    let secrets = Secrets::new(Memory::default());
    let context = Context { secrets, model: None, ..Context::system(folder) };
    let engine = runtime.block_on(Engine::open(folder, WorkspaceName::Own, context))?;
    runtime.block_on(engine.opportunities(OpportunityQuery::default()))?;
    let mut times = Vec::new();
    for importance in 0..5_u8 {
        let (took, list) = cpu(|| {
            runtime.block_on(async {
                engine.set_evidence(OpportunityId(1), vec![SignalId(1)], Some(importance % 4)).await?;
                engine.opportunities(OpportunityQuery::default()).await
            })
        });
        list?;
        times.push(took);
    }
    runtime.block_on(engine.close())?;
    Ok(times.into_iter().fold(f64::INFINITY, f64::min))
}
