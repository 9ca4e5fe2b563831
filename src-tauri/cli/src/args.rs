//! The command line's grammar.

mod connections;
mod opportunities;
mod risk;
mod signals;
mod views;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;
use engine::api::types::{DateOrder, ExportFormat, NumberOf};
use engine::import::Target;
use engine::model::{Kind, OpportunityId, Severity};

pub use connections::{AccountArgs, Connections, HowOften, Match, Pull, Secrets};
pub use opportunities::{Opportunities, Score};
pub use risk::Risk;
pub use signals::{SignalFilter, Signals, Wake};
pub use views::{OpportunityFilter, SaveView, Views};

use crate::andon::Andon;
use crate::audit::Audit;
use crate::causes::Causes;
use crate::changes::Changes;
use crate::customers::Customers;
use crate::digest::Digest;
use crate::features::Features;
use crate::fields::{Fields, Update};
use crate::forum::Forum;
use crate::highlights::Highlights;
use crate::improvements::{Assess, Improvements};
use crate::loopback::Loop;
use crate::network::Network;
use crate::news::News;
use crate::notes::{Images, Notes};
use crate::outcome::Outcome;
use crate::problems::Problems;
use crate::pulse::Pulse;
use crate::read;
use crate::services::Services;
use crate::share::Workspace;
use crate::talk::{Comment, Comments, Link};
use crate::template::Template;
use crate::themes::Themes;
use crate::tree::Tree;
use crate::upcoming::{Notes as ReleaseNotes, Upcoming};
use crate::value::Value;

#[derive(Debug, Parser)]
#[command(
    name = "throughline",
    version,
    about = "What your tools learn, turned into decisions, without a window",
    after_help = "Passwords and keys are asked for, or taken from THROUGHLINE_SECRET or standard input; never from the command line.\n\
        A vault's passphrase is asked for, or taken from the file that THROUGHLINE_PASSPHRASE_FILE names.\n\n\
        Exit codes: 0 done, 1 a check failed, 2 wrong command line, 3 unusable input, 4 not found, 5 refused by a rule,\n\
        6 credential rejected or vault locked, 7 unreachable, 8 unusable reply, 9 in use, 10 damaged, newer or no workspace,\n\
        11 stopped, 12 disk or system."
)]
pub struct Cli {
    /// Folder of the workspaces; the window's own when left out.
    #[arg(long, global = true, env = "THROUGHLINE_FOLDER", value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
    /// Use the demo workspace.
    #[arg(long, global = true)]
    pub demo: bool,
    /// Print JSON instead of tables; problems become JSON too, on standard error.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Accounts of tools.
    #[command(subcommand)]
    Connections(Connections),
    /// Where passwords and keys are kept: the keychain, a vault with a passphrase, or nowhere.
    Secrets {
        #[command(subcommand)]
        what: Option<Secrets>,
    },
    /// How tools are reached: authorities trusted beside the system's, and the proxy.
    Network {
        #[command(subcommand)]
        what: Option<Network>,
    },
    /// Read everything new from one connection, from all, or from those that are due.
    Pull(Pull),
    /// Bring in a CSV, JSON, NDJSON or Excel (.xlsx) file.
    Import(Import),
    /// What signals are about, by rules over what the tools say.
    #[command(subcommand)]
    Services(Services),
    /// Who is affected, and what they are worth.
    #[command(subcommand)]
    Customers(Customers),
    /// What came in, and what was decided about it.
    #[command(subcommand)]
    Signals(Signals),
    /// Passages of signals that are evidence.
    #[command(subcommand)]
    Highlights(Highlights),
    /// What signals are about, grouped by what they mean.
    #[command(subcommand)]
    Themes(Box<Themes>),
    /// Incidents and alerts that come back.
    #[command(subcommand)]
    Problems(Problems),
    /// Which changes need no approval of their own, how many fit, and which deployments have no record.
    #[command(subcommand)]
    Changes(Changes),
    /// How features are used, and which lose people.
    #[command(subcommand)]
    Features(Features),
    /// Root causes of problems and opportunities.
    #[command(subcommand)]
    Causes(Causes),
    /// The meeting of support, development and operations.
    #[command(subcommand)]
    Forum(Forum),
    /// What is tried to work better: plan, do, check, act; and habits that hurt.
    #[command(subcommand)]
    Improvements(Improvements),
    /// How people see working, tooling and culture, anonymously.
    #[command(subcommand)]
    Assess(Assess),
    /// Flags that stop the export of a service’s or product’s opportunities.
    #[command(subcommand)]
    Andon(Andon),
    /// Weekly digests and andon alerts, to chats and by mail.
    #[command(subcommand)]
    Digest(Digest),
    /// What may be worth doing, ranked.
    #[command(subcommand)]
    Opportunities(Opportunities),
    /// Outcomes, the opportunities under them, solutions, what must be true for these, and the tests of that.
    Tree {
        #[command(subcommand)]
        what: Option<Tree>,
    },
    /// When opportunities reached their stages.
    Timeline {
        #[command(flatten)]
        filter: OpportunityFilter,
    },
    /// Filters with a name, which `signals list --view` and `opportunities list --view` use.
    #[command(subcommand)]
    Views(Views),
    /// How the product behaves in operation: delivery, incidents and what links them.
    Pulse(Box<Pulse>),
    /// Set the RICE score of an opportunity or try one; other frameworks, formulas, what-ifs and capacity.
    Score(Box<Score>),
    /// Whether what was delivered worked: signals before and after, goals, how estimates held.
    Outcome(Outcome),
    /// Explain a number of an opportunity.
    Receipt {
        #[arg(value_parser = read::opportunity)]
        opportunity: OpportunityId,
        /// value, rank, top_chance, reach, impact, confidence, effort, evidence, reporters, customers, revenue, or one
        /// that `opportunities measures` names.
        #[arg(value_parser = read::json_word::<NumberOf>, default_value = "value")]
        number: NumberOf,
    },
    /// What an opportunity was worth at the end of a past day, with its rank and its evidence, beside today, and what
    /// changed in between.
    Value(Value),
    /// Send an opportunity to a tracker, or save the ranked list as a file.
    Export(Export),
    /// What goes where in a tracker, and what follows later changes.
    Fields(Fields),
    /// What the drafts for a tracker are made from.
    #[command(subcommand)]
    Template(Template),
    /// Show what changed since an opportunity was sent, or bring its items up to date.
    Update(Update),
    /// Make an item that is there already the opportunity's own.
    Link(Link),
    /// Comment on an item that an opportunity is linked to.
    Comment(Comment),
    /// The comments that were written, and which wait for a look.
    Comments {
        #[command(subcommand)]
        what: Option<Comments>,
    },
    /// Who asked, what they were told, who waits, and replies into their tickets.
    #[command(subcommand)]
    Loop(Box<Loop>),
    /// What designers noted on an opportunity and its images.
    #[command(subcommand)]
    Notes(Notes),
    /// Images attached to an opportunity.
    #[command(subcommand)]
    Images(Images),
    /// What was sent, and what waits for a look.
    Outbox {
        #[command(subcommand)]
        what: Option<Outbox>,
    },
    /// What the trackers' backlogs hold, and what speaks for it. Writes nothing there.
    #[command(subcommand)]
    Audit(Audit),
    /// What is on its way, for customers and operations.
    Upcoming(Upcoming),
    /// What was delivered in a range of days, by service.
    ReleaseNotes(ReleaseNotes),
    /// The workspace in numbers, and where the exported items stand.
    Status {
        /// Ask the trackers first.
        #[arg(long)]
        read: bool,
    },
    /// Fill the demo workspace with an invented company.
    Demo,
    /// Copies of the workspace.
    Backup {
        #[command(subcommand)]
        what: Option<Backup>,
    },
    /// Everything as open JSON: save it, or bring it in.
    #[command(subcommand)]
    Workspace(Workspace),
    /// What changed since you last looked, by opportunity.
    News(News),
    /// Take back the newest decision.
    Undo,
    /// Bring back what the newest undo took.
    Redo,
    /// The newest decisions, or those about one opportunity or signal.
    History {
        #[arg(long, value_parser = read::opportunity, conflicts_with = "signal")]
        opportunity: Option<OpportunityId>,
        #[arg(long)]
        signal: Option<u32>,
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// Print the completions for a shell.
    Completions { shell: Shell },
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Say what would happen and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Which sheet of a workbook; the first when left out.
    #[arg(long)]
    pub sheet: Option<String>,
    #[command(flatten)]
    pub matching: Matching,
}

/// What the columns of a file, or the fields of a tool's records, become.
#[derive(Debug, Args)]
pub struct Matching {
    /// A column and what it becomes, e.g. --map "Ticket ID=external_id"; `leave_out` drops one.
    #[arg(long = "map", value_name = "COLUMN=TARGET", value_parser = read::pair::<Target>)]
    pub map: Vec<(String, Target)>,
    /// What rows are when no column says.
    #[arg(long, value_parser = read::kind)]
    pub kind: Option<Kind>,
    /// day_first, month_first or year_first.
    #[arg(long, value_parser = read::json_word::<DateOrder>)]
    pub date_order: Option<DateOrder>,
    /// comma (1.234,56) or point (1,234.56).
    #[arg(long, value_parser = ["comma", "point"])]
    pub decimal: Option<String>,
    /// A word of the severity column and what it means, e.g. --severity kaput=critical.
    #[arg(long = "severity", value_name = "WORD=SEVERITY", value_parser = read::pair::<Severity>)]
    pub severities: Vec<(String, Severity)>,
}

#[derive(Debug, Args)]
pub struct Export {
    /// An opportunity, OPP-31, or several, or `list`.
    #[arg(required = true)]
    pub what: Vec<String>,
    /// The connection to send it to.
    #[arg(long, conflicts_with = "format")]
    pub to: Option<String>,
    /// Where it goes, when the connection names no project; the last one used when left out.
    #[arg(long, requires = "to")]
    pub project: Option<String>,
    /// Show exactly what would be sent, and send nothing.
    #[arg(long, requires = "to")]
    pub preview: bool,
    /// Why it goes although the checklist has gaps; kept in its history.
    #[arg(long, value_name = "REASON", requires = "to")]
    pub anyway: Option<String>,
    /// csv, markdown (or md), json, html or pdf, for `list`.
    #[arg(long, value_parser = read::format)]
    pub format: Option<ExportFormat>,
}

#[derive(Debug, Subcommand)]
pub enum Outbox {
    List,
    /// Look the entry up in its tracker; send it only when it isn't there.
    Settle {
        id: u32,
    },
    /// Give the entry up.
    Cancel {
        id: u32,
    },
    /// Send what waits for a tracker.
    Send {
        /// The connection.
        #[arg(long)]
        to: String,
        /// Also what it refused before.
        #[arg(long)]
        again: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Backup {
    List,
    /// Make one.
    Now,
    /// Put one in the place of the workspace; the present file is kept beside it.
    Restore {
        name: String,
    },
}
