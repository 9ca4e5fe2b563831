//! Set-up and chores. `cargo xtask run` opens the app, `cargo xtask test` checks everything; both do all
//! their set-up themselves and start in seconds when nothing has changed.

mod bench;
mod checks;
mod command;
mod model;
mod packages;
mod page;
mod run;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};

use command::cargo;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Set-up and chores of Throughline")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Set up and open the app; without a display, run the whole main job in the terminal instead
    Run,
    /// Set up and run every test: Rust, page, real servers, the real window
    Test {
        /// Only the checks that need no real servers and no window
        #[arg(long)]
        quick: bool,
    },
    /// Formatting, lints, types, licences, spelling
    Check,
    /// Measure; `store` and `window` print their bars at 1,000,000 signals
    Bench {
        what: String,
        /// Passed on, e.g. a smaller number of signals
        arguments: Vec<String>,
    },
    /// Measure quality over known data: `themes`, `logs`, `duplicates`, `replay` or `itsm` with a FOLDER; `themes --help` says more
    Eval {
        what: String,
        /// Passed on: the folder and options, see --help
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Fetch the language model into target/model
    Model,
    /// Make the installable packages of this system, with the language model inside
    Package {
        /// Passed on: --bundles deb, --debug
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Stop the process at random points of pull, triage and export, and count what was lost, doubled or torn
    Kill {
        /// Passed on: --times 500 --seed 7 --real
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Take pictures of every screen in the real window, light and dark, in two sizes
    Shots {
        /// Where to put them
        #[arg(default_value = "target/shots")]
        folder: String,
    },
    /// Write the page's types anew from the engine's
    Types,
}

fn main() -> Result<()> {
    std::env::set_current_dir(command::root())?;
    match Arguments::parse().chore {
        Chore::Run => run::run(),
        Chore::Test { quick } => test::test(quick),
        Chore::Check => checks::check(),
        Chore::Bench { what, arguments } => bench::bench(&what, arguments),
        Chore::Eval { what, arguments } => {
            // Planted series and imports need no language model.
            if !matches!(what.as_str(), "outcome" | "itsm") {
                model::ensure()?;
            }
            cargo(&["run", "--profile", "measure", "-p", "throughline-eval", "--bin", "eval", "--", &what])
                .args(arguments)
                .run("the evaluation")
        }
        Chore::Model => model::ensure(),
        Chore::Package { arguments } => run::package(arguments),
        Chore::Kill { arguments } => {
            if arguments.iter().any(|argument| argument == "--real") {
                packages::ensure(&[packages::BUILD, packages::SERVERS])?;
            }
            cargo(&["run", "--bin", "kill", "--"]).args(arguments).run("the kill harness")
        }
        Chore::Shots { folder } => run::shots(&folder),
        Chore::Types => {
            cargo(&["test", "--workspace", "--test", "it", "types"]).env("UPDATE_TYPES", "1").run("the types")
        }
    }
}
