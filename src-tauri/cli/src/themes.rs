//! Themes: what signals are about, and what people say about that.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{
    AcceptInto, ExportFormat, PartForm, ProposalKind, SplitBy, ThemeDetail, ThemeList, ThemePlace, ThemeQuery,
    ThemeRow, ThemeSort, ThemeView, ThemesStanding,
};
use engine::error::{Problem, Result};
use engine::model::{OpportunityId, SignalId, ThemeId};

use crate::args::Wake;
use crate::done::Done;
use crate::show::{self, Table, count};
use crate::{read, signals, workspace};

#[derive(Debug, Subcommand)]
pub enum Themes {
    /// Those with most at stake first.
    List {
        /// all, growing, new, without_opportunity, mixed, not_a_theme or snoozed.
        #[arg(long, value_parser = read::json_word::<ThemeView>, default_value = "all")]
        view: ThemeView,
        /// at_stake, signals, customers, change or title.
        #[arg(long, value_parser = read::json_word::<ThemeSort>, default_value = "at_stake")]
        sort: ThemeSort,
        /// Words of the title or the theme's own words.
        #[arg(long, default_value = "")]
        search: String,
        /// Put themes about much the same together.
        #[arg(long)]
        by_subject: bool,
        /// Only signals of customers worth at least this a year.
        #[arg(long)]
        min_revenue: Option<i64>,
    },
    Show {
        theme: u32,
    },
    /// Read and place what came in since.
    Group {
        /// Look at everything again and suggest merges and splits.
        #[arg(long)]
        anew: bool,
    },
    /// Stop the reading and placing in the background.
    Pause,
    Resume,
    /// Why a signal is where it is.
    Why {
        signal: u32,
    },
    /// Signals like a text.
    Like {
        text: String,
    },
    /// Make all its signals evidence of an opportunity.
    Accept {
        theme: u32,
        /// An opportunity, OPP-31 or 31; a new one when left out.
        #[arg(long, value_parser = read::opportunity)]
        into: Option<OpportunityId>,
        /// Title of a new opportunity; the theme's when left out.
        #[arg(long, conflicts_with = "into", default_value = "")]
        new: String,
        /// 0 to 3.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=3))]
        importance: u8,
    },
    /// An empty title brings the program's own back.
    Rename {
        theme: u32,
        title: String,
    },
    Merge {
        #[arg(required = true)]
        themes: Vec<u32>,
        #[arg(long)]
        into: u32,
        #[arg(long)]
        title: Option<String>,
    },
    /// Divide one as the program would.
    Split {
        theme: u32,
        /// meaning, service or customer.
        #[arg(long, value_parser = read::json_word::<SplitBy>, default_value = "meaning")]
        by: SplitBy,
        /// 2 to 6.
        #[arg(long, default_value_t = 2)]
        parts: u32,
        /// Show the parts and change nothing.
        #[arg(long)]
        preview: bool,
    },
    /// Put signals into a theme for good; into none when --into is left out.
    Place {
        #[arg(required = true)]
        signals: Vec<u32>,
        #[arg(long)]
        into: Option<u32>,
    },
    /// Take signals out of a theme, and keep what is like them out.
    KeepOut {
        #[arg(required = true)]
        signals: Vec<u32>,
        #[arg(long)]
        of: u32,
    },
    /// Signals that belong into one theme.
    Together {
        #[arg(required = true, num_args = 2..)]
        signals: Vec<u32>,
    },
    /// Signals that don't.
    Apart {
        #[arg(required = true, num_args = 2..)]
        signals: Vec<u32>,
    },
    /// Hide what is none.
    Dismiss {
        theme: u32,
        /// Show it again.
        #[arg(long)]
        undo: bool,
    },
    Snooze {
        theme: u32,
        /// It is back at once when nothing is said.
        #[command(flatten)]
        wake: Wake,
    },
    /// Merges and splits that the program suggests.
    Suggestions {
        /// Say no to one, by its number.
        #[arg(long)]
        decline: Option<u32>,
    },
    /// Save the list as a file.
    Export {
        /// csv, markdown (or md), json, html or pdf.
        #[arg(long, value_parser = read::format, default_value = "csv")]
        format: ExportFormat,
    },
}

pub async fn perform(engine: &Engine, what: Themes) -> Result<Done> {
    let ids = |ids: Vec<u32>| ids.into_iter().map(SignalId).collect::<Vec<_>>();
    let done = match what {
        Themes::List { view, sort, search, by_subject, min_revenue } => {
            let query = ThemeQuery { view, sort, text: search, by_subject, min_revenue, ..ThemeQuery::default() };
            let list = engine.themes(query).await?;
            let text = listed(&list);
            return Ok(Done::new(&list, text));
        }
        Themes::Show { theme } => {
            let detail = engine.theme(ThemeId(theme)).await?;
            let text = shown(&detail);
            return Ok(Done::new(&detail, text));
        }
        Themes::Group { anew } => return Ok(stands(&engine.group_signals(anew).await?)),
        Themes::Pause => return Ok(stands(&engine.pause_grouping(true).await?)),
        Themes::Resume => return Ok(stands(&engine.pause_grouping(false).await?)),
        Themes::Why { signal } => {
            let place = engine.theme_place(SignalId(signal)).await?;
            let text = explained(&place);
            return Ok(Done::new(&place, text));
        }
        Themes::Like { text } => return like(engine, text).await,
        Themes::Suggestions { decline: None } => return suggestions(engine).await,
        Themes::Split { theme, by, parts, preview: true } => return preview(engine, ThemeId(theme), by, parts).await,
        Themes::Export { format } => {
            let file = engine.save_themes(format, ThemeQuery::default()).await?;
            let text = format!("Saved {} to {}.\n", show::counted(file.rows, "theme", "themes"), file.path);
            return Ok(Done::new(&file, text));
        }
        Themes::Accept { theme, into, new, importance } => {
            let into = match into {
                Some(opportunity) => AcceptInto::Existing { opportunity },
                None => AcceptInto::New { title: new },
            };
            engine.accept_theme(ThemeId(theme), into, importance).await?
        }
        Themes::Rename { theme, title } => engine.rename_theme(ThemeId(theme), title).await?,
        Themes::Merge { themes, into, title } => {
            engine.merge_themes(ThemeId(into), themes.into_iter().map(ThemeId).collect(), title).await?
        }
        Themes::Split { theme, by, parts, .. } => {
            let division = engine.preview_split(ThemeId(theme), by, parts).await?;
            let form = |at: usize, part: engine::api::types::SplitPart| PartForm {
                // The first part is the theme itself, which has its title.
                title: if at == 0 { String::new() } else { part.title },
                signals: part.signals.into_iter().map(|signal| signal.id).collect(),
            };
            let parts = division.parts.into_iter().enumerate().map(|(at, part)| form(at, part)).collect();
            engine.split_theme(ThemeId(theme), parts).await?
        }
        Themes::Place { signals, into } => engine.place_signals(ids(signals), into.map(ThemeId)).await?,
        Themes::KeepOut { signals, of } => engine.keep_out(ids(signals), ThemeId(of)).await?,
        Themes::Together { signals } => engine.keep_together(ids(signals)).await?,
        Themes::Apart { signals } => engine.keep_apart(ids(signals)).await?,
        Themes::Dismiss { theme, undo } => engine.dismiss_theme(ThemeId(theme), !undo).await?,
        Themes::Snooze { theme, wake } => {
            let until = signals::snooze_until(engine, &wake).await?;
            engine.snooze_theme(ThemeId(theme), until).await?
        }
        Themes::Suggestions { decline: Some(number) } => engine.decline_proposal(number).await?,
    };
    Ok(workspace::step(&done))
}

fn listed(list: &ThemeList) -> String {
    let mut table = Table::new(&[">ID", "State", "*Theme", "Words", ">4 weeks", ">Signals", ">Customers", ">At stake"]);
    let mut text = String::new();
    for row in &list.themes {
        table.row([
            row.id.to_string(),
            show::word(row.trend),
            titled(row),
            row.words.join(", "),
            row.change
                .map_or_else(|| format!("{} weeks old", row.age_weeks), |change| format!("{:+.0} %", change * 100.0)),
            count(row.signals),
            count(row.customers),
            row.at_stake.map_or_else(String::new, count),
        ]);
    }
    text.push_str(&table.text("No theme here."));
    text.push_str(&standing(&list.standing));
    if list.counts.proposals > 0 {
        let suggestions = show::counted(list.counts.proposals, "suggestion waits", "suggestions wait");
        text.push_str(&format!("{suggestions}; see `throughline themes suggestions`.\n"));
    }
    text
}

fn titled(row: &ThemeRow) -> String {
    match &row.subject {
        Some(subject) => format!("{subject}: {}", row.title),
        None => row.title.clone(),
    }
}

fn stands(standing_now: &ThemesStanding) -> Done {
    Done::new(standing_now, standing(standing_now))
}

fn standing(now: &ThemesStanding) -> String {
    let mut text = format!(
        "{} in themes, {} fit none, {} to be placed. Placed last: {}.\n",
        show::counted(now.in_themes, "signal", "signals"),
        count(now.unsorted),
        count(now.waiting),
        show::maybe_time(now.placed_at)
    );
    if now.paused {
        text.push_str("Paused; go on with `throughline themes resume`.\n");
    }
    if let Some(why) = &now.by_words {
        text.push_str(&format!("{why} Texts are compared by their words only.\n"));
    }
    text
}

fn shown(detail: &ThemeDetail) -> String {
    let row = &detail.row;
    let mut text = format!("{}  {}\n", row.id, show::line(&row.title));
    text.push_str(&format!(
        "{}, {}, {}\n",
        show::word(row.trend),
        show::counted(row.signals, "signal", "signals"),
        show::counted(row.customers, "customer", "customers")
    ));
    let words: Vec<String> = row.words.iter().map(|word| show::line(word)).collect();
    text.push_str(&format!("Words: {}\n", words.join(", ")));
    let weeks: Vec<String> = row.weeks.iter().map(ToString::to_string).collect();
    text.push_str(&format!("Twelve weeks: {}\n", weeks.join(" ")));
    if let Some(turn) = &detail.turn {
        let release = turn.release.as_ref().map_or(String::new(), |name| format!(", near “{}”", show::line(name)));
        let (before, after) = (show::number(turn.before), show::number(turn.after));
        text.push_str(&format!("From {before} to {after} a week since {}{release}\n", show::time(turn.at)));
    }
    text.extend(detail.season.iter().map(|season| format!("{season}\n")));
    for signal in &detail.representatives {
        text.push_str(&format!("  {}  {}\n", signal.id, show::line(&signal.title)));
    }
    for part in &detail.parts {
        text.push_str(&format!("Part: {} ({})\n", show::line(&part.title), part.signals));
    }
    for near in &detail.near {
        text.push_str(&format!("Near: {}  {} ({})\n", near.id, show::line(&near.title), show::number(near.similarity)));
    }
    text
}

fn explained(place: &ThemePlace) -> String {
    let mut text = match &place.theme {
        Some(theme) => format!("In {}  {}\n", theme.id, show::line(&theme.title)),
        None => "In no theme\n".to_owned(),
    };
    text.push_str(&format!("{}\n", show::line(&place.why)));
    for near in &place.nearest {
        let title = show::line(&near.row.title);
        text.push_str(&format!("  {}  {title} ({})\n", near.row.id, show::number(near.similarity)));
    }
    text
}

async fn like(engine: &Engine, text: String) -> Result<Done> {
    let found = engine.similar_to(text).await?;
    let mut table = Table::new(&[">ID", ">Like", "*Signal", "Theme", "In common"]);
    for one in &found {
        let theme = one.row.theme.as_ref().map_or(String::new(), |theme| theme.title.clone());
        table.row([
            one.row.id.to_string(),
            show::number(one.score),
            one.row.title.clone(),
            theme,
            one.shared.join(", "),
        ]);
    }
    Ok(Done::new(&found, table.text("Nothing is like it.")))
}

async fn suggestions(engine: &Engine) -> Result<Done> {
    let proposals = engine.theme_proposals().await?;
    let mut table = Table::new(&[">Number", "What", "*Theme", "With", "Why"]);
    for one in &proposals {
        let what = if one.kind == ProposalKind::Merge { "merge" } else { "split" };
        let other = one.other.as_ref().map_or(String::new(), |theme| format!("{} {}", theme.id, theme.title));
        table.row([
            one.id.to_string(),
            what.to_owned(),
            format!("{} {}", one.theme.id, one.theme.title),
            other,
            one.why.clone(),
        ]);
    }
    Ok(Done::new(&proposals, table.text("Nothing is suggested. `throughline themes group --anew` looks again.")))
}

async fn preview(engine: &Engine, id: ThemeId, by: SplitBy, parts: u32) -> Result<Done> {
    let division = engine.preview_split(id, by, parts).await?;
    if division.parts.len() < 2 {
        return Err(Problem::refused("This theme can't be told apart into parts.").kept("Nothing was changed."));
    }
    let mut table = Table::new(&["*Part", "Words", ">Signals", ">Customers"]);
    for part in &division.parts {
        let signals = part.signals.len() as i64;
        table.row([part.title.clone(), part.words.join(", "), count(signals), count(part.customers)]);
    }
    let mut text = table.text("");
    text.push_str(&format!(
        "{} could be in either part.\n",
        show::counted(division.unsure.len() as u32, "signal", "signals")
    ));
    Ok(Done::new(&division, text))
}
