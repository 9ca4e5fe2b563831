//! Images, notes and threads on an opportunity: undone, restarted, fed hostile files, backed up and restored.

use std::path::{Path, PathBuf};

use engine::api::Engine;
use engine::api::types::{AnnotationBoard, NoteForm, Shape};
use engine::error::{Problem, ProblemKind};
use engine::model::{ImageId, OpportunityId};
use rstest::rstest;
use support::{Clock, open};
use tempfile::TempDir;

struct Desk {
    engine: Engine,
    opportunity: OpportunityId,
    folder: TempDir,
    clock: Clock,
}

async fn desk() -> Desk {
    let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
    let engine = open(folder.path(), &clock).await;
    let made = engine.create_opportunity("Keep month-end sync running".into()).await.unwrap();
    Desk { engine, opportunity: made.opportunity.unwrap().id, folder, clock }
}

impl Desk {
    async fn attach(&self, name: &str, bytes: &[u8]) -> Result<ImageId, Problem> {
        let file = self.engine.stage_file(name, bytes).await.unwrap();
        self.engine.attach_image(self.opportunity, file, String::new()).await?;
        Ok(self.board().await.images.last().unwrap().id)
    }

    async fn note(&self, image: Option<ImageId>, shape: Option<Shape>, text: &str) -> Result<(), Problem> {
        let note = NoteForm { image, shape, text: text.into() };
        self.engine.annotate(self.opportunity, note).await.map(|_| ())
    }

    async fn board(&self) -> AnnotationBoard {
        self.engine.annotations(self.opportunity).await.unwrap()
    }

    async fn restarted(self) -> Desk {
        self.engine.close().await.unwrap();
        let engine = open(self.folder.path(), &self.clock).await;
        Desk { engine, ..self }
    }

    fn images(&self) -> PathBuf {
        self.folder.path().join("workspace-images")
    }
}

/// The names in a folder; none when it isn't there.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A PNG that says it has this size. Nobody here decodes its pixels.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 2, 0, 0, 0]].concat();
    for (name, content) in [(b"IHDR", header.as_slice()), (b"IDAT", b"pixels"), (b"IEND", b"")] {
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        bytes.extend(name);
        bytes.extend(content);
        bytes.extend([0; 4]);
    }
    bytes
}

/// One line a note: number, state, place, who, text, and its replies.
fn told(board: &AnnotationBoard) -> Vec<String> {
    let line = |note: &engine::api::types::NoteView| {
        let state = if note.resolved { "resolved" } else { "open" };
        let place = match note.shape {
            None => String::new(),
            Some(Shape::Point { x, y }) => format!(" at {x} {y}"),
            Some(Shape::Region { x, y, width, height }) => format!(" at {x} {y} {width} × {height}"),
        };
        let on = board.images.iter().find(|image| Some(image.id) == note.image);
        let on = on.map_or_else(String::new, |image| format!(" on {}", image.caption));
        let replies: String =
            note.replies.iter().map(|reply| format!(" / {}: {}", reply.written_by, reply.text)).collect();
        format!("{} {state}{on}{place}: {}{replies}", note.number, note.text)
    };
    board.notes.iter().map(line).collect()
}

const PIN: Shape = Shape::Point { x: 0.4, y: 0.25 };
const REGION: Shape = Shape::Region { x: 0.1, y: 0.2, width: 0.3, height: 0.8 };

/// An image with a pin that has a reply, a region that is resolved, and a note on the whole.
async fn filled() -> Desk {
    let desk = desk().await;
    let image = desk.attach("C:\\shots\\Sync status.png", &png(1440, 900)).await.unwrap();
    desk.note(Some(image), Some(PIN), "“Stopped at row 2,114” means *nothing*.").await.unwrap();
    desk.note(Some(image), Some(REGION), "Start on the newest run").await.unwrap();
    desk.note(None, None, "See https://design.example/sync and @maya").await.unwrap();
    let notes = desk.board().await.notes;
    desk.clock.forward_minutes(5);
    desk.engine.reply(notes[0].id, "Agreed.".into()).await.unwrap();
    desk.engine.resolve_annotation(notes[1].id, true).await.unwrap();
    desk
}

#[tokio::test]
async fn notes_and_threads_survive_a_restart() {
    let desk = filled().await.restarted().await;
    let board = desk.board().await;
    let image = &board.images[0];
    let seen = (image.number, image.caption.as_str(), image.media_type.as_str(), image.width, image.height);
    assert_eq!(seen, (1, "Sync status.png", "image/png", 1440, 900));
    assert_eq!(
        told(&board),
        [
            "1 open on Sync status.png at 0.4 0.25: “Stopped at row 2,114” means *nothing*. / You: Agreed.",
            "2 resolved on Sync status.png at 0.1 0.2 0.3 × 0.8: Start on the newest run",
            "3 open: See https://design.example/sync and @maya",
        ]
    );
    assert_eq!(board.open, 2);
    let thread = &board.notes[0];
    assert_eq!((thread.edited_at, thread.replies[0].edited_at), (None, None));
    assert_eq!(thread.replies[0].written_at.0 - thread.written_at.0, 5 * 60_000);
    assert!(thread.blocks[0].spans.iter().any(|span| span.emphasis && span.text == "nothing"));
    assert_eq!(desk.engine.image(image.id).await.unwrap(), png(1440, 900));

    let history = desk.engine.opportunity_history(desk.opportunity).await.unwrap();
    let said: Vec<&str> = history.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(
        said,
        [
            "Resolved note 2 of OPP-1",
            "Replied to note 1 of OPP-1",
            "Added a note to OPP-1",
            "Added a note to OPP-1",
            "Added a note to OPP-1",
            "Attached “Sync status.png” to OPP-1",
            "Made OPP-1: Keep month-end sync running",
        ]
    );
    assert_eq!(history[1].now.as_deref(), Some("Agreed."));
}

#[tokio::test]
async fn everything_can_be_undone_and_redone_across_a_restart() {
    let desk = filled().await;
    let before = desk.board().await;
    let (image, notes) = (before.images[0].id, &before.notes);
    desk.engine.edit_annotation(notes[0].id, "Say which entry".into()).await.unwrap();
    desk.engine.move_annotation(notes[0].id, Shape::Point { x: 1.0, y: 0.0 }).await.unwrap();
    desk.engine.edit_reply(notes[0].replies[0].id, "Agreed, **soon**.".into()).await.unwrap();
    desk.engine.remove_reply(notes[0].replies[0].id).await.unwrap();
    desk.engine.remove_annotation(notes[2].id).await.unwrap();
    desk.engine.caption_image(image, " The  status page ".into()).await.unwrap();
    let changed = desk.board().await;
    assert_eq!(
        told(&changed),
        [
            "1 open on The status page at 1 0: Say which entry",
            "2 resolved on The status page at 0.1 0.2 0.3 × 0.8: Start on the newest run",
        ]
    );
    assert!(changed.notes[0].edited_at.is_some());
    let removed = desk.engine.remove_image(image).await.unwrap();
    assert_eq!(removed.message, "Removed “The status page” with 2 notes from OPP-1");
    assert_eq!(told(&desk.board().await), Vec::<String>::new());

    let desk = desk.restarted().await;
    for _ in 0..7 {
        desk.engine.undo().await.unwrap();
    }
    assert_eq!(told(&desk.board().await), told(&before));
    assert_eq!(desk.board().await.images, before.images);
    // Back to before anything was noted: 2 verbs, 3 notes, 1 image.
    for _ in 0..6 {
        desk.engine.undo().await.unwrap();
    }
    assert_eq!((desk.board().await.images.len(), desk.board().await.notes.len()), (0, 0));
    for _ in 0..12 {
        desk.engine.redo().await.unwrap();
    }
    assert_eq!(told(&desk.board().await), told(&changed));
    assert_eq!(desk.engine.image(image).await.unwrap(), png(1440, 900), "undo and redo leave the file");
}

#[tokio::test]
async fn a_number_is_never_given_twice() {
    let desk = filled().await;
    let last = desk.board().await.notes[2].id;
    desk.engine.remove_annotation(last).await.unwrap();
    desk.note(None, None, "Another").await.unwrap();
    let numbers: Vec<u32> = desk.board().await.notes.iter().map(|note| note.number).collect();
    assert_eq!(numbers, [1, 2, 4]);
}

#[tokio::test]
async fn the_same_image_is_stored_once_and_attached_twice() {
    let desk = desk().await;
    for name in ["one.png", "two.jpg"] {
        desk.attach(name, &png(10, 10)).await.unwrap();
    }
    desk.attach("three.png", &png(10, 11)).await.unwrap();
    let captions: Vec<String> = desk.board().await.images.into_iter().map(|image| image.caption).collect();
    assert_eq!(captions, ["one.png", "two.jpg", "three.png"]);
    let files = names(&desk.images());
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(files.iter().all(|name| name.len() == 64), "named by content, nothing half-written: {files:?}");
    assert_eq!(names(&desk.folder.path().join("staged")), Vec::<String>::new());
}

#[rstest]
#[case::empty(Vec::new(), "empty")]
#[case::a_vector_image_named_png(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec(), "isn't a PNG")]
#[case::a_page(b"<!doctype html><script>1</script>".to_vec(), "isn't a PNG")]
#[case::a_bomb(png(65_000, 65_000), "at most 50 million")]
#[case::the_largest_numbers(png(u32::MAX, u32::MAX), "at most 50 million")]
#[case::no_width(png(0, 900), "no pixels")]
#[case::only_a_signature(png(10, 10)[..8].to_vec(), "damaged or cut off")]
#[case::cut_in_the_middle(png(10, 10)[..50].to_vec(), "damaged or cut off")]
#[case::without_its_end(png(10, 10)[..png(10, 10).len() - 12].to_vec(), "damaged or cut off")]
#[case::too_many_bytes([png(10, 10), vec![0; 20_000_000]].concat(), "at most 20 MB")]
#[tokio::test]
async fn what_is_no_good_image_is_refused_and_leaves_nothing(#[case] bytes: Vec<u8>, #[case] why: &str) {
    let desk = desk().await;
    let refused = desk.attach("shot.png", &bytes).await.err().unwrap();
    assert_eq!(refused.kind, ProblemKind::BadInput);
    assert!(refused.what.contains(why) && !refused.kept.is_empty() && !refused.todo.is_empty(), "{refused}");
    assert_eq!(names(&desk.images()), Vec::<String>::new());
    assert_eq!(desk.board().await.images.len(), 0);
}

#[tokio::test]
async fn what_can_not_be_noted_is_refused() {
    let desk = filled().await;
    let image = desk.board().await.images[0].id;
    let beyond = [
        Shape::Point { x: 1.01, y: 0.5 },
        Shape::Point { x: f64::NAN, y: 0.5 },
        Shape::Region { x: 0.5, y: 0.5, width: 0.6, height: 0.1 },
        Shape::Region { x: 0.5, y: 0.5, width: 0.0, height: 0.1 },
        Shape::Region { x: 0.5, y: 0.5, width: -0.2, height: 0.1 },
    ];
    for shape in beyond {
        let refused = desk.note(Some(image), Some(shape), "x").await.err().unwrap();
        assert_eq!(refused.kind, ProblemKind::BadInput, "{shape:?}");
    }
    let refused = [
        desk.note(None, Some(PIN), "x").await,
        desk.note(None, None, " \n ").await,
        desk.note(None, None, &"x".repeat(20_001)).await,
        desk.note(Some(ImageId(99)), None, "x").await,
    ];
    let kinds: Vec<ProblemKind> = refused.into_iter().map(|refused| refused.err().unwrap().kind).collect();
    assert_eq!(kinds, [ProblemKind::BadInput, ProblemKind::BadInput, ProblemKind::BadInput, ProblemKind::NotFound]);
    assert_eq!(desk.board().await.notes.len(), 3);
}

#[tokio::test]
async fn only_links_that_a_note_holds_can_be_opened() {
    let desk = filled().await;
    let note = desk.board().await.notes[2].id;
    let knows = async |url: &str| desk.engine.knows_link(url).await.unwrap();
    assert!(knows("https://design.example/sync").await);
    assert!(!knows("https://design.example/").await);
    desk.engine.edit_annotation(note, "[x](javascript:alert(1)) [y](file:///etc/passwd)".into()).await.unwrap();
    for url in ["https://design.example/sync", "javascript:alert(1)", "file:///etc/passwd"] {
        assert!(!knows(url).await, "{url}");
    }
}

#[tokio::test]
async fn a_backup_restored_in_an_empty_folder_brings_the_images_back() {
    let desk = filled().await;
    desk.attach("second.png", &png(20, 20)).await.unwrap();
    let before = desk.board().await;
    let backup = desk.engine.back_up().await.unwrap();
    // Taken once more, nothing is copied twice.
    desk.clock.forward_minutes(1);
    desk.engine.back_up().await.unwrap();
    desk.engine.close().await.unwrap();
    let copies = desk.folder.path().join("workspace-backups");
    assert_eq!(names(&copies.join("images")), names(&desk.images()));

    // Only the folder of backups reaches the new laptop.
    let elsewhere = TempDir::new().unwrap();
    let to = elsewhere.path().join("workspace-backups");
    std::fs::create_dir_all(to.join("images")).unwrap();
    std::fs::copy(copies.join(&backup.name), to.join(&backup.name)).unwrap();
    for name in names(&copies.join("images")) {
        std::fs::copy(copies.join("images").join(&name), to.join("images").join(&name)).unwrap();
    }
    let engine = open(elsewhere.path(), &desk.clock).await;
    engine.restore(backup.name.clone()).await.unwrap();
    assert_eq!(names(&elsewhere.path().join("workspace-images")), names(&desk.images()));
    let board = engine.annotations(desk.opportunity).await.unwrap();
    assert_eq!(board, before);
    for (image, wanted) in board.images.iter().zip([png(1440, 900), png(20, 20)]) {
        assert_eq!(engine.image(image.id).await.unwrap(), wanted);
    }
}

#[tokio::test]
async fn a_damaged_workspace_gets_its_images_back_with_the_backup() {
    let desk = filled().await;
    let backup = desk.engine.back_up().await.unwrap();
    desk.engine.close().await.unwrap();
    std::fs::remove_dir_all(desk.images()).unwrap();
    let file = desk.folder.path().join("workspace.db");
    engine::store::backup::replace_damaged(&file, &backup.name, desk.clock.now()).await.unwrap();
    assert_eq!(names(&desk.images()).len(), 1);
    let engine = open(desk.folder.path(), &desk.clock).await;
    let image = engine.annotations(desk.opportunity).await.unwrap().images[0].id;
    assert_eq!(engine.image(image).await.unwrap(), png(1440, 900));
}

#[tokio::test]
async fn a_lost_or_damaged_file_is_taken_from_the_backups_or_named() {
    let desk = filled().await;
    let image = desk.board().await.images[0].id;
    let file = desk.images().join(&names(&desk.images())[0]);
    std::fs::write(&file, b"damaged").unwrap();
    let lost = desk.engine.image(image).await.err().unwrap();
    assert_eq!(lost.kind, ProblemKind::NotFound);
    assert!(lost.todo.contains("workspace-images"), "{lost}");

    // A damaged file isn't taken for a copy; attaching the image again heals it.
    desk.engine.back_up().await.unwrap();
    assert_eq!(names(&desk.folder.path().join("workspace-backups/images")), Vec::<String>::new());
    desk.attach("again.png", &png(1440, 900)).await.unwrap();
    assert_eq!(desk.engine.image(image).await.unwrap(), png(1440, 900));

    desk.clock.forward_minutes(1);
    desk.engine.back_up().await.unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(desk.engine.image(image).await.unwrap(), png(1440, 900));
    assert_eq!(std::fs::read(&file).unwrap(), png(1440, 900));
}

#[tokio::test]
async fn images_go_along_with_the_workspace_as_open_json() {
    let desk = desk().await;
    let image = desk.attach("cart.png", &png(40, 30)).await.unwrap();
    desk.note(Some(image), Some(Shape::Point { x: 0.5, y: 0.5 }), "Here").await.unwrap();
    let file = desk.folder.path().join("all.ndjson");
    desk.engine.export_workspace(&file).await.unwrap();
    let other = TempDir::new().unwrap();
    let engine = open(other.path(), &desk.clock).await;
    engine.import_workspace(&file).await.unwrap();
    assert_eq!(engine.image(image).await.unwrap(), png(40, 30));
    assert_eq!(engine.annotations(desk.opportunity).await.unwrap(), desk.board().await);
    let again = other.path().join("again.ndjson");
    engine.export_workspace(&again).await.unwrap();
    assert!(std::fs::read(&file).unwrap() == std::fs::read(&again).unwrap(), "the same bytes");
    // An image that isn't what its name says is refused, and nothing is kept.
    let text = std::fs::read_to_string(&file).unwrap();
    let at = text.find("\"content\":\"").unwrap() + 40;
    let letter = if &text[at..=at] == "A" { "B" } else { "A" };
    let altered = other.path().join("altered.ndjson");
    std::fs::write(&altered, format!("{}{letter}{}", &text[..at], &text[at + 1..])).unwrap();
    let third = TempDir::new().unwrap();
    let engine = open(third.path(), &desk.clock).await;
    engine.import_workspace(&altered).await.unwrap_err();
    assert_eq!(names(&third.path().join("workspace-images")), Vec::<String>::new());
}
