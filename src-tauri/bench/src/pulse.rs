//! Measures the links between incidents and changes, and the numbers of a year: `cargo xtask bench pulse`. Everything is
//! processor time of one run on one machine.

use std::collections::BTreeMap;
use std::path::Path;

use engine::model::{ConnectionId, Kind, Record, Severity, Status, Time};
use engine::store::{Store, bulk, pulse};
use insight::dora::{Metric, measure};
use insight::operation::{Operation, Scope};
use insight::restore::{Targets, restore};
use insight::weeks::{Zone, last_days, weeks};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::Connection;
use throughline_bench::corpus::NOW;
use throughline_bench::table::{self, Bar, cpu};
use tokio::runtime::Runtime;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const INCIDENTS: u32 = 100_000;
const CHANGES: u32 = 200_000;
const SERVICES: u32 = 50;
const PAGE: usize = 10_000;

fn main() -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("workspace.db");
    println!("{INCIDENTS} incidents and {CHANGES} deployments of {SERVICES} services in a year, all invented");
    let store = filled(&runtime, &file)?;

    let (reading, read) = cpu(|| runtime.block_on(pulse::read(&store, NOW.plus(-400 * Time::DAY))));
    let read = read?;
    runtime.block_on(store.close())?;
    let verdicts = read.plain_verdicts();
    let (linking, on) = cpu(move || Operation::of(read.incidents, read.changes, &verdicts, read.sources));
    let linked = (0..on.incidents.len()).filter(|position| !on.links.of_incident(*position).is_empty()).count();
    let (joining, pairs) = cpu(|| joined(&file));
    let pairs = pairs?;
    let (counting, points) = cpu(|| numbers(&on));
    println!("  read in {reading:.0} ms, linked in {linking:.0} ms: {linked} incidents have a link");
    println!(
        "  SQLite's join took {joining:.0} ms for {pairs} pairs; {points} points of numbers took {counting:.0} ms"
    );
    table::print(&[
        Bar::at_most("links, cost against the equivalent SQL join", 0.40, linking / joining, "×"),
        Bar::at_most("the same with reading the records", 1.0, (reading + linking) / joining, "×"),
        Bar::at_most("all numbers of a year by period and week", 300.0, counting, "ms"),
        Bar::at_most("the same with finding the links", 300.0, counting + linking, "ms"),
    ]);
    Ok(())
}

fn filled(runtime: &Runtime, file: &Path) -> Outcome<Store> {
    let store = runtime.block_on(throughline_bench::store(file, NOW))?;
    let mut records = invented();
    records.sort_by_key(|record| record.happened_at);
    for page in records.chunks(PAGE) {
        runtime.block_on(async {
            let mut write = store.write().await?;
            bulk::write_records(&mut write, ConnectionId(1), page).await?;
            write.commit().await
        })?;
    }
    Ok(store)
}

/// One incident in ten names its deployment, one deployment in twenty repairs something.
fn invented() -> Vec<Record> {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let mut records = Vec::with_capacity((INCIDENTS + CHANGES) as usize);
    let instant = |chance: &mut ChaCha8Rng| NOW.plus(-chance.random_range(Time::HOUR..365 * Time::DAY));
    for number in 0..CHANGES {
        let at = instant(&mut chance);
        let mut facts = BTreeMap::from([
            ("environment".to_owned(), "production".to_owned()),
            ("sha".to_owned(), format!("{:08x}{:032x}", chance.random::<u32>(), number)),
            ("version".to_owned(), format!("{}.{number}", number % 9)),
            ("committed_at".to_owned(), at.plus(-chance.random_range(0..90 * Time::HOUR)).rfc3339()),
        ]);
        if number % 20 == 0 {
            facts.insert("repairs".to_owned(), format!("INC-{}", chance.random_range(0..INCIDENTS)));
        }
        let end = at.plus(chance.random_range(0..40 * Time::MINUTE));
        let title = format!("service {} to production", number % SERVICES);
        records.push(record(format!("DEP-{number}"), Kind::Deployment, title, (at, end), number % SERVICES, facts));
    }
    for number in 0..INCIDENTS {
        let at = instant(&mut chance);
        let mut facts = BTreeMap::from([("impact".to_owned(), "some customers".to_owned())]);
        if number % 10 == 0 {
            facts.insert("caused_by".to_owned(), format!("DEP-{}", chance.random_range(0..CHANGES)));
        }
        let end = at.plus(chance.random_range(Time::MINUTE..20 * Time::HOUR));
        let title = format!("Requests fail, number {number}");
        let mut one = record(format!("INC-{number}"), Kind::Incident, title, (at, end), number % SERVICES, facts);
        one.severity = Severity::from_code((number % 4) as u8);
        records.push(one);
    }
    records
}

fn record(
    external_id: String,
    kind: Kind,
    title: String,
    (at, end): (Time, Time),
    service: u32,
    facts: BTreeMap<String, String>,
) -> Record {
    Record {
        external_id,
        kind,
        body: format!("{title}. Written by a machine."),
        title,
        url: None,
        severity: None,
        status: Status::Closed,
        happened_at: at,
        updated_at: end,
        resolved_at: Some(end),
        service: Some(format!("service {service}")),
        customer: None,
        reporter: None,
        facts,
        raw: String::new(),
    }
}

/// The three newest deployments of the same service in the 72 hours before each incident, scored, by SQL with the index
/// it needs. What records name is not even looked at.
fn joined(file: &Path) -> rusqlite::Result<u32> {
    let database = Connection::open(file)?;
    database.execute_batch(
        "CREATE TEMP TABLE delivery AS SELECT service_id, resolved_at AS live, id FROM signal WHERE kind IN (3, 4);
         CREATE INDEX temp.delivery_live ON delivery (service_id, live, id);",
    )?;
    let mut join = database.prepare(
        "SELECT incident, change, score FROM (
           SELECT i.id AS incident, d.id AS change, 0.7 - (i.happened_at - d.live) / 518400000.0 AS score,
                  row_number() OVER (PARTITION BY i.id ORDER BY d.live DESC) AS place
           FROM signal i JOIN delivery d ON d.service_id = i.service_id
             AND d.live BETWEEN i.happened_at - 259200000 AND i.happened_at
           WHERE i.kind = 0)
         WHERE place <= 3",
    )?;
    let mut rows = join.query([])?;
    let mut pairs = 0;
    while let Some(row) = rows.next()? {
        let (_, _, _): (u32, u32, f64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        pairs += 1;
    }
    Ok(pairs)
}

/// The five numbers, incidents caused by change and the restore times; how many points there are.
fn numbers(on: &Operation) -> usize {
    let (scope, zone) = (Scope::everything(), Zone::parse("Europe/Berlin").unwrap_or(Zone::UTC));
    let period = last_days(NOW.0, 365, zone);
    let mut points = 0;
    for metric in Metric::ALL {
        let measured = measure(metric, on, &scope, NOW.0);
        std::hint::black_box(measured.over(period, zone));
        for week in weeks(period, zone) {
            std::hint::black_box(measured.in_week(week.window.within(period), zone));
            points += 1;
        }
    }
    let (classes, _) = restore(on, &scope, &|_| Targets::default(), period, NOW.0);
    for class in &classes {
        std::hint::black_box((class.summary(), class.by_route()));
        points += 1;
    }
    points
}
