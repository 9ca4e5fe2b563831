//! Customers: lists of them, and whom organisations and addresses mean.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use super::Engine;
use super::imports::{column_preview, forget, off_thread, table};
use super::services::name;
use super::types::*;
use super::words::{counted, thousands};
use crate::error::{Problem, Result};
use crate::import::{CompanyPlan, Table};
use crate::journal::{Change, Entity};
use crate::mapping::{bare_domain, is_public, plain_company};
use crate::model::Sign;
use crate::store::customers::{self, MOST_SHOWN};
use crate::store::{settings, settle};

/// Customers of a preview.
const FIRST: usize = 7;

impl Engine {
    /// Customers whose name or domain holds `text`.
    pub async fn customers(&self, text: String) -> Result<CustomersView> {
        let all = customers::overview(&self.store).await?;
        let wanted = text.trim().to_lowercase();
        let fits = |row: &&customers::Row| {
            row.customer.name.to_lowercase().contains(&wanted) || row.domains.iter().any(|one| one.contains(&wanted))
        };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(CustomersView {
            unmatched_values: count(all.unmatched.len()),
            unmatched_signals: all.unmatched.iter().map(|one| one.signals).fold(0, u32::saturating_add),
            total: count(all.customers.iter().filter(fits).count()),
            imported: count(all.customers.iter().filter(|row| row.imported).count()),
            customers: all.customers.iter().filter(fits).take(MOST_SHOWN).map(row).collect(),
            unmatched: all.unmatched.into_iter().take(MOST_SHOWN).map(unmatched).collect(),
            choices: all
                .choices
                .into_iter()
                .map(|one| ChoiceView { told: ToldValue { sign: one.sign, value: one.value }, customer: one.customer })
                .collect(),
        })
    }

    /// Says whom an organisation or a mail domain means, from now on and in what is stored: a customer, with an empty
    /// name nobody, with None whom the signs say. What a person said wins over every sign.
    pub async fn assign_customer(&self, told: ToldValue, customer: Option<String>) -> Result<StepDone> {
        let key = key(&told)?;
        let (change, message) = match customer {
            None => {
                (Change::cleared(Entity::Sign, key, "customer"), format!("“{}” goes by its signs again", told.value))
            }
            Some(text) => {
                let customer = name(&text)?;
                let message = match customer.as_str() {
                    "" => format!("“{}” is no customer", told.value),
                    customer => format!("“{}” is {customer}", told.value),
                };
                (Change::new(Entity::Sign, key, "customer", customer), message)
            }
        };
        self.decide_meaning(message, &[change]).await
    }

    /// Matches everything stored anew. Gives how many signals belong to another customer than before.
    pub async fn match_customers(&self) -> Result<u32> {
        settle::pending(&self.store).await?;
        let mut write = self.store.write().await?;
        write.companies_changed();
        let moved = write.settle().await?;
        if moved == 0 {
            return Ok(0);
        }
        write.commit().await?;
        self.tell_changed();
        Ok(moved)
    }

    /// Reads a list of customers and says what an import would do. Without a mapping, proposes one.
    pub async fn preview_customers(&self, file: StagedFile, mapping: Option<CompanyMapping>) -> Result<CompanyPreview> {
        let known = customers::imported_names(&self.store).await?;
        let (mut table, mapping, currency) = self.list(&file, mapping).await?;
        off_thread(move || {
            let blocked = table.company_blocked(&mapping);
            let plan = match blocked {
                None => table.companies(&mapping, &currency, &|| false)?,
                Some(_) => CompanyPlan { rows: table.rows(), ..CompanyPlan::default() },
            };
            let here = plan.companies.iter().filter(|one| known.contains(&one.name.to_lowercase())).count();
            Ok(CompanyPreview {
                format: table.format(),
                columns: table.columns().iter().map(|column| column_preview(column, table.rows())).collect(),
                file,
                mapping,
                rows: plan.rows,
                clean: plan.clean,
                noted: plan.noted,
                left_out: plan.left_out,
                problems: plan.problems,
                first: plan.companies.into_iter().take(FIRST).collect(),
                already_here: u32::try_from(here).unwrap_or(u32::MAX),
                blocked,
            })
        })
        .await
    }

    /// Stores a list of customers, all or nothing, and matches everything with it. Importing it again updates.
    pub async fn import_customers(&self, file: StagedFile, mapping: CompanyMapping) -> Result<CompanyReport> {
        let path = self.staged_path(&file)?;
        let (mut table, mapping, currency) = self.list(&file, Some(mapping)).await?;
        if let Some(why) = table.company_blocked(&mapping) {
            return Err(Problem::bad_input(why).kept("Nothing was changed.").todo("Match the columns again."));
        }
        let plan = off_thread(move || table.companies(&mapping, &currency, &|| false)).await?;
        let now = self.now();
        let mut write = self.store.write().await?;
        let listed = customers::write_list(&mut write, &plan.companies, now).await?;
        let moved = write.settle().await?;
        write.commit().await?;
        forget(&path)?;
        self.tell_changed();
        let parts: Vec<String> = [(listed.new, "new"), (listed.changed, "changed"), (listed.unchanged, "as before")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{} {word}", thousands(number)))
            .collect();
        let parts = if parts.is_empty() { "no customers".to_owned() } else { parts.join(", ") };
        let aside = match plan.left_out {
            0 => String::new(),
            rows => format!(" {} left out.", counted(rows, "rows")),
        };
        let matched = format!(" {} matched anew.", counted(moved, "signals"));
        Ok(CompanyReport {
            message: format!("Imported {}: {parts}.{aside}{matched}", file.name),
            new: listed.new,
            changed: listed.changed,
            unchanged: listed.unchanged,
            left_out: plan.left_out,
            problems: plan.problems,
            moved,
        })
    }

    /// The file as a table, how to read it, and the workspace's currency.
    async fn list(
        &self,
        file: &StagedFile,
        mapping: Option<CompanyMapping>,
    ) -> Result<(Table<BufReader<File>>, CompanyMapping, String)> {
        let path: PathBuf = self.staged_path(file)?;
        let currency = settings::read(self.store.reader()).await?.currency.to_uppercase();
        let file = file.clone();
        let (table, _) = off_thread(move || table(&file, &path)).await?;
        let mapping = mapping.unwrap_or_else(|| table.company_proposal());
        Ok((table, mapping, currency))
    }
}

/// What the journal calls a sign that signals bear.
fn key(told: &ToldValue) -> Result<String> {
    let wrong = |what: String| Problem::bad_input(what).kept("Nothing was changed.");
    let value = match told.sign {
        Sign::Organisation => plain_company(&told.value),
        Sign::Domain => {
            let domain = bare_domain(&told.value)
                .ok_or_else(|| wrong(format!("“{}” is not a mail domain.", told.value.trim())))?;
            if is_public(&domain) {
                return Err(wrong(format!("Anybody can have an address at {domain}.")));
            }
            domain
        }
        Sign::Number => return Err(wrong("A tool's own id comes from the list of customers.".to_owned())),
    };
    if value.is_empty() {
        return Err(wrong(format!("“{}” is no name.", told.value.trim())));
    }
    Ok(format!("{} {value}", told.sign.word()))
}

fn row(row: &customers::Row) -> CustomerRow {
    CustomerRow {
        id: row.id,
        customer: row.customer.clone(),
        imported: row.imported,
        amount: row.amount.clone(),
        domains: row.domains.clone(),
        signals: row.signals,
    }
}

fn unmatched(one: customers::Unmatched) -> UnmatchedValue {
    UnmatchedValue {
        told: ToldValue { sign: one.sign, value: one.value },
        signals: one.signals,
        newest: one.newest,
        newest_title: one.newest_title,
        fits: one.fits,
    }
}
