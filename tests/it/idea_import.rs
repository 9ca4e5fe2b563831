//! Ideas from other tools become opportunities: shown first, in one step, never twice.

use engine::api::Engine;
use engine::api::types::{IdeaMapping, IdeaPreview, IdeaSource, IdeaTarget, StagedFile};
use engine::model::{OpportunityId, Stage};
use rstest::rstest;
use support::{Clock, open};
use tempfile::TempDir;

use crate::workbench::everything;

const PRODUCTBOARD: &str = "\
Feature name,Feature description,Status,Owner,Component,Tags,User impact score,Productboard URL,UUID
Let large carts check out,\"Carts over 50 items\nfail\",Under consideration,maya@calder.example,checkout,\"cart, money\",84,https://calder.productboard.com/entity-detail/features/1,pb-1
Dark mode,,New idea,,,,12,,pb-2
Old thing,,Won't do,,,,,,pb-3
";
const JIRA: &str = "\
Issue key,Summary,Description,Status,Assignee,Labels,Votes
IDEA-1,Let large carts check out,Many carts fail,In delivery,Ben,cart,9
IDEA-2,Dark mode,,Parking lot,,,3
IDEA-3,Faster search,,Someday maybe,,,
";
const CANNY: &str = "\
Post ID,Title,Details,Board,Status,Votes,URL
5f1,Dark mode,Please,Web,planned,57,https://calder.canny.io/web/p/dark-mode
5f2,Export to PDF,,Web,complete,12,
";
const LIST: &str = "Idea;Problem;Stage\nDark mode;Nights are dark;Ready\nDark mode;Said twice;Ready\n;No title;Ready\n";

async fn workspace() -> (TempDir, Engine) {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    (folder, engine)
}

async fn staged(engine: &Engine, text: &str) -> StagedFile {
    engine.stage_file("ideas.csv", text.as_bytes()).await.unwrap()
}

async fn preview(engine: &Engine, text: &str) -> IdeaPreview {
    engine.preview_ideas(staged(engine, text).await, None).await.unwrap()
}

async fn import(engine: &Engine, text: &str) -> String {
    let seen = preview(engine, text).await;
    engine.import_ideas(seen.file, seen.mapping).await.unwrap().message
}

/// Title, stage and owner of every opportunity, by number.
async fn listed(engine: &Engine) -> Vec<String> {
    let mut rows = engine.opportunities(everything()).await.unwrap().rows;
    rows.sort_by_key(|row| row.id.0);
    let mut lines = Vec::new();
    for row in rows {
        let owner = engine.opportunity(row.id).await.unwrap().row.owner;
        let gone = if row.deleted { ", deleted" } else { "" };
        lines.push(format!("{} {}, {}, {owner}{gone}", row.label, row.title, row.stage.word()));
    }
    lines
}

#[rstest]
#[case::productboard(
    PRODUCTBOARD,
    IdeaSource::Productboard,
    "Under consideration → assessing, New idea → captured, Won't do → rejected"
)]
#[case::jira(JIRA, IdeaSource::Jira, "In delivery → in_progress, Parking lot → captured, Someday maybe → captured?")]
#[case::canny(CANNY, IdeaSource::Canny, "planned → ready, complete → delivered")]
#[case::list(LIST, IdeaSource::Csv, "Ready → ready")]
#[tokio::test]
async fn a_file_is_known_by_its_columns(#[case] text: &str, #[case] source: IdeaSource, #[case] stages: &str) {
    let (_folder, engine) = workspace().await;
    let seen = preview(&engine, text).await;
    assert_eq!((seen.mapping.source, seen.blocked), (source, None));
    let said: Vec<String> = seen
        .statuses
        .iter()
        .map(|one| format!("{} → {}{}", one.word, one.stage.word(), if one.known { "" } else { "?" }))
        .collect();
    assert_eq!(said.join(", "), stages);
    assert_eq!(listed(&engine).await, Vec::<String>::new(), "a dry run writes nothing");
}

#[tokio::test]
async fn one_step_makes_them_and_one_takes_them_back() {
    let (_folder, engine) = workspace().await;
    assert_eq!(import(&engine, PRODUCTBOARD).await, "Imported ideas.csv: 3 opportunities.");
    let all = [
        "OPP-1 Let large carts check out, assessing, maya@calder.example",
        "OPP-2 Dark mode, captured, ",
        "OPP-3 Old thing, rejected, ",
    ];
    assert_eq!(listed(&engine).await, all);
    let first = engine.opportunity(OpportunityId(1)).await.unwrap();
    assert_eq!(first.row.service.as_deref(), Some("checkout"));
    insta::assert_snapshot!(first.statement, @r"
    Carts over 50 items
    fail

    Tags: cart, money
    Votes: 84
    Link: https://calder.productboard.com/entity-detail/features/1
    ");
    let third = engine.opportunity(OpportunityId(3)).await.unwrap();
    assert_eq!(third.reject_reason, "“Won't do” in Productboard");
    engine.undo().await.unwrap();
    assert!(listed(&engine).await.iter().all(|line| line.ends_with(", deleted")));
    engine.redo().await.unwrap();
    assert_eq!(listed(&engine).await, all);
}

#[rstest]
#[case(PRODUCTBOARD, 3)]
#[case(JIRA, 3)]
#[case(CANNY, 2)]
#[case(LIST, 1)]
#[tokio::test]
async fn importing_again_adds_nothing(#[case] text: &str, #[case] rows: u32) {
    let (_folder, engine) = workspace().await;
    import(&engine, text).await;
    let before = listed(&engine).await;
    let again = preview(&engine, text).await;
    assert_eq!((again.clean + again.noted, again.already_here), (0, rows));
    let step = engine.import_ideas(again.file, again.mapping).await.unwrap();
    assert_eq!((step.step, step.changed), (None, 0));
    assert_eq!(listed(&engine).await, before);
}

#[tokio::test]
async fn what_was_taken_back_may_come_again_and_what_was_deleted_not() {
    let (_folder, engine) = workspace().await;
    import(&engine, CANNY).await;
    engine.undo().await.unwrap();
    import(&engine, CANNY).await;
    assert_eq!(listed(&engine).await, ["OPP-1 Dark mode, ready, ", "OPP-2 Export to PDF, delivered, "]);
    engine.delete_opportunity(OpportunityId(2), true).await.unwrap();
    let seen = preview(&engine, CANNY).await;
    let said: Vec<&str> = seen.problems.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(said, ["OPP-2 came from it and was deleted here"]);
    assert_eq!((seen.clean, seen.left_out, seen.already_here), (0, 1, 1));
}

#[tokio::test]
async fn a_title_that_is_here_is_not_made_again() {
    let (_folder, engine) = workspace().await;
    engine.create_opportunity("dark  MODE".into()).await.unwrap();
    let seen = preview(&engine, CANNY).await;
    assert_eq!((seen.clean, seen.left_out, seen.same_title), (1, 1, 1));
    assert_eq!(seen.problems[0].what, "OPP-1 has this title");
    assert_eq!(seen.first.len(), 1);
}

#[tokio::test]
async fn rows_that_cant_be_used_are_named() {
    let (_folder, engine) = workspace().await;
    let seen = preview(&engine, LIST).await;
    let said: Vec<String> = seen.problems.iter().map(|one| format!("{}: {}", one.row, one.what)).collect();
    assert_eq!(said, ["2: The same as row 1", "3: No title"]);
    assert_eq!((seen.rows, seen.clean, seen.noted, seen.left_out), (3, 1, 0, 2));
}

#[tokio::test]
async fn columns_and_statuses_can_be_matched_otherwise() {
    let (_folder, engine) = workspace().await;
    let seen = preview(&engine, JIRA).await;
    let mut mapping = IdeaMapping { stages: vec![("someday MAYBE".into(), Stage::Assessing)], ..seen.mapping };
    mapping.columns[4] = IdeaTarget::LeaveOut;
    engine.import_ideas(seen.file, mapping).await.unwrap();
    assert_eq!(
        listed(&engine).await,
        [
            "OPP-1 Let large carts check out, in_progress, ",
            "OPP-2 Dark mode, captured, ",
            "OPP-3 Faster search, assessing, "
        ]
    );
}

#[rstest]
#[case("Colour,Size\nred,1\n", "No column becomes the title.")]
#[case("Title\n", "The file has no rows.")]
#[tokio::test]
async fn a_file_without_ideas_says_why(#[case] text: &str, #[case] why: &str) {
    let (_folder, engine) = workspace().await;
    let seen = preview(&engine, text).await;
    assert_eq!(seen.blocked.as_deref(), Some(why));
    let refused = engine.import_ideas(seen.file, seen.mapping).await.unwrap_err();
    assert_eq!(refused.kept, "Nothing was changed.");
}

#[tokio::test]
async fn hostile_cells_stay_text() {
    let (_folder, engine) = workspace().await;
    let long = "x".repeat(30_000);
    let text = format!("Title,Description,Status\n\"<script>\u{7}alert(1)</script>\n\",{long},\n=1+1,,\n");
    import(&engine, &text).await;
    assert_eq!(listed(&engine).await, ["OPP-1 <script> alert(1)</script>, captured, ", "OPP-2 =1+1, captured, "]);
    assert_eq!(engine.opportunity(OpportunityId(1)).await.unwrap().statement.chars().count(), 19_998);
}
