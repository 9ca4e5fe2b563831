//! The Redmine tracker's requests and parsers, against the real thing.

use engine::connectors::{self, Draft, ExportKey, Tracker, written_comment};
use engine::export::Story;
use engine::http::{HttpReply, HttpRequest, Verdict};
use engine::model::{StatusCategory, Time};
use rstest::rstest;
use support::servers::{Redmine, redmine, send};

async fn ask(request: &HttpRequest) -> HttpReply {
    send(request, ("x-redmine-api-key", Redmine::KEY)).await
}

async fn tracker(project: &str) -> Box<dyn Tracker> {
    connectors::tracker(&redmine().await.account(project)).unwrap()
}

fn draft(title: &str) -> Draft {
    let description = "h3. Problem\n\nTwo charges.".to_owned();
    Draft { title: title.to_owned(), description, labels: vec!["pay".into()], ..Draft::default() }
}

#[tokio::test]
async fn an_item_is_found_by_exactly_its_key() {
    redmine().await.create_project("find").await;
    let tracker = tracker("find").await;
    let (short, long) = (ExportKey("tl-77aa".to_owned()), ExportKey("tl-77aab".to_owned()));
    let found = tracker.parse_found(&short, &ask(&tracker.find(&short)).await).unwrap();
    assert_eq!(found, [], "nothing was sent yet");

    let made = tracker.parse_item(&ask(&tracker.create(&draft("One charge"), &long)).await).unwrap();
    assert_eq!(tracker.parse_found(&short, &ask(&tracker.find(&short)).await).unwrap(), []);
    assert_eq!(tracker.parse_found(&long, &ask(&tracker.find(&long)).await).unwrap(), std::slice::from_ref(&made));
    let like = tracker.parse_items(&ask(&tracker.search("Only one charge")).await).unwrap();
    assert_eq!(like, [], "“only” isn't in the title");
    assert!(tracker.parse_items(&ask(&tracker.search("charge, one?")).await).unwrap().contains(&made));

    redmine().await.set_status(made.external_id.parse().unwrap(), "Closed").await;
    let closed = tracker.parse_found(&long, &ask(&tracker.find(&long)).await).unwrap();
    assert_eq!(closed[0].category, StatusCategory::Done, "closed items are found too");
}

#[tokio::test]
async fn a_comment_is_added_to_the_item() {
    let redmine = redmine().await;
    redmine.create_project("comment").await;
    let tracker = tracker("comment").await;
    let id = redmine.create_issue("comment", "One charge", "").await;
    let (key, other) = (ExportKey("tl-77aab".to_owned()), ExportKey("tl-77aa".to_owned()));
    let look = async || {
        let reply = ask(&tracker.comments(&id.to_string(), None)).await;
        let found = tracker.parse_comments(None, &reply).unwrap();
        assert_eq!((found.next.as_deref(), found.cut), (None, false));
        (found.carry(&key), found.carry(&other))
    };
    assert_eq!(look().await, (false, false), "an issue without a journal");
    redmine.set_status(id, "In Progress").await;
    let body = written_comment(&tracker.style(), "Twelve more *people* asked.", &key);
    let reply = ask(&tracker.comment(&id.to_string(), &body, &key)).await;
    assert_eq!(tracker.verdict(&reply, Time(0)), Verdict::Done);
    tracker.commented(&reply).unwrap();
    assert_eq!(look().await, (true, false));
    let page = redmine.page(id).await;
    assert!(page.contains("Throughline reference: tl-77aab") && !page.contains("<strong>people"), "{page}");
    for text in [format!("#{id}"), format!("{}/issues/{id}", redmine.url)] {
        let item = tracker.parse_item(&ask(&tracker.named(&text).unwrap()).await).unwrap();
        assert_eq!((item.external_id, item.title.as_str()), (id.to_string(), "One charge"));
    }
}

#[tokio::test]
async fn projects_are_offered_by_identifier_and_name() {
    let tracker = tracker("").await;
    let projects = tracker.parse_projects(&ask(&tracker.projects()).await).unwrap();
    assert!(projects.contains(&("backlog".to_owned(), "Product backlog".to_owned())), "{projects:?}");
}

#[tokio::test]
async fn a_refusal_says_what_redmine_says() {
    let tracker = tracker("backlog").await;
    let key = ExportKey("tl-refused".to_owned());
    let reply = ask(&tracker.create(&draft(""), &key)).await;
    assert_eq!(tracker.verdict(&reply, Time(0)), Verdict::Refused("Subject cannot be blank".to_owned()));
    let gone = ask(&tracker.status("999999")).await;
    assert_eq!(tracker.verdict(&gone, Time(0)), Verdict::Gone);
}

/// Every mark would make an element or a link of the page; escaped, none does and the words stay.
#[rstest]
#[case("h1. Loud", "class=\"wiki-anchor\"")]
#[case("a *bold* word", "<strong>bold")]
#[case("an _emphasised_ word", "<em>emphasised")]
#[case("a -deleted- word", "<del>deleted")]
#[case("* item", "<li>item")]
#[case("# item", "<li>item")]
#[case("|a|b|", "<td>a")]
#[case("> quoted", "<blockquote>")]
#[case("bq. quoted", "<blockquote>")]
#[case("see #1 here", "href=\"/issues/1\"")]
#[case("!http://127.0.0.1:9/p.png!", "src=\"http://127.0.0.1:9/p.png\"")]
#[case("\"click\":http://evil.example.test/", "class=\"external\">click")]
#[case("<pre>x</pre>", "<pre>x")]
#[case("@code@", "<code>code")]
#[case("{{collapse(Open me)}}", "Open me</a>")]
#[case("user:admin", "class=\"user active\" href=\"/users/1\">Ada Admin</a></p>")]
#[case("@admin", "@Ada Admin")]
#[tokio::test]
async fn escaped_text_has_no_effect_on_the_page(#[case] text: &str, #[case] effect: &str) {
    let redmine = redmine().await;
    let escape = tracker("backlog").await.style().plain;
    let raw = redmine.create_issue("backlog", "Raw", text).await;
    let escaped = redmine.create_issue("backlog", "Escaped", &escape(text)).await;
    let described = |page: String| {
        let start = page.find("class=\"description\"").expect("the page has a description");
        page[start..].split("id=\"history\"").next().unwrap_or_default().to_owned()
    };
    let page = described(redmine.page(raw).await);
    assert!(page.contains(effect), "the mark works when nobody stops it: {page}");
    let page = described(redmine.page(escaped).await);
    assert!(!page.contains(effect), "{page}");
}

#[tokio::test]
async fn a_draft_of_hostile_words_makes_no_element_of_the_page() {
    let redmine = redmine().await;
    let tracker = tracker("backlog").await;
    let corpus = crate::draft_escapes::corpus();
    let story = Story { label: "OPP-1".into(), title: "<b>x</b>".into(), statement: corpus, ..Story::default() };
    let draft = story.written(None, tracker.style(), &[]).draft;
    let made = tracker.parse_item(&ask(&tracker.create(&draft, &ExportKey("tl-9".to_owned()))).await).unwrap();
    let page = redmine.page(made.external_id.parse().unwrap()).await;
    let start = page.find("<div class=\"wiki\"").expect("the page has a description");
    let text = page[start..].split("id=\"history\"").next().unwrap().split("</div>").next().unwrap();
    let opened = text.split('<').skip(1).map(|tag| tag.split([' ', '>']).next().unwrap());
    let elements = opened.filter(|name| name.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic()));
    let strange: Vec<&str> =
        elements.filter(|name| !["div", "p", "/p", "br", "h3", "/h3", "a", "/a"].contains(name)).collect();
    assert_eq!(strange, Vec::<&str>::new(), "{text}");
    let links: Vec<&str> = text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let plain = |link: &&&str| !link.starts_with("http://evil.example") && **link != "#Problem";
    assert_eq!(links.iter().filter(plain).collect::<Vec<_>>(), Vec::<&&str>::new(), "{text}");
}
