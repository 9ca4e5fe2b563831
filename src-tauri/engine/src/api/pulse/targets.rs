//! Targets for restoring a service, shared by all teams: kept as settings, for everything or for one product.

use std::collections::{BTreeMap, HashMap};

use insight::hours::Hours;
use insight::restore::{DEFAULTS, Targets};
use insight::weeks::Zone;

use super::words;
use crate::api::Engine;
use crate::api::types::{BusinessHours, RestoreTarget, RestoreTargets, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{ProductId, Severity, Time};
use crate::store::{services, settings};

/// Begins the keys of all of them.
const KEY: &str = "restore ";
const HOURS: &str = "hours";
/// A year, in minutes.
const LONGEST: u32 = 366 * 24 * 60;

/// What people set, and the products by name.
pub struct TargetBook {
    settings: HashMap<String, String>,
    products: BTreeMap<ProductId, String>,
}

impl TargetBook {
    /// The targets in force for the services of a product; None: of none.
    pub fn targets(&self, product: Option<ProductId>) -> Targets {
        let mut targets = Targets::default();
        for (target, class) in targets.by_class.iter_mut().zip(Severity::ALL) {
            *target = i64::from(self.minutes(product, *class)) * Time::MINUTE;
        }
        Targets { hours: self.hours(product).as_ref().and_then(plain_hours), ..targets }
    }

    fn minutes(&self, product: Option<ProductId>, class: Severity) -> u32 {
        let kept = self.own(product, class.word()).or_else(|| self.own(None, class.word()));
        let usual = DEFAULTS.get(usize::from(class.code())).map_or(0, |target| target / Time::MINUTE);
        kept.and_then(|kept| kept.parse().ok()).unwrap_or(usual as u32)
    }

    /// An own value of a product is empty where it runs around the clock against the usual hours.
    fn hours(&self, product: Option<ProductId>) -> Option<BusinessHours> {
        let kept = self.own(product, HOURS).or_else(|| self.own(None, HOURS))?;
        serde_json::from_str(kept).ok()
    }

    fn own(&self, product: Option<ProductId>, what: &str) -> Option<&String> {
        let name = match product {
            Some(product) => self.products.get(&product)?.as_str(),
            None => "",
        };
        self.settings.get(&key(what, name))
    }

    fn view(&self, product: Option<ProductId>, name: &str) -> RestoreTargets {
        let target = |class: &Severity| RestoreTarget {
            class: *class,
            minutes: self.minutes(product, *class),
            own: self.own(product, class.word()).is_some(),
        };
        RestoreTargets {
            product,
            name: name.to_owned(),
            targets: Severity::ALL.iter().map(target).collect(),
            hours: self.hours(product),
        }
    }
}

impl Engine {
    /// The targets of everything, then of each product.
    pub async fn restore_targets(&self) -> Result<Vec<RestoreTargets>> {
        let book = self.target_book().await?;
        let products = book.products.iter().map(|(id, name)| book.view(Some(*id), name));
        Ok(std::iter::once(book.view(None, "")).chain(products).collect())
    }

    /// Sets how soon incidents of a class are to be resolved, in minutes; None takes the usual target again.
    pub async fn set_restore_target(
        &self,
        product: Option<ProductId>,
        class: Severity,
        minutes: Option<u32>,
    ) -> Result<StepDone> {
        if minutes.is_some_and(|minutes| !(1..=LONGEST).contains(&minutes)) {
            return Err(Problem::bad_input("A target goes from one minute to a year.").kept("Nothing was changed."));
        }
        let name = self.product_of_targets(product).await?;
        let (key, of) = (key(class.word(), &name), whose(&name));
        let class = class.word();
        match minutes {
            Some(minutes) => {
                let said = words::duration(i64::from(minutes) * Time::MINUTE);
                let change = Change::new(Entity::Setting, key, "value", minutes.to_string());
                self.decide(format!("Set the target for {class} incidents{of} to {said}"), &[change]).await
            }
            None => {
                let change = Change::cleared(Entity::Setting, key, "value");
                self.decide(format!("Took the target for {class} incidents{of} back"), &[change]).await
            }
        }
    }

    /// Lets the clock run in business hours only; None: around the clock.
    pub async fn set_business_hours(
        &self,
        product: Option<ProductId>,
        hours: Option<BusinessHours>,
    ) -> Result<StepDone> {
        let name = self.product_of_targets(product).await?;
        let (key, of) = (key(HOURS, &name), whose(&name));
        if hours.as_ref().is_some_and(|hours| plain_hours(hours).is_none()) {
            return Err(Problem::bad_input(
                "Business hours need a weekday, a beginning before their end and a time zone.",
            )
            .kept("Nothing was changed."));
        }
        let (message, change) = match &hours {
            Some(hours) => {
                let text = serde_json::to_string(hours).map_err(|e| Problem::system(e.to_string()))?;
                ("runs in business hours", Change::new(Entity::Setting, key, "value", text))
            }
            // A product says that it differs from the usual hours.
            None if product.is_some() => ("runs around the clock", Change::new(Entity::Setting, key, "value", "null")),
            None => ("runs around the clock", Change::cleared(Entity::Setting, key, "value")),
        };
        self.decide(format!("The clock for restoring{of} {message}"), &[change]).await
    }

    pub(in crate::api) async fn target_book(&self) -> Result<TargetBook> {
        let settings = settings::beginning_with(self.store.reader(), KEY).await?.into_iter().collect();
        let products = services::product_names(&mut *self.store.reader().acquire().await?).await?;
        Ok(TargetBook { settings, products })
    }

    async fn product_of_targets(&self, product: Option<ProductId>) -> Result<String> {
        let Some(product) = product else { return Ok(String::new()) };
        let known = self.pulse_known().await?;
        let name = known.read.products.get(&product).cloned();
        name.ok_or_else(|| Problem::not_found("This product isn't here.").kept("Nothing was changed."))
    }
}

/// Products are named, so that another laptop understands it.
fn key(what: &str, product: &str) -> String {
    format!("{KEY}{what} {product}").trim_end().to_owned()
}

fn whose(product: &str) -> String {
    if product.is_empty() { String::new() } else { format!(" of {product}") }
}

fn plain_hours(hours: &BusinessHours) -> Option<Hours> {
    let mut days = [false; 7];
    for day in &hours.days {
        *days.get_mut(usize::from(*day).checked_sub(1)?)? = true;
    }
    let plain = Hours { days, from: hours.from, to: hours.to, zone: Zone::parse(&hours.zone)? };
    plain.is_sound().then_some(plain)
}
