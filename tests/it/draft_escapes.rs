//! Nothing that comes from outside means anything in a tracker: one hostile corpus, and what every tracker is given of
//! it, through the door that makes drafts.

use std::path::{Path, PathBuf};

use engine::api::Engine;
use engine::api::types::{CauseDimension, CauseForm, CauseState, CausesOf, ConnectionForm, NoteForm, OpportunityField};
use engine::connectors::{self, Account, Draft, ExportKey, Style};
use engine::export::{LinkSaid, Quote, Story};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use rstest::rstest;
use serde_json::Value;

use crate::workbench::{Bench, OPP_1, ids};

/// Of the record behind the opportunity.
const ADDRESS: &str = "https://desk.example.com/t/1?a=b";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The corpus with a line that goes on and on, as one text.
pub fn corpus() -> String {
    let text = std::fs::read_to_string(fixtures().join("escape/corpus.json")).unwrap();
    let pieces: Vec<Value> = serde_json::from_str(&text).unwrap();
    let texts = pieces.iter().map(|piece| piece["text"].as_str().unwrap().to_owned());
    texts.chain(["a long line, ".repeat(300)]).collect::<Vec<_>>().join("\n\n")
}

/// The account that the recorded answers of a tracker are for.
fn account(vendor: &str) -> Account {
    let text = std::fs::read_to_string(fixtures().join("connectors").join(vendor).join("replay.json")).unwrap();
    let replay: Value = serde_json::from_str(&text).unwrap();
    let said = |name: &str| replay["account"][name].as_str().unwrap_or_default().to_owned();
    Account {
        vendor: vendor.to_owned(),
        base_url: "https://tracker.example.com".to_owned(),
        user: said("user"),
        project: said("project"),
        settings: serde_json::from_value(replay["account"]["settings"].clone()).unwrap_or_default(),
    }
}

pub fn style(vendor: &str) -> Style {
    connectors::tracker(&account(vendor)).unwrap().style()
}

/// An opportunity all of whose words come from the corpus, with two pieces of evidence.
async fn hostile() -> Bench {
    let bench = Bench::with_signals().await;
    let path = engine::api::workspace_file(bench.folder.path(), engine::api::types::WorkspaceName::Own);
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute("UPDATE signal SET title = ?", ["[x](http://evil.example) @root \"t\":http://evil.example |y"])
        .unwrap();
    database.execute("UPDATE signal_text SET body = ?, url = ?", [&corpus()[..300], ADDRESS]).unwrap();
    database.execute("UPDATE signal_text SET url = 'javascript:alert(1)' WHERE signal_id = 3", []).unwrap();
    drop(database);
    let engine = &bench.engine;
    engine.create_opportunity("<b>@root</b> \u{202e}#123 /close".into()).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Statement, corpus()).await.unwrap();
    engine.edit_opportunity(OPP_1, OpportunityField::Hypothesis, "/close\n@all".into()).await.unwrap();
    engine.set_evidence(OPP_1, ids(&[1, 3]), Some(1)).await.unwrap();
    let cause = CauseForm {
        dimension: CauseDimension::Technology,
        text: "# A *cause* of @root".into(),
        state: CauseState::Confirmed,
        whys: Vec::new(),
        process_change: String::new(),
    };
    engine.add_cause(CausesOf::Opportunity { id: OPP_1 }, cause).await.unwrap();
    engine.annotate(OPP_1, NoteForm { image: None, shape: None, text: "/close @root `x`".into() }).await.unwrap();
    bench
}

async fn draft(engine: &Engine, vendor: &str) -> Draft {
    let form = ConnectionForm { name: vendor.to_owned(), account: account(vendor) };
    let connection = engine.add_connection(form, Some("key".into())).await.unwrap().id;
    let preview = engine.preview_export(OPP_1, connection).await.unwrap();
    assert!(preview.redactions >= 3, "{vendor}: {}", preview.redactions);
    preview.draft
}

/// With the invisible seen: `·` breaks a mark.
fn seen(text: &str) -> String {
    text.replace('\u{200b}', "·") + "\n"
}

#[rstest]
#[case::markdown("markdown", &["github", "gitlab", "linear", "shortcut", "youtrack", "trello"])]
#[case::textile("textile", &["redmine"])]
#[case::wiki("wiki", &["jira_data_center"])]
#[case::adf("adf", &["jira"])]
#[case::html("html", &["azure_devops"])]
#[case::plain("plain", &["asana"])]
#[tokio::test]
async fn every_tracker_is_given_the_golden_text(#[case] markup: &str, #[case] vendors: &[&str]) {
    let bench = hostile().await;
    let golden = fixtures().join("escape").join(format!("{markup}.txt"));
    for vendor in vendors {
        let draft = draft(&bench.engine, vendor).await;
        assert!(!draft.title.contains('\u{202e}') && !draft.description.contains("hartwell"), "{vendor}");
        let text = seen(&format!("{}\n\n{}", draft.title, draft.description));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, text).unwrap();
            continue;
        }
        let wanted = std::fs::read_to_string(&golden).unwrap();
        assert!(text == wanted, "{vendor}: UPDATE_GOLDEN=1 writes {markup}.txt anew; now it is\n{text}");
    }
}

/// What Markdown makes of a text beyond paragraphs, H3s, our lists and quotations.
fn effects(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut found = Vec::new();
    let mut text = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::BlockQuote(None)) => text.push('\n'),
            Event::End(_) => {}
            Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H3, .. }) => text.push('\n'),
            Event::Start(Tag::Link { ref dest_url, .. }) if **dest_url == *ADDRESS => {}
            Event::Text(said) => text.push_str(&said),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            other => found.push(format!("{other:?}")),
        }
    }
    let letters: Vec<char> = text.chars().collect();
    for pair in letters.windows(2) {
        let word = pair[1].is_ascii_alphanumeric() || pair[1] == '_';
        if pair[0] == '@' && word || matches!(pair[0], '#' | '!' | '&' | '%' | '$') && pair[1].is_ascii_digit() {
            found.push(format!("{}{}", pair[0], pair[1]));
        }
    }
    let commands = markdown.lines().filter(|line| line.trim_start_matches(['>', ' ']).starts_with('/'));
    found.extend(commands.map(str::to_owned));
    found
}

#[tokio::test]
async fn markdown_makes_nothing_of_the_corpus() {
    let draft = draft(&hostile().await.engine, "gitlab").await;
    assert_eq!(effects(&draft.description), Vec::<String>::new(), "{}", draft.description);
    assert!(!effects("/close @root [x](http://evil.example) `x`").is_empty(), "and else it would");
}

proptest! {
    #[test]
    fn markdown_makes_nothing_of_any_text(
        text in "(?s).{0,120}|[-\\[\\]()!`*_~<>#@/&|:=+\\\\\"a1 \t\n\r\0\u{200b}]{0,80}",
        other in "[-\\[\\]()!`*_~<>#@/&|:=+\\\\\"a1 \n]{0,30}",
    ) {
        let story = Story {
            statement: text.clone(),
            hypothesis: other.clone(),
            quotes: vec![Quote { text: text.clone(), who: other.clone() }],
            evidence: engine::export::EvidenceSaid {
                summary: other.clone(),
                links: vec![LinkSaid { title: text.clone(), address: ADDRESS.to_owned(), who: other.clone() }],
            },
            notes: vec![other],
            ..Story::default()
        };
        let written = story.written(None, style("github"), &[]);
        prop_assert_eq!(effects(&written.draft.description), Vec::<String>::new(), "{}", written.draft.description);
    }
}

#[tokio::test]
async fn a_document_of_jira_cloud_holds_text_and_our_own_links_only() {
    fn walk(node: &Value) {
        const KINDS: [&str; 6] = ["doc", "heading", "paragraph", "text", "hardBreak", "blockquote"];
        assert!(KINDS.contains(&node["type"].as_str().unwrap()), "{node}");
        for mark in node["marks"].as_array().into_iter().flatten() {
            assert_eq!(mark["attrs"]["href"], ADDRESS, "{node}");
        }
        node["content"].as_array().into_iter().flatten().for_each(walk);
    }
    let draft = draft(&hostile().await.engine, "jira").await;
    let request = connectors::tracker(&account("jira")).unwrap().create(&draft, &ExportKey("tl-1".into()));
    let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    let document = &body["fields"]["description"];
    walk(document);
    assert!(document.to_string().contains(ADDRESS) && !document.to_string().contains("javascript:alert(1)\"}"));
}

#[tokio::test]
async fn azure_devops_gets_no_element_that_we_did_not_write() {
    let mut text = draft(&hostile().await.engine, "azure_devops").await.description;
    let link = format!("<a href=\"{ADDRESS}\">");
    for ours in [
        "<p>",
        "</p>",
        "<br>",
        "<h3>",
        "</h3>",
        "<blockquote>",
        "</blockquote>",
        "<ul><li>",
        "</li></ul>",
        &link,
        "</a>",
    ] {
        text = text.replace(ours, "");
    }
    assert!(!text.contains(['<', '>']), "{text}");
}
