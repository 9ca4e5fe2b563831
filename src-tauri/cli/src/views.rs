//! Saved views: filters with a name, for the window and for scripts.

use engine::api::Engine;
use engine::api::types::{SavedView, TableLook, ViewShows};
use engine::error::{Problem, Result};

use crate::args::{SaveView, Views};
use crate::done::Done;
use crate::show::{self, Table};
use crate::{opportunities, signals, workspace};

pub async fn perform(engine: &Engine, what: Views) -> Result<Done> {
    let done = match what {
        Views::List => return list(engine).await,
        Views::Save(save) => match *save {
            SaveView::Signals { name, filter } => {
                let query = signals::query(engine, *filter).await?;
                engine.save_view(name, ViewShows::Inbox { query }).await?
            }
            SaveView::Opportunities { name, layout, filter } => {
                let look = TableLook { layout, ..TableLook::default() };
                let shows = ViewShows::Opportunities { query: opportunities::query(filter), look };
                engine.save_view(name, shows).await?
            }
        },
        Views::Rename { name, to } => engine.rename_view(named(engine, &name, |_| true).await?.uid, to).await?,
        Views::Move { name, down } => engine.move_view(named(engine, &name, |_| true).await?.uid, !down).await?,
        Views::Delete { name } => engine.delete_view(named(engine, &name, |_| true).await?.uid).await?,
    };
    Ok(workspace::step(&done))
}

/// The view of that name, whatever its case, among those that `fits`.
pub async fn named(engine: &Engine, name: &str, fits: impl Fn(&ViewShows) -> bool) -> Result<SavedView> {
    let views = engine.views().await?;
    let found = views.into_iter().find(|view| view.name.to_lowercase() == name.to_lowercase() && fits(&view.shows));
    found.ok_or_else(|| {
        Problem::not_found(format!("There is no view “{name}” here.")).todo("See them with `throughline views list`.")
    })
}

async fn list(engine: &Engine) -> Result<Done> {
    let views = engine.views().await?;
    let mut table = Table::new(&["*View", "Of", ">Finds"]);
    for view in &views {
        let of = match view.shows {
            ViewShows::Inbox { .. } => "signals",
            ViewShows::Opportunities { .. } => "opportunities",
            ViewShows::Themes { .. } => "themes",
        };
        table.row([view.name.clone(), of.to_owned(), show::count(view.count)]);
    }
    Ok(Done::new(&views, table.text("No view is saved yet. Save one with `throughline views save`.")))
}
