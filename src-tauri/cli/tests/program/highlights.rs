//! Passages as evidence, and what is new, from the command line.

use crate::laptop::Laptop;

#[test]
fn a_passage_is_marked_weighed_listed_and_taken_away() {
    let laptop = Laptop::new();
    let file = laptop.path("tickets.csv");
    std::fs::write(
        &file,
        "id,title,created,description\n1,Cart,2026-11-01T08:00:00Z,\"😀 It spins. We split it. We split it.\"\n",
    )
    .expect("a file");
    let file = file.display().to_string();
    let columns = ["id=external_id", "title=title", "created=happened_at", "description=body"];
    let mapping: Vec<&str> = columns.iter().flat_map(|column| ["--map", column]).collect();
    laptop.done(&[&["import", &file], &mapping[..]].concat());
    laptop.done(&["opportunities", "new", "Large carts"]);

    let add = ["highlights", "add", "1", "We split it.", "--place", "2", "--for", "OPP-1", "--new", "Split orders"];
    let marked = laptop.done(&[&add[..], &["--importance", "2"]].concat());
    assert!(marked.contains("Marked a passage of “Cart” for OPP-1 and OPP-2"), "{marked}");
    let listed = laptop.json(&["highlights", "list", "1"]);
    assert_eq!((&listed[0]["quote"], &listed[0]["start"]), (&"We split it.".into(), &26.into()));
    let uid = listed[0]["uid"].as_str().expect("a name").to_owned();
    laptop.done(&["highlights", "set", &uid, "OPP-2", "--unlink"]);
    laptop.done(&["highlights", "set", &uid, "OPP-1", "--importance", "3"]);
    let listed = laptop.done(&["highlights", "list", "1"]);
    assert!(listed.contains("OPP-1 3") && !listed.contains("OPP-2"), "{listed}");
    let news = laptop.done(&["news", "--seen"]);
    assert!(news.contains("Set the importance of a passage of “Cart” for OPP-1 to 3"), "{news}");
    assert!(laptop.done(&["news"]).contains("Nothing new."));
    laptop.done(&["highlights", "remove", &uid]);
    assert!(laptop.done(&["highlights", "list", "1"]).contains("No passage of it is evidence yet."));

    let absent = laptop.run(&["highlights", "add", "1", "never said", "--for", "1"]);
    assert_eq!(absent.status.code(), Some(4));
}
