//! Throughline from a terminal: every main job without a window, for scripts, for cron and for people who like it so.

mod andon;
mod args;
mod audit;
mod causes;
mod changes;
mod connections;
mod customers;
mod digest;
mod digest_form;
mod done;
mod export;
mod features;
mod fields;
mod files;
mod forum;
mod forum_afterwards;
mod highlights;
mod ideas;
mod improvements;
mod keepers;
mod loopback;
mod matching;
mod measures;
mod network;
mod news;
mod notes;
mod opportunities;
mod outcome;
mod problems;
mod progress;
mod pull;
mod pulse;
mod read;
mod scoring;
mod secret;
mod services;
mod share;
mod show;
mod signals;
mod status_notes;
mod talk;
mod template;
mod themes;
mod tree;
mod upcoming;
mod value;
mod views;
mod workspace;

use std::future::Future;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use engine::api::types::WorkspaceName;
use engine::api::{Context, Engine, default_folder, workspace_file};
use engine::error::{Problem, ProblemKind, Result};
use engine::secrets::{Laptop, Memory, Secrets};

use args::{Cli, Command, Connections};
use done::{Done, complain, exit_code};
use network::Network;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let as_json = cli.json;
    let code = match run(cli).await {
        Ok(done) => {
            done.print(as_json);
            done.code
        }
        Err(problem) => {
            complain(&problem, as_json);
            exit_code(problem.kind)
        }
    };
    ExitCode::from(code)
}

async fn run(cli: Cli) -> Result<Done> {
    let which = if cli.demo || matches!(cli.command, Command::Demo) { WorkspaceName::Demo } else { WorkspaceName::Own };
    let folder = cli.folder.clone().unwrap_or_else(default_folder);
    if let Command::Completions { shell } = cli.command {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "throughline", &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        return Ok(Done::new(&script, script.clone()));
    }
    let engine =
        match Engine::open(&folder, which, context(&folder, &cli.command)).await {
            Err(problem) if problem.kind == ProblemKind::Damaged => {
                return match &cli.command {
                    Command::Backup { what } => workspace::rescue(&workspace_file(&folder, which), what.as_ref()).await,
                    _ => Err(problem
                        .todo("See the backups with `throughline backup list`, put one back with `backup restore`.")),
                };
            }
            opened => opened?,
        };
    let drawing = progress::draw(&engine);
    let done = stoppable(&engine, perform(&engine, cli.command)).await;
    drop(drawing);
    engine.close().await?;
    done
}

/// A secret in the environment serves this one command instead of those that are kept, except where it is to be kept.
fn context(folder: &Path, command: &Command) -> Context {
    let keeps = matches!(
        command,
        Command::Connections(Connections::Add { .. } | Connections::Edit { .. })
            | Command::Network { what: Some(Network::Proxy(_)) }
            // A secret for one server must not go to another.
            | Command::Digest(_)
    );
    let secrets = match secret::from_environment().filter(|_| !keeps) {
        Some(secret) => Secrets::new(Memory::holding(secret)),
        None => Secrets::of(Laptop::new(folder, Some(secret::asker()))),
    };
    Context { secrets, ..Context::system(folder) }
}

/// The first Ctrl-C asks the work to stop at a safe point; the second ends the program.
async fn stoppable(engine: &Engine, work: impl Future<Output = Result<Done>>) -> Result<Done> {
    tokio::pin!(work);
    tokio::select! {
        done = &mut work => return done,
        _ = tokio::signal::ctrl_c() => engine.cancel(None).await?,
    }
    tokio::select! {
        done = &mut work => done,
        _ = tokio::signal::ctrl_c() => Err(Problem::new(ProblemKind::Cancelled, "Stopped.")
            .kept("Everything stored before is kept.")),
    }
}

async fn perform(engine: &Engine, command: Command) -> Result<Done> {
    match command {
        Command::Connections(what) => connections::perform(engine, what).await,
        Command::Secrets { what } => keepers::perform(engine, what).await,
        Command::Network { what } => network::perform(engine, what).await,
        Command::Pull(which) => pull::pull(engine, which).await,
        Command::Import(wanted) => files::import(engine, wanted).await,
        Command::Services(what) => services::perform(engine, what).await,
        Command::Customers(what) => customers::perform(engine, what).await,
        Command::Signals(what) => signals::perform(engine, what).await,
        Command::Highlights(what) => highlights::perform(engine, what).await,
        Command::Themes(what) => themes::perform(engine, *what).await,
        Command::Problems(what) => problems::perform(engine, what).await,
        Command::Changes(what) => changes::perform(engine, what).await,
        Command::Features(what) => features::perform(engine, what).await,
        Command::Causes(what) => causes::perform(engine, what).await,
        Command::Forum(what) => forum::perform(engine, what).await,
        Command::Improvements(what) => improvements::perform(engine, what).await,
        Command::Assess(what) => improvements::assess(engine, what).await,
        Command::Andon(what) => andon::perform(engine, what).await,
        Command::Digest(what) => digest::perform(engine, what).await,
        Command::Opportunities(what) => opportunities::perform(engine, what).await,
        Command::Tree { what } => tree::perform(engine, what).await,
        Command::Timeline { filter } => tree::timeline(engine, opportunities::query(filter)).await,
        Command::Views(what) => views::perform(engine, what).await,
        Command::Pulse(what) => pulse::perform(engine, *what).await,
        Command::Score(score) => opportunities::score(engine, *score).await,
        Command::Outcome(wanted) => outcome::perform(engine, wanted).await,
        Command::Receipt { opportunity, number } => opportunities::receipt(engine, opportunity, number).await,
        Command::Value(wanted) => value::perform(engine, wanted).await,
        Command::Export(wanted) => export::export(engine, wanted).await,
        Command::Fields(wanted) => fields::fields(engine, wanted).await,
        Command::Template(what) => template::perform(engine, what).await,
        Command::Update(wanted) => fields::update(engine, wanted).await,
        Command::Link(wanted) => talk::link(engine, wanted).await,
        Command::Comment(wanted) => talk::comment(engine, wanted).await,
        Command::Comments { what } => talk::comments(engine, what).await,
        Command::Loop(what) => loopback::perform(engine, *what).await,
        Command::Notes(what) => notes::notes(engine, what).await,
        Command::Images(what) => notes::images(engine, what).await,
        Command::Outbox { what } => export::outbox(engine, what).await,
        Command::Audit(what) => audit::perform(engine, what).await,
        Command::Upcoming(wanted) => upcoming::upcoming(engine, wanted).await,
        Command::ReleaseNotes(wanted) => upcoming::release_notes(engine, wanted).await,
        Command::Status { read } => workspace::status(engine, read).await,
        Command::Demo => workspace::demo(engine).await,
        Command::Backup { what } => workspace::backup(engine, what).await,
        Command::Workspace(what) => share::perform(engine, what).await,
        Command::News(wanted) => news::news(engine, wanted).await,
        Command::Undo => Ok(workspace::step(&engine.undo().await?)),
        Command::Redo => Ok(workspace::step(&engine.redo().await?)),
        Command::History { opportunity, signal, limit } => workspace::history(engine, opportunity, signal, limit).await,
        // Answered before the workspace is opened.
        Command::Completions { .. } => Err(Problem::refused("Completions need no workspace.")),
    }
}
