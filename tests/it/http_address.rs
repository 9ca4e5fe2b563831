//! The address of a tool as a person writes it: taken, or refused with a sentence.

use engine::error::ProblemKind;
use engine::http::{Origin, base_url};
use proptest::prelude::{prop_assert, proptest};

#[test]
fn an_address_is_checked_before_it_is_kept() {
    let mut all = String::new();
    for text in
        ["desk.example.com", "ftp://desk.example.com", "https://maya:pw@desk.example.com", "https://d.example/?key=1"]
    {
        all.push_str(&format!("{}\n", base_url(text).unwrap_err()));
    }
    insta::assert_snapshot!(all, @r"
    “desk.example.com” is not a web address. Nothing was changed. Write it as in a browser, for example https://desk.example.com.
    “ftp://desk.example.com” is not a web address. Nothing was changed. Write it as in a browser, for example https://desk.example.com.
    The address holds a user name or password. Nothing was changed. Take it out of the address and put it into its own field, where it is kept secret.
    “https://d.example/?key=1” is the address of a page, not of the tool. Nothing was changed. Leave out everything from the “?” or “#” on.
    ");
    assert!(base_url(" https://desk.example.com/redmine/ ").is_ok());
}

proptest! {
    #[test]
    fn any_text_is_an_address_or_a_plain_refusal(text in ".*") {
        match base_url(&text) {
            Ok(url) => prop_assert!(Origin::of(&url).is_some() && url.password().is_none()),
            Err(problem) => prop_assert!(problem.kind == ProblemKind::BadInput && !problem.todo.is_empty()),
        }
    }
}
