//! The evidence held in memory follows every commit: it is what the tables say, and a commit counts anew only those it
//! concerns.

use std::sync::Arc;

use engine::import::Company;
use engine::journal::{self, By, Change, Entity};
use engine::model::{OpportunityId, Record, Severity, Status, TriageState};
use engine::store::bulk::write_records;
use engine::store::customers::write_list;
use engine::store::triage::Verdict;
use engine::store::{Evidence, Store, Write};
use proptest::prelude::*;

use crate::mapped::{DESK, Mapped, letter, now, page};

/// A letter of somebody who has a mail domain of their own, from an organisation of that yearly revenue if it names one.
fn written(id: &str, who: &str, from: Option<(&str, i64)>) -> Record {
    let mut record = letter(id, from.map(|(name, _)| name), &format!("{who}@{who}.example"));
    if let Some(customer) = &mut record.customer {
        customer.revenue = from.map(|(_, revenue)| revenue);
    }
    record
}

async fn decide(write: &mut Write<'_>, changes: &[Change]) {
    let by = By { actor: "Maya".to_owned(), device: "laptop".to_owned(), now: now() };
    journal::decide(write, &by, "Decided", changes).await.unwrap();
}

fn created(number: u32) -> Change {
    Change::new(Entity::Opportunity, format!("opp-{number}"), "created", number)
}

fn linked(opportunity: u32, signal: u32, importance: Option<u8>) -> Change {
    let key = format!("opp-{opportunity} desk/{signal}");
    match importance {
        Some(importance) => Change::new(Entity::Evidence, key, "importance", importance),
        None => Change::cleared(Entity::Evidence, key, "importance"),
    }
}

fn merged(signal: u32, into: Option<u32>) -> Change {
    let key = format!("desk/{signal}");
    let Some(into) = into else { return Change::cleared(Entity::Signal, key, "triage") };
    let verdict = Verdict { into: Some(format!("desk/{into}")), ..Verdict::of(TriageState::Merged) };
    Change::new(Entity::Signal, key, "triage", serde_json::to_value(&verdict).unwrap())
}

/// What another program reads from the same file.
async fn stored(other: &Store) -> Arc<Evidence> {
    other.reload_if_changed_elsewhere().await.unwrap();
    other.evidence().await.unwrap()
}

fn counted_anew(before: &Evidence, after: &Evidence) -> Vec<u32> {
    let kept = |id: &OpportunityId| before.get(id).zip(after.get(id)).is_some_and(|(old, new)| Arc::ptr_eq(old, new));
    let mut anew: Vec<u32> = after.keys().filter(|id| !kept(id)).map(|id| id.0).collect();
    anew.sort_unstable();
    anew
}

/// Ana writes for Bolt. Her first letter tells no customer and is evidence of OPP-1; the second tells Bolt and is evidence
/// of OPP-2; the fourth tells none and is merged into the fifth, Cleo's, which is evidence of OPP-3. Ben writes for nobody
/// and is behind OPP-4 to OPP-9.
async fn nine(store: &Store) {
    let letters = [
        written("1", "ana", None),
        written("2", "ana", Some(("Bolt", 96_000))),
        written("3", "ben", None),
        written("4", "ana", None),
        written("5", "cleo", None),
    ];
    page(store, DESK, &letters).await;
    let mut write = store.write().await.unwrap();
    let links = [(1, 1), (2, 2), (3, 5), (4, 3), (5, 3), (6, 3), (7, 3), (8, 3), (9, 3)];
    for (opportunity, signal) in links {
        decide(&mut write, &[created(opportunity), linked(opportunity, signal, Some(2))]).await;
    }
    decide(&mut write, &[merged(4, Some(5))]).await;
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_commit_counts_only_those_it_concerns() {
    let mapped = Mapped::new().await;
    let (store, other) = (mapped.store().await, mapped.store().await);
    nine(&store).await;
    let none: &[u32] = &[];
    let all: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9];
    let retitled = Record { title: "Another title".to_owned(), ..written("6", "ana", Some(("Acme", 184_000))) };
    for (what, letter, anew, revenues) in [
        ("Ana moves", written("6", "ana", Some(("Acme", 184_000))), &[1, 3][..], [184_000, 96_000, 184_000, 0]),
        ("nobody moves", retitled, none, [184_000, 96_000, 184_000, 0]),
        ("Acme grows", written("6", "ana", Some(("Acme", 200_000))), &[1, 3], [200_000, 96_000, 200_000, 0]),
        ("the same again", written("6", "ana", Some(("Acme", 200_000))), none, [200_000, 96_000, 200_000, 0]),
        // More than half of them: they are read when they are asked for.
        ("Ben moves", written("7", "ben", Some(("Bolt", 96_000))), all, [200_000, 96_000, 200_000, 96_000]),
        ("Bolt shrinks", written("7", "ben", Some(("Bolt", 1))), &[2, 4, 5, 6, 7, 8, 9], [200_000, 1, 200_000, 1]),
    ] {
        let before = store.evidence().await.unwrap();
        page(&store, DESK, &[letter]).await;
        let after = store.evidence().await.unwrap();
        assert_eq!(counted_anew(&before, &after), anew, "{what}");
        let of = |number: u32| after[&OpportunityId(number)].counts.revenue;
        assert_eq!([of(1), of(2), of(3), of(4)], revenues, "{what}");
        assert_eq!(*after, *stored(&other).await, "{what}");
    }
}

/// What a tool tells otherwise of a signal.
type Edit = fn(&mut Record);

/// Who measures evidence knows by this what to measure again. Letter 2 is of Bolt, as is whatever Ana wrote.
#[tokio::test]
async fn what_measuring_reads_of_evidence_is_followed_as_what_is_counted() {
    let mapped = Mapped::new().await;
    let store = mapped.store().await;
    nine(&store).await;
    let mut told = written("2", "ana", Some(("Bolt", 96_000)));
    let renewal = |letter: &mut Record| {
        if let Some(customer) = &mut letter.customer {
            customer.renews_on = "2026-12-10".parse().ok();
        }
    };
    let news: [(&str, Edit, &[u32]); 6] = [
        ("its severity", |letter| letter.severity = Some(Severity::High), &[2]),
        ("its status", |letter| letter.status = Status::Resolved, &[2]),
        ("its end", |letter| letter.resolved_at = Some(now()), &[2]),
        ("its service", |letter| letter.service = Some("checkout".to_owned()), &[2]),
        ("its title, which nobody measures", |letter| letter.title = "Another title".to_owned(), &[]),
        ("a renewal", renewal, &[1, 2, 3]),
    ];
    for (what, change, anew) in news {
        let before = store.evidence().await.unwrap();
        change(&mut told);
        page(&store, DESK, std::slice::from_ref(&told)).await;
        let after = store.evidence().await.unwrap();
        assert_eq!(counted_anew(&before, &after), anew, "{what}");
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Pull { signal: u32, person: u8, organisation: Option<usize>, revenue: i64 },
    List { organisation: usize, domain_of: Option<u8>, revenue: i64 },
    Choose { person: u8, organisation: Option<usize> },
    Link { opportunity: u32, signal: u32, importance: Option<u8> },
    Against { opportunity: u32, signal: u32, against: bool },
    Merge { signal: u32, into: Option<u32> },
}

const ORGANISATIONS: [&str; 3] = ["Acme", "Bolt", "Corvid"];

fn deed() -> impl Strategy<Value = Deed> {
    let (signal, opportunity, person) = (|| 1_u32..=8, || 1_u32..=6, || 0_u8..4);
    let (organisation, revenue) = (|| 0..ORGANISATIONS.len(), || 1_i64..4);
    prop_oneof![
        5 => (signal(), person(), proptest::option::of(organisation()), revenue())
            .prop_map(|(signal, person, organisation, revenue)| Deed::Pull { signal, person, organisation, revenue }),
        2 => (organisation(), proptest::option::of(person()), revenue())
            .prop_map(|(organisation, domain_of, revenue)| Deed::List { organisation, domain_of, revenue }),
        1 => (person(), proptest::option::of(organisation()))
            .prop_map(|(person, organisation)| Deed::Choose { person, organisation }),
        2 => (opportunity(), signal(), proptest::option::of(0_u8..=3))
            .prop_map(|(opportunity, signal, importance)| Deed::Link { opportunity, signal, importance }),
        1 => (opportunity(), signal(), any::<bool>())
            .prop_map(|(opportunity, signal, against)| Deed::Against { opportunity, signal, against }),
        2 => (signal(), proptest::option::of(signal())).prop_map(|(signal, into)| Deed::Merge { signal, into }),
    ]
}

async fn carry_out(write: &mut Write<'_>, deed: &Deed) {
    match deed {
        Deed::Pull { signal, person, organisation, revenue } => {
            let from = organisation.map(|at| (ORGANISATIONS[at], *revenue));
            let record = written(&signal.to_string(), &format!("person{person}"), from);
            write_records(write, DESK, &[record]).await.unwrap();
        }
        Deed::List { organisation, domain_of, revenue } => {
            let company = Company {
                name: ORGANISATIONS[*organisation].to_owned(),
                domains: domain_of.iter().map(|person| format!("person{person}.example")).collect(),
                revenue: Some(*revenue),
                ..Company::default()
            };
            write_list(write, &[company], now()).await.unwrap();
        }
        Deed::Choose { person, organisation } => {
            let name = organisation.map_or("", |at| ORGANISATIONS[at]);
            let key = format!("domain person{person}.example");
            decide(write, &[Change::new(Entity::Sign, key, "customer", name)]).await;
        }
        Deed::Link { opportunity, signal, importance } => {
            decide(write, &[linked(*opportunity, *signal, *importance)]).await;
        }
        Deed::Against { opportunity, signal, against } => {
            let key = format!("opp-{opportunity} desk/{signal}");
            decide(write, &[Change::new(Entity::Evidence, key, "against", *against)]).await;
        }
        Deed::Merge { signal, into } => {
            decide(write, &[merged(*signal, into.filter(|into| into != signal))]).await;
        }
    }
}

/// Eight letters of four people, six opportunities.
async fn six(store: &Store) {
    let from = |n: u32| n.is_multiple_of(3).then_some(("Acme", 1));
    let letters: Vec<Record> = (1..=8).map(|n| written(&n.to_string(), &format!("person{}", n % 4), from(n))).collect();
    page(store, DESK, &letters).await;
    let mut write = store.write().await.unwrap();
    for number in 1..=6 {
        let links = [linked(number, number, Some(2)), linked(number, number + 2, Some(1))];
        decide(&mut write, &[created(number)]).await;
        decide(&mut write, &links).await;
    }
    decide(&mut write, &[merged(7, Some(1))]).await;
    write.commit().await.unwrap();
}

async fn followed(commits: &[Vec<Deed>]) {
    let mapped = Mapped::new().await;
    let (store, other) = (mapped.store().await, mapped.store().await);
    six(&store).await;
    for deeds in commits {
        assert_eq!(*store.evidence().await.unwrap(), *stored(&other).await);
        let mut write = store.write().await.unwrap();
        for deed in deeds {
            carry_out(&mut write, deed).await;
        }
        write.commit().await.unwrap();
    }
    assert_eq!(*store.evidence().await.unwrap(), *stored(&other).await);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_held_is_what_the_tables_say(
        commits in proptest::collection::vec(proptest::collection::vec(deed(), 1..4), 1..10),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(followed(&commits));
    }
}
