//! What linked signals are measured with: how soon the incidents of their services are to be resolved, and how these are
//! used. All opportunities are measured only where a formula counts by it, see `last_measures`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use insight::restore::Targets;
use insight::weeks::Window;

use super::Engine;
use crate::error::Result;
use crate::model::{Kind, OpportunityId, ProductId, ServiceId, Status, Time};
use crate::score::measures::whole_minute;
use crate::score::panel::{Restoring, SHARE_DAYS, Told, Used};
use crate::score::receipt::Linked;
use crate::score::{Measures, Piece, moments};
use crate::store::evidence::Measurable;
use crate::store::features::Day;
use crate::store::opportunities::Record;
use crate::store::{evidence, features};

/// What is known of the services.
#[derive(Default)]
pub(super) struct Yardsticks {
    /// Of those that belong to a product.
    targets: HashMap<ServiceId, Targets>,
    usual: Targets,
    /// By name, in lower case.
    services: HashMap<String, ServiceId>,
    /// Days of use, the oldest first.
    days: Vec<Day>,
}

/// The day of each service on which most people used one of its features.
pub(super) type Busiest<'y> = HashMap<ServiceId, &'y Day>;

/// The measures of every opportunity.
pub(super) type AllMeasures = Arc<HashMap<OpportunityId, Measures>>;

/// The evidence of all opportunities or of some, with what it is measured with.
pub(super) struct Measuring {
    yardsticks: Arc<Yardsticks>,
    evidence: HashMap<OpportunityId, Vec<Measurable>>,
    now: Time,
}

/// The first day whose use is compared at `now`.
pub(super) fn first_day(now: Time) -> Option<NaiveDate> {
    now.utc()?.date_naive().checked_sub_days(Days::new(SHARE_DAYS.unsigned_abs()))
}

impl Engine {
    /// With the days of use since `from`.
    pub(super) async fn yardsticks(&self, from: Option<NaiveDate>) -> Result<Yardsticks> {
        let book = self.target_book().await?;
        let mut read = self.store.reader().acquire().await?;
        let services = features::services(&mut read).await?;
        let mut days = match from {
            Some(from) => features::days(&mut read, from).await?,
            None => Vec::new(),
        };
        days.sort_by_key(|day| day.day);
        let in_product = services.iter().filter_map(|(id, (_, product))| Some((ServiceId(*id), (*product)?)));
        Ok(Yardsticks {
            targets: in_product.map(|(id, product)| (id, book.targets(Some(ProductId(product))))).collect(),
            usual: book.targets(None),
            services: services.into_iter().map(|(id, (name, _))| (name.to_ascii_lowercase(), ServiceId(id))).collect(),
            days,
        })
    }

    pub(super) async fn measuring(&self) -> Result<Measuring> {
        let now = whole_minute(self.now());
        let yardsticks = Arc::new(self.yardsticks(first_day(now)).await?);
        self.measuring_with(yardsticks, None, now).await
    }

    /// Of all opportunities, or only of some.
    pub(super) async fn measuring_with(
        &self,
        yardsticks: Arc<Yardsticks>,
        only: Option<&[OpportunityId]>,
        now: Time,
    ) -> Result<Measuring> {
        let evidence = evidence::measurable(&mut *self.store.reader().acquire().await?, only).await?;
        Ok(Measuring { yardsticks, evidence, now })
    }
}

impl Measuring {
    /// When what is measured of an opportunity changes by itself. One for which it never does isn't in it.
    pub fn moments(&self) -> HashMap<OpportunityId, Time> {
        let next = |own: &[Measurable]| {
            let own = own.iter().filter(|one| !one.against);
            own.filter_map(|one| moments::next(&one.piece, &one.told, self.now)).min()
        };
        self.evidence.iter().filter_map(|(id, own)| Some((*id, next(own)?))).collect()
    }

    /// Of each of `records`, from the signals that `counts` says yes to.
    pub fn measures<'r>(
        mut self,
        records: impl Iterator<Item = &'r Record>,
        counts: impl Fn(&Piece) -> bool,
    ) -> HashMap<OpportunityId, Measures> {
        let busiest = self.yardsticks.busiest(self.now);
        let of_each = records.map(|record| {
            let own = self.evidence.remove(&record.id).unwrap_or_default();
            let concerned = self.yardsticks.concerned(own.iter().map(|one| one.told.service), &record.service);
            let signals = own.into_iter().filter(|one| !one.against && counts(&one.piece)).map(unnamed).collect();
            (record.id, self.yardsticks.measures(signals, used(&busiest, &concerned), self.now))
        });
        of_each.collect()
    }
}

impl Yardsticks {
    /// The services that evidence names, and the one that the opportunity itself does.
    pub fn concerned(&self, told: impl Iterator<Item = Option<ServiceId>>, own: &str) -> HashSet<ServiceId> {
        told.flatten().chain(self.services.get(&own.to_ascii_lowercase()).copied()).collect()
    }

    /// Whether everything measures at `now` as it did with the others `then`, but for what changes by itself.
    pub fn measure_like(&self, now: Time, others: &Yardsticks, then: Time) -> bool {
        self.targets == others.targets
            && self.usual == others.usual
            && self.services == others.services
            && self.busiest(now) == others.busiest(then)
    }

    pub fn busiest(&self, now: Time) -> Busiest<'_> {
        let mut busiest = Busiest::new();
        let Some((first, today)) = first_day(now).zip(now.utc().map(|now| now.date_naive())) else { return busiest };
        let from = self.days.partition_point(|day| day.day < first);
        for day in self.days.iter().skip(from).take_while(|day| day.day <= today) {
            let Some(service) = day.service_id else { continue };
            let most = busiest.entry(ServiceId(service)).or_insert(day);
            if size(day) > size(most) {
                *most = day;
            }
        }
        busiest
    }

    /// An incident against the target of its class as of `now`. None for what is no incident, has no class, or was closed
    /// without a time of resolution.
    pub fn restoring(&self, piece: &Piece, told: &Told, now: Time) -> Option<Restoring> {
        if piece.kind != Kind::Incident || (told.resolved_at.is_none() && told.status != Some(Status::Open)) {
            return None;
        }
        let targets = told.service.and_then(|id| self.targets.get(&id)).unwrap_or(&self.usual);
        let target = *targets.by_class.get(usize::from(told.severity?.code()))?;
        let end = told.resolved_at.filter(|end| *end <= now);
        let window = Window { from: piece.happened_at.0, to: end.unwrap_or(now).0 };
        Some(Restoring { took: targets.elapsed(window), target, open: end.is_none() })
    }

    /// What formulas may use of `signals`, which speak for an opportunity.
    pub fn measures(&self, mut signals: Vec<Linked>, used: Option<Used>, now: Time) -> Measures {
        for linked in &mut signals {
            linked.told.restoring = self.restoring(&linked.piece, &linked.told, now);
        }
        Measures::of(&signals, used, now)
    }
}

/// Of the services concerned.
pub(super) fn used(busiest: &Busiest<'_>, concerned: &HashSet<ServiceId>) -> Option<Used> {
    let days = concerned.iter().filter_map(|service| busiest.get(service));
    let day = days.max_by(|a, b| size(a).cmp(&size(b)))?;
    Some(Used { feature: day.feature.clone(), day: day.day, users: day.users })
}

/// Of two days with as many people, the later; then the later of their features by name.
fn size(day: &Day) -> (u32, NaiveDate, &str) {
    (day.users, day.day, &day.feature)
}

/// Measuring needs no names.
fn unnamed(one: Measurable) -> Linked {
    let Measurable { signal: id, piece, told, .. } = one;
    Linked { id, title: String::new(), reporter: None, customer: None, piece, told, quotes: Vec::new() }
}
