//! Triage from a script: snoozes that end with an event, merges taken apart, drafts of replies, what is hidden.

use crate::laptop::Laptop;

const CART: [&str; 10] = [
    "Checkout times out with a large cart",
    "Large cart never finishes checkout",
    "Checkout spinner hangs on large carts",
    "Timeout at checkout with a cart of many lines",
    "Our large cart can't pass the checkout",
    "Cart checkout timeout again today",
    "Checkout fails for the large cart of our buyer",
    "Large cart: checkout times out at payment",
    "Again the checkout times out with a large cart",
    "A large cart times out at the checkout",
];
const INVOICE: [&str; 8] = [
    "Wrong tax rate on the invoice PDF",
    "Invoice PDF shows the wrong tax",
    "Tax rate of invoice is wrong since Monday",
    "The invoice PDF prints a wrong tax rate",
    "Wrong VAT tax on invoice documents",
    "Invoice tax rate wrong for reverse charge",
    "PDF invoice: tax rate is wrong",
    "Auditor found a wrong tax rate on invoices",
];

fn import(laptop: &Laptop, name: &str, subjects: &[&str]) {
    let mut file = String::from("Ticket ID,Subject,Requester,Created\n");
    for (number, subject) in subjects.iter().enumerate() {
        file.push_str(&format!("{name}{number},{subject},Marta Brisa,2026-11-0{}\n", number % 9 + 1));
    }
    let path = laptop.path("tickets.csv");
    std::fs::write(&path, file).expect("the file");
    laptop.done(&["import", &path.display().to_string()]);
}

#[test]
fn signals_sleep_until_more_come_are_taken_apart_and_told() {
    let laptop = Laptop::new();
    import(&laptop, "C", &CART[..8]);
    import(&laptop, "I", &INVOICE);
    laptop.done(&["themes", "group"]);
    assert!(laptop.done(&["signals", "snooze", "1", "--until-more", "2"]).contains("until 2 more signals come"));
    assert!(laptop.done(&["signals", "show", "1"]).contains("2 more signals come"));
    assert_eq!(
        laptop.run(&["signals", "snooze", "1", "--until-more", "2", "--until", "2030-01-01"]).status.code(),
        Some(2)
    );
    assert_eq!(laptop.run(&["signals", "snooze", "1", "--until-deployed", "C-99"]).status.code(), Some(4));
    import(&laptop, "D", &CART[8..]);
    laptop.done(&["themes", "group"]);
    assert!(laptop.done(&["signals", "show", "1"]).contains("2 more signals came to"));

    laptop.done(&["signals", "merge", "2", "--into", "3"]);
    laptop.done(&["signals", "unlike", "4", "5"]);
    laptop.done(&["signals", "decline", "6", "--reason", "too_rare", "--reply", "Hello {name}"]);
    assert!(laptop.done(&["signals", "show", "6"]).contains("Hello Marta"));
    let hidden = laptop.json(&["signals", "hidden"]);
    assert_eq!((&hidden["by_people"]["merged"], &hidden["by_people"]["declined"]), (&1.into(), &1.into()));
    assert_eq!(hidden["by_people"]["pairs"][0]["one"], 4);
    assert!(laptop.done(&["signals", "hidden"]).contains("Kept out by the program"));
    assert!(laptop.done(&["signals", "unmerge", "2"]).contains("out of"));
    laptop.done(&["signals", "unlike", "4", "5", "--undo"]);
    let hidden = laptop.json(&["signals", "hidden"]);
    assert_eq!(
        (&hidden["by_people"]["merged"], hidden["by_people"]["pairs"].as_array().map(Vec::len)),
        (&0.into(), Some(0))
    );
}

/// The words go straight to the index: importing as many signals would take this test minutes.
fn index(laptop: &Laptop, ids: std::ops::RangeInclusive<u32>, word: &str) {
    let mut tables = rusqlite::Connection::open(laptop.path("workspace.db")).expect("the workspace");
    let all = tables.transaction().expect("a transaction");
    let mut add =
        all.prepare("INSERT INTO signal_fts (rowid, title, body) VALUES (?, ?, '')").expect("the full-text index");
    for id in ids {
        add.execute(rusqlite::params![id, word]).expect("a row of the index");
    }
    drop(add);
    all.commit().expect("the index");
}

#[test]
fn a_search_that_finds_only_the_newest_says_so() {
    let laptop = Laptop::new();
    import(&laptop, "C", &CART);
    let search = ["signals", "list", "--search", "cart", "--limit", "2"];
    assert!(laptop.done(&search).ends_with("\n2 of 10; --limit shows more.\n"));
    assert_eq!(laptop.json(&search)["newest"], serde_json::Value::Null);

    // With the ten 50,005 hold the word, and the oldest five aren't looked at.
    index(&laptop, 11..=50_005, "cart");
    let said = "A search looks at the newest 50,000 signals with its words; older ones hold them too.\n";
    let few = laptop.done(&search);
    assert!(few.ends_with(&format!("\n2 of 5+; --limit shows more.\n{said}")), "{few}");
    let all = laptop.done(&search[..4]);
    assert!(all.ends_with(&format!("\n5 of 5+.\n{said}")), "{all}");
    let json = laptop.json(&search);
    assert_eq!((&json["total"], &json["newest"]), (&5.into(), &50_000.into()));
}
