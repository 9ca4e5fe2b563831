//! Ideas from another tool's list become opportunities: shown first, made in one step, never made twice.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;

use sqlx::SqliteConnection;

use super::Engine;
use super::imports::{column_preview, forget, off_thread, table};
use super::types::*;
use super::workspace::done;
use crate::error::{Problem, Result};
use crate::import::{IdeaPlan, Table};
use crate::journal::{self, Change, Entity};
use crate::model::{OpportunityId, Stage};
use crate::score::numbers;
use crate::store::opportunities::{self, Record};
use crate::store::ops;

/// Opportunities of a preview.
const FIRST: usize = 7;

/// What of a list is here already.
#[derive(Default)]
struct Here {
    already: u32,
    same_title: u32,
    /// Numbers of opportunities that an import made which was taken back: they get them again.
    again: HashMap<String, OpportunityId>,
}

impl Engine {
    /// Reads a list of ideas and says what an import would do. Without a mapping, proposes one.
    pub async fn preview_ideas(&self, file: StagedFile, mapping: Option<IdeaMapping>) -> Result<IdeaPreview> {
        self.preview_ideas_from(file, mapping, None).await
    }

    /// The same, when a person said where the file comes from.
    pub async fn preview_ideas_from(
        &self,
        file: StagedFile,
        mapping: Option<IdeaMapping>,
        source: Option<IdeaSource>,
    ) -> Result<IdeaPreview> {
        let table = self.ideas_table(&file).await?;
        let mapping = mapping.unwrap_or_else(|| table.idea_proposal(source));
        let (blocked, format, rows) = (table.idea_blocked(&mapping), table.format(), table.rows());
        let columns = table.columns().iter().map(|column| column_preview(column, rows)).collect();
        let mut plan = IdeaPlan { rows, ..IdeaPlan::default() };
        if blocked.is_none() {
            plan = read(table, mapping.clone(), file.name.clone()).await?;
        }
        let here = here(&mut *self.store.reader().acquire().await?, &mut plan).await?;
        Ok(IdeaPreview {
            file,
            format,
            mapping,
            columns,
            rows,
            clean: plan.clean,
            noted: plan.noted,
            left_out: plan.left_out,
            problems: plan.problems,
            first: plan.ideas.into_iter().take(FIRST).collect(),
            statuses: plan.statuses,
            already_here: here.already,
            same_title: here.same_title,
            blocked,
        })
    }

    /// Makes the ideas of a list opportunities, as one step that can be taken back. What was imported before, or has
    /// the title of an opportunity here, is passed over.
    pub async fn import_ideas(&self, file: StagedFile, mapping: IdeaMapping) -> Result<StepDone> {
        let path = self.staged_path(&file)?;
        let table = self.ideas_table(&file).await?;
        if let Some(why) = table.idea_blocked(&mapping) {
            return Err(Problem::bad_input(why).kept("Nothing was changed.").todo("Match the columns again."));
        }
        let source = mapping.source;
        let mut plan = read(table, mapping, file.name.clone()).await?;
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let here = here(&mut write, &mut plan).await?;
        let mut next = opportunities::next_number(&mut write).await?;
        let mut changes = Vec::new();
        for idea in &plan.ideas {
            let number = match here.again.get(&idea.uid) {
                Some(number) => *number,
                None => {
                    let free = next;
                    next = OpportunityId(next.0 + 1);
                    free
                }
            };
            changes.extend(changes_of(idea, number, source));
        }
        let made = u32::try_from(plan.ideas.len()).unwrap_or(u32::MAX);
        let message = message(&file.name, made, &here, plan.left_out);
        let step = journal::decide(&mut write, &by, &message, &changes).await?;
        write.commit().await?;
        forget(&path)?;
        if step.is_some() {
            self.tell_changed();
        }
        Ok(StepDone { changed: made, ..done(step, message, made) })
    }

    async fn ideas_table(&self, file: &StagedFile) -> Result<Table<BufReader<File>>> {
        let path = self.staged_path(file)?;
        let file = file.clone();
        Ok(off_thread(move || table(&file, &path)).await?.0)
    }
}

async fn read(mut table: Table<BufReader<File>>, mapping: IdeaMapping, file: String) -> Result<IdeaPlan> {
    off_thread(move || table.ideas(&mapping, &file, &|| false)).await
}

/// Takes out of `plan` what is here already.
async fn here(read: &mut SqliteConnection, plan: &mut IdeaPlan) -> Result<Here> {
    let records = opportunities::all(read).await?;
    let by_uid: HashMap<&str, &Record> = records.iter().map(|record| (record.uid.as_str(), record)).collect();
    let by_title: HashMap<String, &Record> =
        records.iter().filter(|record| !record.deleted).map(|record| (plain(&record.title), record)).collect();
    let mut here = Here::default();
    for idea in std::mem::take(&mut plan.ideas) {
        if let Some(record) = by_uid.get(idea.uid.as_str()) {
            if !record.deleted {
                here.already += 1;
                plan.pass_over(&idea, None);
                continue;
            }
            if !was_undone(read, &record.uid).await? {
                plan.pass_over(&idea, Some(format!("{} came from it and was deleted here", record.id.label())));
                continue;
            }
            here.again.insert(idea.uid.clone(), record.id);
        }
        match by_title.get(&plain(&idea.title)) {
            Some(record) => {
                here.same_title += 1;
                plan.pass_over(&idea, Some(format!("{} has this title", record.id.label())));
            }
            None => plan.ideas.push(idea),
        }
    }
    Ok(here)
}

/// Whether making the opportunity was taken back, which is not the same as deleting it.
async fn was_undone(read: &mut SqliteConnection, uid: &str) -> Result<bool> {
    let created = ops::latest(read, Entity::Opportunity.word(), uid, "created").await?;
    Ok(created.is_none_or(|(value, _)| value.is_none()))
}

fn plain(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn changes_of(idea: &Idea, number: OpportunityId, source: IdeaSource) -> Vec<Change> {
    let change = |field: &str, value: &str| Change::new(Entity::Opportunity, &idea.uid, field, value);
    let mut changes =
        vec![Change::new(Entity::Opportunity, &idea.uid, "created", number.0), change("title", &idea.title)];
    for (field, value) in [("statement", &idea.statement), ("owner", &idea.owner), ("service", &idea.service)] {
        if !value.is_empty() {
            changes.push(change(field, value));
        }
    }
    if idea.stage != Stage::Captured {
        changes.push(change("stage", idea.stage.word()));
    }
    if idea.stage == Stage::Rejected {
        changes.push(change("reject_reason", &format!("“{}” in {}", idea.status, source.name())));
    }
    changes
}

/// `Imported roadmap.csv: 12 opportunities. 3 were here already. 1 row left out.`
fn message(file: &str, made: u32, here: &Here, left_out: u32) -> String {
    let mut said = vec![format!("Imported {file}: {}.", numbers::counted(made, "opportunity", "opportunities"))];
    if here.already > 0 {
        said.push(format!("{} here already.", numbers::counted(here.already, "row was", "rows were")));
    }
    if left_out > 0 {
        said.push(format!("{} left out.", numbers::counted(left_out, "row", "rows")));
    }
    said.join(" ")
}
