//! Where the root causes of opportunities and problems gather: in which dimension, of which service.

use std::cmp::Reverse;
use std::collections::HashMap;

use insight::causes::DIMENSIONS;

use super::Engine;
use super::causes::view;
use super::problems::NamedProblem;
use super::types::{CauseDimension, CauseMap, CauseMapRow, CauseMapService, CausesOf};
use crate::error::Result;
use crate::store::causes::{self as stored, Kept};
use crate::store::opportunities::Record;

impl Engine {
    /// Where the causes of all opportunities and problems gather.
    pub async fn cause_map(&self) -> Result<CauseMap> {
        let all = self.everything().await?;
        let mut read = self.store.reader().begin().await?;
        let kept = stored::all(&mut read, None).await?;
        let nothing_found = stored::nothing_found(&mut read, None).await?;
        drop(read);
        let mut written = Written { by_owner: HashMap::new(), nothing_found };
        for one in kept {
            written.by_owner.entry(one.of.clone()).or_default().push(one);
        }
        let problems = self.named_problems(|key| written.by_owner.contains_key(key)).await?;
        let (mut rows, mut without) = (Vec::new(), 0);
        for record in all.records().filter(|record| !record.deleted) {
            match written.of_opportunity(record, &problems) {
                Some(row) => rows.push(row),
                None => without += u32::from(all.row(record).evidence.signals() > 0),
            }
        }
        rows.extend(problems.iter().filter_map(|problem| written.of_problem(problem)));
        rows.sort_by_key(|row| Reverse(row.causes.iter().sum::<u32>()));
        let mut totals = vec![0; DIMENSIONS.len()];
        rows.iter().for_each(|row| add(&mut totals, &row.causes));
        Ok(CauseMap { services: by_service(&rows), rows, totals, without })
    }
}

/// What is written down and not counted yet, by the key of a problem or the uid of an opportunity.
struct Written {
    by_owner: HashMap<String, Vec<Kept>>,
    nothing_found: Vec<(String, CauseDimension)>,
}

impl Written {
    /// An opportunity's own causes, and those of the problems it was made of that it doesn't say itself.
    fn of_opportunity(&mut self, record: &Record, problems: &[NamedProblem]) -> Option<CauseMapRow> {
        let mut causes = self.by_owner.remove(&record.uid).unwrap_or_default();
        for problem in problems.iter().filter(|problem| problem.opportunity == Some(record.id)) {
            for one in self.by_owner.remove(&problem.key).unwrap_or_default() {
                let same =
                    |other: &Kept| (other.cause.dimension, &other.cause.text) == (one.cause.dimension, &one.cause.text);
                if !causes.iter().any(same) {
                    causes.push(one);
                }
            }
        }
        let named = Named {
            of: CausesOf::Opportunity { id: record.id },
            label: record.id.label(),
            title: record.title.clone(),
            service: Some(record.service.clone()).filter(|service| !service.is_empty()),
        };
        self.row(&record.uid, causes, named)
    }

    fn of_problem(&mut self, problem: &NamedProblem) -> Option<CauseMapRow> {
        let causes = self.by_owner.remove(&problem.key).unwrap_or_default();
        let named = Named {
            of: CausesOf::Problem { key: problem.key.clone() },
            label: String::new(),
            title: problem.title.clone(),
            service: problem.service.clone(),
        };
        self.row(&problem.key, causes, named)
    }

    /// None without any cause.
    fn row(&self, owner: &str, causes: Vec<Kept>, named: Named) -> Option<CauseMapRow> {
        if causes.is_empty() {
            return None;
        }
        let process_changes = causes.iter().filter(|one| !one.cause.process_change.is_empty()).count() as u32;
        let nothing = |dimension| self.nothing_found.iter().any(|(of, one)| of == owner && *one == dimension);
        let found = view(causes, nothing);
        let Named { of, label, title, service } = named;
        Some(CauseMapRow {
            of,
            label,
            title,
            service,
            causes: found.dimensions.iter().map(|one| one.causes.len() as u32).collect(),
            nothing_found: found.dimensions.iter().filter(|one| one.nothing_found).map(|one| one.dimension).collect(),
            process_changes,
            warning: found.warning,
        })
    }
}

/// What a row says before its numbers.
struct Named {
    of: CausesOf,
    label: String,
    title: String,
    service: Option<String>,
}

fn add(to: &mut [u32], causes: &[u32]) {
    to.iter_mut().zip(causes).for_each(|(sum, one)| *sum += one);
}

fn by_service(rows: &[CauseMapRow]) -> Vec<CauseMapService> {
    let mut services: Vec<CauseMapService> = Vec::new();
    for row in rows {
        let place = services.iter().position(|one| one.service == row.service).unwrap_or_else(|| {
            let causes = vec![0; DIMENSIONS.len()];
            services.push(CauseMapService { service: row.service.clone(), causes, rows: 0 });
            services.len() - 1
        });
        if let Some(service) = services.get_mut(place) {
            add(&mut service.causes, &row.causes);
            service.rows += 1;
        }
    }
    services.sort_by_key(|one| Reverse(one.causes.iter().sum::<u32>()));
    services
}
