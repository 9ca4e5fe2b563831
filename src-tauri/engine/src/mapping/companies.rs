//! Whom a record concerns: a person's choice, else the tool's own id of the organisation, its name, or the domain of
//! the reporter's address. What fits several customers is told and not guessed.

use std::collections::{HashMap, HashSet};

use super::names::{is_public, plain_company};
use crate::model::{CustomerId, Sign};

/// What a record tells of its customer.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    /// The organisation as the tool names it, with the customer of exactly that name.
    pub own: Option<(CustomerId, &'t str)>,
    /// The tool's own id of the organisation; empty when it gives none.
    pub number: &'t str,
    /// Of the reporter's address; empty when there is none.
    pub domain: &'t str,
}

impl Told<'_> {
    /// By what a person would settle it.
    pub fn sign(&self) -> (Sign, String) {
        match self.own {
            Some((_, name)) => (Sign::Organisation, plain_company(name)),
            None => (Sign::Domain, self.domain.to_owned()),
        }
    }
}

/// The customer, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub customer: Option<CustomerId>,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A person said so.
    Chosen,
    Number,
    Name,
    Domain,
    /// As the tool names it; no customer of a list is meant.
    AsTold,
    /// These fit equally well.
    Several(Vec<CustomerId>),
    Unknown,
}

/// Everything known of customers that says whom somebody means.
#[derive(Debug, Default)]
pub struct Companies {
    /// From a list.
    imported: HashSet<CustomerId>,
    /// By the signs of a list.
    signs: HashMap<(Sign, String), Vec<CustomerId>>,
    /// Domains that tools tell of customers no list has.
    told_domains: HashMap<String, Vec<CustomerId>>,
    choices: HashMap<(Sign, String), Option<CustomerId>>,
}

impl Companies {
    pub fn imported(&mut self, customer: CustomerId) {
        self.imported.insert(customer);
    }

    /// A sign from a list.
    pub fn sign(&mut self, sign: Sign, value: String, customer: CustomerId) {
        put(self.signs.entry((sign, value)).or_default(), customer);
    }

    pub fn told_domain(&mut self, domain: &str, customer: CustomerId) {
        if !domain.is_empty() && !is_public(domain) {
            put(self.told_domains.entry(domain.to_owned()).or_default(), customer);
        }
    }

    /// None: no customer is meant.
    pub fn choice(&mut self, sign: Sign, value: String, customer: Option<CustomerId>) {
        self.choices.insert((sign, value), customer);
    }

    /// True once there is a list that an organisation can be missing from.
    pub fn has_list(&self) -> bool {
        !self.imported.is_empty()
    }

    pub fn resolve(&self, told: &Told<'_>) -> Match {
        let name = told.own.map(|(_, name)| plain_company(name)).filter(|name| !name.is_empty());
        let domain = Some(told.domain).filter(|domain| !domain.is_empty() && !is_public(domain));
        let chosen = name.as_ref().and_then(|name| self.chosen(Sign::Organisation, name));
        if let Some(customer) = chosen.or_else(|| domain.and_then(|domain| self.chosen_domain(domain))) {
            return Match { customer, why: Why::Chosen };
        }
        let mut doubt = None;
        let by_number = Some(told.number).filter(|number| !number.is_empty());
        let by_number = by_number.map(|number| (Why::Number, self.known(Sign::Number, number)));
        let itself = told.own.filter(|(id, _)| self.imported.contains(id)).map(|(id, _)| (Why::Name, vec![id]));
        let by_name = name.as_ref().map(|name| (Why::Name, self.known(Sign::Organisation, name)));
        let by_domain = domain.map(|domain| (Why::Domain, self.known_domain(domain)));
        for (why, found) in [by_number, itself, by_name, by_domain].into_iter().flatten() {
            match found.as_slice() {
                [] => {}
                [only] => return Match { customer: Some(*only), why },
                several => {
                    doubt.get_or_insert_with(|| several.to_vec());
                }
            }
            if doubt.is_some() {
                break;
            }
        }
        self.otherwise(told, domain, doubt)
    }

    /// No customer of a list is meant, or it can't be said which.
    fn otherwise(&self, told: &Told<'_>, domain: Option<&str>, doubt: Option<Vec<CustomerId>>) -> Match {
        if let Some((own, _)) = told.own {
            return Match { customer: Some(own), why: doubt.map_or(Why::AsTold, Why::Several) };
        }
        if let Some(several) = doubt {
            return Match { customer: None, why: Why::Several(several) };
        }
        let told = domain.and_then(|domain| up(domain).find_map(|domain| self.told_domains.get(domain)));
        match told.map(Vec::as_slice) {
            Some([only]) => Match { customer: Some(*only), why: Why::Domain },
            Some(several) if !several.is_empty() => Match { customer: None, why: Why::Several(several.to_vec()) },
            _ => Match { customer: None, why: Why::Unknown },
        }
    }

    fn chosen(&self, sign: Sign, value: &str) -> Option<Option<CustomerId>> {
        self.choices.get(&(sign, value.to_owned())).copied()
    }

    fn chosen_domain(&self, domain: &str) -> Option<Option<CustomerId>> {
        up(domain).find_map(|domain| self.chosen(Sign::Domain, domain))
    }

    fn known(&self, sign: Sign, value: &str) -> Vec<CustomerId> {
        self.signs.get(&(sign, value.to_owned())).cloned().unwrap_or_default()
    }

    fn known_domain(&self, domain: &str) -> Vec<CustomerId> {
        up(domain).map(|domain| self.known(Sign::Domain, domain)).find(|found| !found.is_empty()).unwrap_or_default()
    }
}

/// `eu.acme.example`, then `acme.example`: people of one company write from several hosts.
fn up(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, rest)| rest))
        .filter(|domain| domain.contains('.'))
}

fn put(list: &mut Vec<CustomerId>, customer: CustomerId) {
    if let Err(place) = list.binary_search(&customer) {
        list.insert(place, customer);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// A list with Acme (1, acme.example, org 77) and Bolt (2) and a second Bolt (3) that share bolt.example; a tool
    /// told of Quay (9, quay.example).
    fn companies() -> Companies {
        let mut known = Companies::default();
        for id in [1, 2, 3] {
            known.imported(CustomerId(id));
        }
        known.sign(Sign::Organisation, "acme".to_owned(), CustomerId(1));
        known.sign(Sign::Organisation, "bolt".to_owned(), CustomerId(2));
        known.sign(Sign::Organisation, "bolt".to_owned(), CustomerId(3));
        known.sign(Sign::Domain, "acme.example".to_owned(), CustomerId(1));
        known.sign(Sign::Domain, "bolt.example".to_owned(), CustomerId(2));
        known.sign(Sign::Domain, "bolt.example".to_owned(), CustomerId(3));
        known.sign(Sign::Number, "77".to_owned(), CustomerId(1));
        known.told_domain("quay.example", CustomerId(9));
        known.told_domain("gmail.com", CustomerId(9));
        known
    }

    fn told<'t>(own: Option<(u32, &'t str)>, number: &'t str, domain: &'t str) -> Told<'t> {
        Told { own: own.map(|(id, name)| (CustomerId(id), name)), number, domain }
    }

    #[rstest]
    #[case::domain(told(None, "", "acme.example"), Some(1), Why::Domain)]
    #[case::host_below(told(None, "", "mail.eu.acme.example"), Some(1), Why::Domain)]
    #[case::name(told(Some((8, "ACME Ltd.")), "", ""), Some(1), Why::Name)]
    #[case::number_before_name(told(Some((8, "Other")), "77", "bolt.example"), Some(1), Why::Number)]
    #[case::name_before_domain(told(Some((8, "Acme, Inc")), "", "quay.example"), Some(1), Why::Name)]
    #[case::domain_of_an_unknown_name(told(Some((8, "Acme EMEA")), "", "acme.example"), Some(1), Why::Domain)]
    #[case::itself(told(Some((2, "Bolt")), "", ""), Some(2), Why::Name)]
    #[case::two_of_one_name(told(Some((8, "Bolt GmbH")), "", "acme.example"), Some(8), Why::Several(vec![CustomerId(2), CustomerId(3)]))]
    #[case::two_of_one_domain(told(None, "", "bolt.example"), None, Why::Several(vec![CustomerId(2), CustomerId(3)]))]
    #[case::told_by_a_tool(told(None, "", "quay.example"), Some(9), Why::Domain)]
    #[case::anybody(told(None, "", "gmail.com"), None, Why::Unknown)]
    #[case::as_told(told(Some((8, "Dock")), "", "dock.example"), Some(8), Why::AsTold)]
    #[case::unknown(told(None, "", "dock.example"), None, Why::Unknown)]
    fn whom_a_record_concerns(#[case] told: Told<'_>, #[case] customer: Option<u32>, #[case] why: Why) {
        assert_eq!(companies().resolve(&told), Match { customer: customer.map(CustomerId), why });
    }

    #[test]
    fn a_choice_wins_over_everything() {
        let mut known = companies();
        known.choice(Sign::Domain, "acme.example".to_owned(), None);
        known.choice(Sign::Organisation, "acme".to_owned(), Some(CustomerId(3)));
        let chosen = |customer: Option<u32>| Match { customer: customer.map(CustomerId), why: Why::Chosen };
        assert_eq!(known.resolve(&told(None, "", "eu.acme.example")), chosen(None));
        assert_eq!(known.resolve(&told(Some((8, "ACME")), "77", "acme.example")), chosen(Some(3)));
    }
}
