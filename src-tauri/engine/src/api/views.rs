//! Saved views: filters that got a name, with how many they find now.

use super::Engine;
use super::types::{SavedView, StepDone, ViewShows};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::store::views::{self, View};

/// Longest name, in characters.
const LONGEST_NAME: usize = 60;

impl Engine {
    /// All views with live counts, in the order people put them in.
    pub async fn views(&self) -> Result<Vec<SavedView>> {
        let mut found = Vec::new();
        for view in self.stored_views().await? {
            let shows = shown(&view)?;
            let count = u32::try_from(self.found_by(&shows).await?).unwrap_or(u32::MAX);
            found.push(SavedView { uid: view.uid, name: view.name, shows, count });
        }
        Ok(found)
    }

    /// Saves filters under a name. A view of that name on the same screen shows them from now on.
    pub async fn save_view(&self, name: String, shows: ViewShows) -> Result<StepDone> {
        let name = checked_name(&name)?;
        let all = self.stored_views().await?;
        let value = serde_json::to_value(&shows)
            .map_err(|e| Problem::system(format!("The view can't be written down: {e}.")))?;
        if let Some(there) = same_named(&all, &name, &shows)? {
            let changes = [Change::new(Entity::View, &there.uid, "shows", value)];
            return self.decide(format!("Changed the view “{}”", there.name), &changes).await;
        }
        let uid = self.new_uid();
        let position = all.iter().map(|view| view.position + 1).max().unwrap_or(0);
        let changes = [
            Change::new(Entity::View, &uid, "deleted", false),
            Change::new(Entity::View, &uid, "name", name.as_str()),
            Change::new(Entity::View, &uid, "shows", value),
            Change::new(Entity::View, &uid, "position", position),
        ];
        self.decide(format!("Saved the view “{name}”"), &changes).await
    }

    pub async fn rename_view(&self, uid: String, name: String) -> Result<StepDone> {
        let name = checked_name(&name)?;
        let all = self.stored_views().await?;
        let view = one(&all, &uid)?;
        if same_named(&all, &name, &shown(view)?)?.is_some_and(|other| other.uid != uid) {
            return Err(Problem::refused(format!("There is a view “{name}” on this screen already."))
                .kept("The view is called as before.")
                .todo("Choose another name, or delete that one."));
        }
        let changes = [Change::new(Entity::View, &uid, "name", name.as_str())];
        self.decide(format!("Renamed the view “{}” to “{name}”", view.name), &changes).await
    }

    /// Moves a view past its neighbour on the same screen.
    pub async fn move_view(&self, uid: String, up: bool) -> Result<StepDone> {
        let mut order = self.stored_views().await?;
        let screen = std::mem::discriminant(&shown(one(&order, &uid)?)?);
        let mut beside = Vec::new();
        for (at, view) in order.iter().enumerate() {
            if std::mem::discriminant(&shown(view)?) == screen {
                beside.push(at);
            }
        }
        let here = beside.iter().position(|at| order.get(*at).is_some_and(|view| view.uid == uid)).unwrap_or(0);
        let there = if up { here.checked_sub(1) } else { Some(here + 1) };
        let (Some(from), Some(to)) = (beside.get(here), there.and_then(|there| beside.get(there))) else {
            return Ok(super::workspace::done(None, "It stands there already".to_owned(), 0));
        };
        order.swap(*from, *to);
        let moved = (0_u32..).zip(&order).filter(|(position, view)| view.position != *position);
        let changes: Vec<Change> =
            moved.map(|(position, view)| Change::new(Entity::View, &view.uid, "position", position)).collect();
        let name = &one(&order, &uid)?.name;
        self.decide(format!("Moved the view “{name}” {}", if up { "up" } else { "down" }), &changes).await
    }

    pub async fn delete_view(&self, uid: String) -> Result<StepDone> {
        let all = self.stored_views().await?;
        let message = format!("Deleted the view “{}”", one(&all, &uid)?.name);
        self.decide(message, &[Change::new(Entity::View, &uid, "deleted", true)]).await
    }

    async fn stored_views(&self) -> Result<Vec<View>> {
        views::all(&mut *self.store.reader().acquire().await?).await
    }

    async fn found_by(&self, shows: &ViewShows) -> Result<usize> {
        Ok(match shows {
            ViewShows::Inbox { query } => self.signal_ids(query.clone()).await?.len(),
            ViewShows::Opportunities { query, .. } => self.opportunities(query.clone()).await?.rows.len(),
            ViewShows::Themes { query } => self.themes(query.clone()).await?.themes.len(),
        })
    }
}

fn shown(view: &View) -> Result<ViewShows> {
    serde_json::from_str(&view.shows)
        .map_err(|e| Problem::system(format!("The view “{}” can't be read: {e}.", view.name)))
}

fn one<'a>(all: &'a [View], uid: &str) -> Result<&'a View> {
    all.iter().find(|view| view.uid == uid).ok_or_else(|| {
        Problem::not_found("This view isn't here any more.").kept("Nothing was changed.").todo("Save it again.")
    })
}

/// The view of the same screen that has this name, whatever its case.
fn same_named<'a>(all: &'a [View], name: &str, shows: &ViewShows) -> Result<Option<&'a View>> {
    for view in all.iter().filter(|view| view.name.to_lowercase() == name.to_lowercase()) {
        if std::mem::discriminant(&shown(view)?) == std::mem::discriminant(shows) {
            return Ok(Some(view));
        }
    }
    Ok(None)
}

/// One line, neither empty nor too long.
fn checked_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::bad_input("A view needs a name.").kept("Nothing was changed."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Problem::bad_input(format!("The name is too long; at most {LONGEST_NAME} characters fit."))
            .kept("Nothing was changed.")
            .todo("Shorten it."));
    }
    Ok(name)
}
