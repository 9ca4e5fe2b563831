//! Notes and images of an opportunity, as a script keeps them.

use crate::laptop::Laptop;

/// One GIF pixel.
const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";

#[test]
fn an_image_goes_in_and_out_and_notes_stick_to_it() {
    let laptop = Laptop::new();
    std::fs::write(laptop.path("shot.gif"), PIXEL).expect("is written");
    std::fs::write(laptop.path("drawing.png"), "<svg/>").expect("is written");
    laptop.done(&["opportunities", "new", "Keep sync running"]);

    let told = laptop.done(&["images", "add", "OPP-1", "shot.gif", "--caption", "Sync status"]);
    assert!(told.starts_with("Attached “Sync status” to OPP-1"), "{told}");
    let (code, told) = laptop.fails(&["images", "add", "OPP-1", "drawing.png"]);
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("isn't a PNG, JPEG, GIF or WebP"), "{told}");

    laptop.done(&["notes", "add", "OPP-1", "Say which *entry*", "--image", "1", "--at", "0.4,0.25"]);
    laptop.done(&["notes", "add", "OPP-1", "Start on the newest run"]);
    laptop.done(&["notes", "reply", "OPP-1", "1", "Agreed"]);
    laptop.done(&["notes", "resolve", "OPP-1", "2"]);
    let open = laptop.done(&["notes", "list", "OPP-1"]);
    assert!(open.contains("Say which") && open.contains("Agreed") && !open.contains("newest run"), "{open}");
    let all = laptop.json(&["notes", "list", "OPP-1", "--all"]);
    assert_eq!(all["notes"][0]["shape"], serde_json::json!({ "type": "point", "x": 0.4, "y": 0.25 }));
    assert_eq!(all["notes"][1]["resolved"], true);
    assert!(laptop.done(&["images", "list", "OPP-1"]).contains("1 × 1"));

    laptop.done(&["images", "save", "OPP-1", "back.gif"]);
    assert_eq!(std::fs::read(laptop.path("back.gif")).expect("is there"), PIXEL);
    let (code, told) = laptop.fails(&["images", "save", "OPP-1", "back.gif"]);
    assert_eq!(code, 5, "{told}");
    assert_eq!(laptop.fails(&["notes", "reply", "OPP-1", "9", "x"]).0, 4);
    assert_eq!(laptop.fails(&["notes", "add", "OPP-1", "x", "--image", "1", "--at", "0.4"]).0, 2);
}
