//! What hostile workbooks cost: the program's own memory, measured while it reads them.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Tickets" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const HEAD: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Subject</t></is></c><c r="B1" t="inlineStr"><is><t>Date</t></is></c></row>"#;

/// Megabytes that the program may take at most, whatever it is given.
const BOUND: u64 = 300;

/// A part of a workbook: what begins it, what is repeated and how often, and what ends it.
struct Part(&'static str, String, usize, &'static str);

fn sheet(before: &str, repeated: String, times: usize) -> Part {
    let begin = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{before}<sheetData>{HEAD}"
    );
    Part(begin.leak(), repeated, times, "</sheetData></worksheet>")
}

fn strings(repeated: String, times: usize) -> Part {
    Part("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">", repeated, times, "</sst>")
}

fn write(path: &Path, sheet: &Part, strings: &Part) {
    let file = std::fs::File::create(path).expect("the workbook is made");
    let mut zip = ZipWriter::new(file);
    let whole = |text: &'static str| Part(text, String::new(), 0, "");
    let (root, book, relations) = (whole(ROOT), whole(BOOK), whole(RELATIONS));
    let parts = [
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, Part(begin, repeated, times, end)) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("the part begins");
        zip.write_all(begin.as_bytes()).expect("it is written");
        for _ in 0..*times {
            zip.write_all(repeated.as_bytes()).expect("it is written");
        }
        zip.write_all(end.as_bytes()).expect("it ends");
    }
    zip.finish().expect("the workbook ends");
}

/// What the program says, and the most memory it held, in megabytes.
fn import(folder: &Path, book: &Path) -> (String, u64) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.args(["import", "--dry-run"]).arg(book).env("THROUGHLINE_FOLDER", folder);
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    // The system keeps the highest value, so the last one that was seen is the highest.
    let watching = std::thread::spawn(move || {
        let mut most = 0;
        while let Some(now) = std::fs::read_to_string(&status).ok().as_deref().and_then(held) {
            most = now;
            std::thread::sleep(Duration::from_millis(2));
        }
        most
    });
    let output = child.wait_with_output().expect("it ends");
    let told = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&told).into_owned(), watching.join().expect("it was watched") / 1024)
}

/// Kilobytes; None when the process is gone.
fn held(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[test]
fn no_workbook_takes_much_memory() {
    let laptop = TempDir::new().expect("a folder");
    let none = strings(String::new(), 0);
    let plain = sheet("", String::new(), 0);
    let far = r#"<dimension ref="A1:XFD1048576"/>"#;
    let cases = [
        ("bomb", sheet("", "<row><c><v>1</v></c></row>".repeat(40_000), 800), &none, "unfolds to more"),
        ("far", sheet(far, r#"<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#.to_owned(), 1), &none, "columns"),
        ("empty", sheet("", "<row><c/><c/></row>".repeat(1_000), 500), &none, "rows"),
    ];
    for (name, sheet, strings, said) in &cases {
        measured(&laptop, name, sheet, strings, said);
    }
    measured(
        &laptop,
        "texts",
        &plain,
        &strings(format!("<si><t>{}</t></si>", "a".repeat(1 << 20)), 700),
        "unfolds to more",
    );
}

fn measured(laptop: &TempDir, name: &str, sheet: &Part, strings: &Part, said: &str) {
    let book = laptop.path().join(format!("{name}.xlsx"));
    write(&book, sheet, strings);
    let (told, most) = import(&laptop.path().join("data"), &book);
    assert!(told.contains(said), "{name}: {told}");
    assert!((1..BOUND).contains(&most), "{name}: {most} MB");
    println!("{name}: {} kB unfolded in {most} MB", std::fs::metadata(&book).map_or(0, |file| file.len() / 1024));
}
