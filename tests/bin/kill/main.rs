//! Stops the process at random points of pull, triage, export and grouping, again and again, and counts what was lost,
//! doubled or torn. All must be 0. `cargo xtask kill`, or `cargo xtask kill --times 50 --seed 7`; with `--real` it
//! exports to a real Redmine, whose issues are counted in its own database.

mod child;
mod tool;
mod verdict;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand, ValueEnum};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tool::Tool;
use verdict::Verdict;

#[derive(Parser)]
struct Arguments {
    /// How often the process is stopped
    #[arg(long, default_value_t = 500)]
    times: u32,
    /// The same seed stops after the same delays; without one it is drawn and printed
    #[arg(long)]
    seed: Option<u64>,
    /// Only export, to a real Redmine (started and thrown away)
    #[arg(long)]
    real: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// The process that is stopped (started by the other part)
    Child { work: Work, folder: PathBuf, seed: u64 },
}

/// What the process is doing when it is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Work {
    Pull,
    Triage,
    Export,
    Group,
}

const WORK: [Work; 4] = [Work::Pull, Work::Triage, Work::Export, Work::Group];

/// Long enough to start and get into the work; the random part is what varies the point.
const AT_MOST: Duration = Duration::from_millis(160);
/// A real tracker answers more slowly, and more than one export has to fit in.
const AT_MOST_REAL: Duration = Duration::from_millis(1500);

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    match arguments.part {
        Some(Part::Child { work, folder, seed }) => child::run(work, &folder, seed).await,
        None => stop_again_and_again(&arguments).await,
    }
}

async fn stop_again_and_again(arguments: &Arguments) -> Result<()> {
    let (times, seed) = (arguments.times, arguments.seed.unwrap_or_else(rand::random));
    println!("Seed {seed}, {times} stops");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let tool = if arguments.real { Tool::real().await } else { Tool::small().await };
    let (works, at_most): (&[Work], _) =
        if arguments.real { (&[Work::Export], AT_MOST_REAL) } else { (&WORK, AT_MOST) };
    let folder = tempfile::tempdir()?;
    child::prepare(folder.path(), tool.account()).await?;
    let mut total = Verdict::default();
    let began = Instant::now();
    for round in 0..times {
        let work = works[round as usize % works.len()];
        match work {
            // The cursor stands at the end by now: begin the pull anew, over rows that are there already.
            Work::Pull if round % 32 == 0 => verdict::forget_cursors(folder.path())?,
            // Everything is placed by now: read and place it anew, beside what people said of it.
            Work::Group if round % 16 == 3 => verdict::forget_places(folder.path())?,
            _ => {}
        }
        let delay = at_most.mul_f64(chance.random_range(0.0..1.0));
        let said = stop_once(work, folder.path(), chance.random(), delay)?;
        total
            .add(verdict::look(folder.path(), &tool, &said).await.with_context(|| format!("round {round}, {work:?}"))?);
        if (round + 1) % 50 == 0 {
            println!("{:>4} stops, {:.0} s: {total}", round + 1, began.elapsed().as_secs_f64());
        }
    }
    total.add(verdict::finish(folder.path(), &tool).await?);
    println!("{times} stops, seed {seed}: {total}, {} issues", tool.len());
    if total.is_clean() { Ok(()) } else { bail!("Something was lost, doubled or torn. Run again with --seed {seed}.") }
}

/// Starts the child, stops it the hard way `delay` after its first word, and gives all it said was done.
fn stop_once(work: Work, folder: &Path, seed: u64, delay: Duration) -> Result<Vec<String>> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["child", &format!("{work:?}").to_lowercase()])
        .arg(folder)
        .arg(seed.to_string())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().context("its output")?;
    let (send, receive) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    let first = receive.recv_timeout(Duration::from_secs(60)).context("the child said nothing")?;
    std::thread::sleep(delay);
    child.kill()?;
    child.wait()?;
    let _ = reader.join();
    let mut said = vec![first];
    said.extend(receive.try_iter());
    Ok(said)
}
