//! Themes from a file of tickets, as a script finds and corrects them.

use crate::laptop::Laptop;

#[test]
fn themes_are_found_corrected_and_accepted() {
    let laptop = Laptop::new();
    let mut file = String::from("Ticket ID,Subject,Created\n");
    for number in 0..8 {
        file.push_str(&format!(
            "C{number},Checkout times out with a large cart of {number} lines,2026-11-0{}\n",
            number + 1
        ));
        file.push_str(&format!("T{number},Wrong tax rate on invoice PDF {number},2026-10-0{}\n", number + 1));
    }
    let path = laptop.path("tickets.csv");
    std::fs::write(&path, file).expect("the file");
    laptop.done(&["import", &path.display().to_string()]);

    let standing = laptop.json(&["themes", "group"]);
    assert_eq!((&standing["waiting"], &standing["unsorted"]), (&0.into(), &0.into()));
    let list = laptop.json(&["themes", "list", "--sort", "title"]);
    let themes = list["themes"].as_array().expect("themes");
    assert_eq!(themes.iter().map(|theme| theme["signals"].as_u64()).collect::<Vec<_>>(), [Some(8), Some(8)]);
    let (cart, tax) = (themes[0]["id"].to_string(), themes[1]["id"].to_string());
    assert!(laptop.done(&["themes", "list"]).contains("compared by their words"));
    assert!(laptop.done(&["themes", "why", "1"]).contains("words in common"));

    assert!(laptop.done(&["themes", "rename", &cart, "Large carts"]).contains("to “Large carts”"));
    assert!(laptop.done(&["themes", "merge", &tax, "--into", &cart]).contains("into “Large carts”"));
    assert!(laptop.done(&["themes", "split", &cart, "--preview"]).contains("Part"));
    laptop.done(&["undo"]);
    assert!(laptop.done(&["themes", "accept", &cart]).contains("from 8 signals"));
    assert_eq!(laptop.json(&["themes", "list", "--view", "without_opportunity"])["themes"][0]["id"].to_string(), tax);
    assert!(laptop.done(&["signals", "list", "--theme", &tax]).contains("Wrong tax rate"));
    let saved = laptop.json(&["themes", "export", "--format", "markdown"]);
    assert_eq!(saved["rows"], 2);
}
