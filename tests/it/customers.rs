//! Customers: lists of them, and whom organisations and addresses mean.

use engine::api::Engine;
use engine::api::types::{AcceptInto, CompanyPreview, CompanyReport, CompanyTarget, SignalQuery, ToldValue};
use engine::error::ProblemKind;
use engine::model::{Customer, Record, Sign, SignalId};
use engine::store::settle;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rstest::rstest;

use crate::mapped::{DESK, Mapped, OPS, letter, page};

const LIST: &str = "Account Name;Domain;ARR;Plan;Renewal date;Org ID\n\
    Hartwell Freight;hartwell.example, hartwell-freight.example;184.000,00 €;Enterprise;31.03.2027;77\n\
    Nordvik Outdoor;nordvik.example;€96.000;Business;01.12.2026;\n\
    Quay;quay.example;12.000;Standard;;\n\
    Quay Holding;quay.example;40.000;Standard;;\n";

async fn preview(engine: &Engine, name: &str, bytes: &[u8]) -> CompanyPreview {
    let file = engine.stage_file(name, bytes).await.unwrap();
    engine.preview_customers(file, None).await.unwrap()
}

async fn import(engine: &Engine, text: &str) -> CompanyReport {
    let seen = preview(engine, "customers.csv", text.as_bytes()).await;
    engine.import_customers(seen.file, seen.mapping).await.unwrap()
}

fn told(sign: Sign, value: &str) -> ToldValue {
    ToldValue { sign, value: value.to_owned() }
}

fn letters() -> Vec<Record> {
    let mut by_number = letter("4", Some("HF Logistics"), "ops@elsewhere.example");
    by_number.customer.as_mut().unwrap().number = Some("77".to_owned());
    vec![
        letter("1", None, "ana@mail.hartwell.example"),
        letter("2", Some("NORDVIK outdoor GmbH"), "leo@gmail.com"),
        letter("3", None, "mia@gmail.com"),
        by_number,
        letter("5", None, "kim@quay.example"),
        letter("6", Some("Dock Nine"), "joe@dock.example"),
    ]
}

fn of(mapped: &Mapped, id: &str) -> Option<String> {
    mapped.customers()[id].clone()
}

#[tokio::test]
async fn a_list_is_understood_before_it_is_imported() {
    let (_mapped, engine) = Mapped::with(&letters()).await;
    let seen = preview(&engine, "customers.csv", LIST.as_bytes()).await;
    use CompanyTarget::{Domains, Name, Number, Plan, RenewsOn, Revenue};
    assert_eq!(seen.mapping.columns, [Name, Domains, Revenue, Plan, RenewsOn, Number]);
    assert_eq!((seen.rows, seen.clean, seen.noted, seen.left_out, seen.already_here), (4, 3, 1, 0, 0));
    let first = &seen.first[0];
    assert_eq!((first.revenue, first.currency.as_deref()), (Some(184_000), Some("EUR")));
    assert_eq!(first.domains, ["hartwell.example", "hartwell-freight.example"]);
    assert_eq!(first.renews_on.unwrap().to_string(), "2027-03-31");
    assert_eq!(seen.problems[0].what, "quay.example is also Quay’s");
    assert_eq!(engine.customers(String::new()).await.unwrap().imported, 0, "nothing was written");
}

#[tokio::test]
async fn signals_find_their_customer_by_number_name_and_domain() {
    let (mapped, engine) = Mapped::with(&letters()).await;
    let report = import(&engine, LIST).await;
    assert_eq!((report.new, report.changed, report.unchanged, report.moved), (4, 0, 0, 3));
    assert_eq!(report.message, "Imported customers.csv: 4 new. 3 signals matched anew.");
    let found: Vec<Option<String>> = ["1", "2", "3", "4", "5", "6"].map(|id| of(&mapped, id)).into();
    let names: Vec<Option<&str>> = found.iter().map(Option::as_deref).collect();
    let hartwell = Some("Hartwell Freight");
    assert_eq!(names, [hartwell, Some("Nordvik Outdoor"), None, hartwell, None, Some("Dock Nine")]);

    let view = engine.customers(String::new()).await.unwrap();
    let open: Vec<_> =
        view.unmatched.iter().map(|one| (one.told.value.as_str(), one.fits.len(), one.signals)).collect();
    assert_eq!(open, [("quay.example", 2, 1), ("Dock Nine", 0, 1)], "listed, not guessed; gmail.com never");
    let rich = SignalQuery { min_revenue: Some(90_000), ..SignalQuery::default() };
    assert_eq!(engine.signal_ids(rich).await.unwrap().len(), 3);
    engine.close().await.unwrap();
    let engine = mapped.open().await;
    assert_eq!(engine.customers("hartwell-f".to_owned()).await.unwrap().customers[0].signals, 2);
}

#[tokio::test]
async fn importing_again_updates_and_never_doubles() {
    let (mapped, engine) = Mapped::with(&letters()).await;
    import(&engine, LIST).await;
    let again = import(&engine, LIST).await;
    assert_eq!((again.new, again.changed, again.unchanged, again.moved), (0, 0, 4, 0));
    let changed = LIST
        .replace("96.000", "120.000")
        .replace("; hartwell", ";hartwell")
        .replace("Quay Holding;quay", "Quay Holding;qh");
    let report = import(&engine, &changed).await;
    assert_eq!((report.new, report.changed, report.unchanged, report.moved), (0, 2, 2, 1));
    assert_eq!(of(&mapped, "5").as_deref(), Some("Quay"), "the domain belongs to one of them now");
    let view = engine.customers(String::new()).await.unwrap();
    assert_eq!((view.imported, view.customers[1].customer.revenue), (4, Some(120_000)));
    // A file that doesn't speak of money takes none away.
    import(&engine, "Company\nNordvik Outdoor\n").await;
    assert_eq!(engine.customers("nordvik".to_owned()).await.unwrap().customers[0].customer.revenue, Some(120_000));
}

#[tokio::test]
async fn what_a_person_says_wins_forever() {
    let (mapped, engine) = Mapped::with(&letters()).await;
    let done = engine.assign_customer(told(Sign::Domain, "Quay.example"), Some("Quay".to_owned())).await.unwrap();
    assert_eq!((done.message.as_str(), done.changed), ("“Quay.example” is Quay: 1 signal", 1));
    import(&engine, LIST).await;
    engine.assign_customer(told(Sign::Organisation, "Nordvik Outdoor"), Some(String::new())).await.unwrap();
    engine.assign_customer(told(Sign::Organisation, "Dock Nine Ltd"), Some("Quay".to_owned())).await.unwrap();
    let names = |mapped: &Mapped| ["5", "2", "6"].map(|id| of(mapped, id));
    let quay = Some("Quay".to_owned());
    assert_eq!(names(&mapped), [quay.clone(), None, quay.clone()]);
    engine.close().await.unwrap();
    mapped
        .pull(DESK, &[letter("7", None, "new@quay.example"), letter("8", Some("dock nine"), "x@nordvik.example")])
        .await;
    let engine = mapped.open().await;
    import(&engine, LIST).await;
    assert_eq!((of(&mapped, "7"), of(&mapped, "8")), (quay.clone(), quay));
    let view = engine.customers(String::new()).await.unwrap();
    assert_eq!(view.unmatched, []);
    assert_eq!(view.choices.len(), 3);
    engine.assign_customer(told(Sign::Domain, "quay.example"), None).await.unwrap();
    assert_eq!((of(&mapped, "5"), of(&mapped, "7")), (None, None));
    let choices = engine.customers(String::new()).await.unwrap().choices;
    engine.undo().await.unwrap();
    assert_eq!(engine.customers(String::new()).await.unwrap(), view, "{choices:?}");
}

#[tokio::test]
async fn a_domain_told_later_names_earlier_letters() {
    let (mapped, engine) = Mapped::with(&[letter("1", None, "ines@harbour.example")]).await;
    assert_eq!(engine.customers(String::new()).await.unwrap().unmatched[0].told.value, "harbour.example");
    engine.close().await.unwrap();
    let mut second = letter("2", Some("Harbour Line"), "leo@other.example");
    second.customer.as_mut().unwrap().domain = Some("harbour.example".to_owned());
    mapped.pull(OPS, &[second]).await;
    assert_eq!(of(&mapped, "1").as_deref(), Some("Harbour Line"));
}

#[tokio::test]
async fn a_list_says_more_than_a_tool() {
    let (mapped, engine) = Mapped::with(&[]).await;
    import(&engine, "Company,ARR,Plan\nQuay,12000,\n").await;
    engine.close().await.unwrap();
    let mut record = letter("1", Some("quay"), "kim@quay.example");
    record.customer = Some(Customer {
        name: "quay".to_owned(),
        revenue: Some(5),
        plan: Some("Gold".to_owned()),
        ..Customer::default()
    });
    mapped.pull(DESK, &[record]).await;
    let engine = mapped.open().await;
    let row = engine.customers(String::new()).await.unwrap().customers.remove(0);
    assert_eq!((row.customer.revenue, row.customer.plan.as_deref()), (Some(12_000), Some("Gold")));
}

#[tokio::test]
async fn another_currency_isnt_added_up_until_it_is_the_workspaces() {
    let (_mapped, engine) = Mapped::with(&[letter("1", Some("Quay"), "kim@quay.example")]).await;
    let report = import(&engine, "Company,ARR,Currency\nQuay,12000,usd\n").await;
    assert_eq!(report.problems[0].kept, "Kept, but not added up");
    let row = engine.customers(String::new()).await.unwrap().customers.remove(0);
    assert_eq!((row.customer.revenue, row.amount), (None, Some((12_000, "USD".to_owned()))));
    let mut settings = engine.workspace().await.unwrap().settings;
    settings.currency = "USD".to_owned();
    engine.set_settings(settings).await.unwrap();
    let row = engine.customers(String::new()).await.unwrap().customers.remove(0);
    assert_eq!((row.customer.revenue, row.amount), (Some(12_000), None));
    let rich = SignalQuery { min_revenue: Some(12_000), ..SignalQuery::default() };
    assert_eq!(engine.signal_ids(rich).await.unwrap(), [1]);
}

#[tokio::test]
async fn revenue_at_stake_follows_the_list() {
    let (_mapped, engine) = Mapped::with(&letters()).await;
    let ids = vec![SignalId(1), SignalId(2), SignalId(4)];
    engine.accept(ids, AcceptInto::New { title: "Freight".to_owned() }, 1).await.unwrap();
    let counts = async || engine.opportunities(Default::default()).await.unwrap().rows[0].evidence;
    assert_eq!(counts().await.revenue, 0);
    import(&engine, LIST).await;
    let after = counts().await;
    assert_eq!((after.customers, after.revenue), (2, 280_000));
}

#[rstest]
#[case::public("gmail.com")]
#[case::no_domain("nowhere")]
#[tokio::test]
async fn a_domain_that_names_nobody_is_refused(#[case] domain: &str) {
    let (_mapped, engine) = Mapped::with(&letters()).await;
    let refused = engine.assign_customer(told(Sign::Domain, domain), Some("Quay".to_owned())).await;
    assert_eq!(refused.unwrap_err().kind, ProblemKind::BadInput);
}

#[rstest]
#[case::no_name(b"Domain,ARR\nacme.example,1\n".as_slice(), Some("No column becomes the name."))]
#[case::only_a_head(b"Company,ARR\n", Some("The file has no rows."))]
#[case::latin(b"Kunde;Umsatz\nM\xfcller & S\xf6hne;1.234,50\n", None)]
#[case::utf16(b"\xff\xfeC\x00o\x00m\x00p\x00a\x00n\x00y\x00\n\x00A\x00\n\x00", None)]
#[case::broken_quotes(b"Company,ARR\n\"Acme,1\nBolt,2\n", None)]
#[case::formula(b"Company,ARR\n=cmd|' /C calc'!A0,-5\n", None)]
#[case::markup(b"Company,Domain\n<script>alert(1)</script>,<b>.example\n", None)]
#[case::nul(b"Company,Domain\nA\0cme,a\0cme.example\n", None)]
#[tokio::test]
async fn hostile_lists_do_no_harm(#[case] bytes: &[u8], #[case] blocked: Option<&str>) {
    let (_mapped, engine) = Mapped::with(&letters()).await;
    let seen = preview(&engine, "customers.csv", bytes).await;
    assert_eq!(seen.blocked.as_deref(), blocked);
    assert_eq!(seen.clean + seen.noted + seen.left_out, if blocked.is_some() { 0 } else { seen.rows });
    let done = engine.import_customers(seen.file, seen.mapping).await;
    assert_eq!(done.is_err(), blocked.is_some());
    let view = engine.customers(String::new()).await.unwrap();
    for row in view.customers.iter().filter(|row| row.imported) {
        assert!(!row.customer.name.is_empty() && !row.customer.name.chars().any(char::is_control));
        assert!(row.customer.revenue.is_none_or(|revenue| revenue >= 0));
    }
}

#[tokio::test]
async fn odd_rows_are_told() {
    let (_mapped, engine) = Mapped::with(&[]).await;
    let long = "x".repeat(300);
    let text = format!(
        "Company,Domains,ARR,Renews on,Currency\n,acme.example,1,,\nAcme,gmail.com acme.example,a lot,31/02/2027,\n\
         ACME,https://www.acme.example/x,5,2027-01-02,Taler\n{long},,,,\n"
    );
    let seen = preview(&engine, "list.csv", text.as_bytes()).await;
    let said: Vec<(u32, &str)> = seen.problems.iter().map(|one| (one.row, one.what.as_str())).collect();
    assert_eq!(
        said,
        [
            (1, "No name"),
            (2, "“a lot” is not an amount"),
            (2, "gmail.com is for everybody"),
            (2, "“31/02/2027” is not a date"),
            (3, "“Taler” is not a currency known here"),
            (3, "ACME is also in row 2"),
            (4, "Longer than 200 characters"),
        ]
    );
    assert_eq!((seen.clean, seen.noted, seen.left_out, seen.first.len()), (0, 3, 1, 2));
}

/// Organisations and addresses of one of 20 letters, by its number.
fn numbered(number: u8) -> Record {
    let names = ["Acme", "ACME Ltd.", "Bolt", "Quay", "Dock"];
    let domains = ["acme.example", "eu.acme.example", "bolt.example", "gmail.com", "dock.example"];
    let name = names[usize::from(number) % 5];
    let email = format!("p{number}@{}", domains[usize::from(number / 2) % 5]);
    let mut record = letter(&number.to_string(), (!number.is_multiple_of(3)).then_some(name), &email);
    if let Some(customer) = record.customer.as_mut().filter(|_| number.is_multiple_of(4)) {
        customer.domain = Some(format!("{}.example", name.to_lowercase().trim_end_matches(" ltd.")));
    }
    record
}

#[test]
fn neither_the_order_of_letters_nor_of_lists_and_letters_matters() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let input = (Just((0_u8..20).collect::<Vec<_>>()).prop_shuffle(), 0_usize..20, any::<bool>());
    let config = ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&input, |(numbers, cut, listed)| {
            runtime.block_on(async {
                let list = "Company,Domain\nAcme,acme.example\nBolt Inc,bolt.example\n";
                let (straight, engine) = Mapped::with(&(0..20).map(numbered).collect::<Vec<_>>()).await;
                if listed {
                    import(&engine, list).await;
                }
                assert_eq!(engine.match_customers().await.unwrap(), 0, "matching twice changes nothing");

                let mixed = Mapped::new().await;
                let shuffled: Vec<Record> = numbers.iter().map(|number| numbered(*number)).collect();
                mixed.pull(DESK, &shuffled[..cut]).await;
                let other = mixed.open().await;
                if listed {
                    import(&other, list).await;
                }
                other.close().await.unwrap();
                let store = mixed.store().await;
                for record in &shuffled {
                    page(&store, DESK, std::slice::from_ref(record)).await;
                }
                settle::pending(&store).await.unwrap();
                let columns = store.columns().clone();
                store.close().await.unwrap();
                assert_eq!(mixed.customers(), straight.customers());
                assert_eq!(mixed.fresh_columns().await, columns);
            });
            Ok(())
        })
        .unwrap();
}
