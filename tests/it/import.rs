//! File import: what is proposed, what each row becomes, and what is said about rows that don't fit.

use std::io::Cursor;

use engine::error::Problem;
use engine::import::{DateOrder, FileFormat, Mapping, Plan, Table, Taken, Target};
use engine::model::{Kind, Record, Severity, Status};
use rstest::rstest;

pub type Bytes = Cursor<Vec<u8>>;

pub fn try_table(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Table<Bytes>, Problem> {
    Table::open(name, Cursor::new(bytes.into()), &|| false)
}

pub fn table(name: &str, bytes: impl Into<Vec<u8>>) -> Table<Bytes> {
    match try_table(name, bytes) {
        Ok(table) => table,
        Err(problem) => panic!("{name} opens: {problem}"),
    }
}

fn fixture(name: &str) -> Table<Bytes> {
    let path = format!("{}/fixtures/import/{name}", env!("CARGO_MANIFEST_DIR"));
    table(name, std::fs::read(path).expect("the fixture is there"))
}

pub fn plan(table: &mut Table<Bytes>, mapping: &Mapping) -> Plan {
    table.plan(mapping, &|_| false, &|| false).expect("the file can be read")
}

pub fn proposed(table: &mut Table<Bytes>) -> Plan {
    let mapping = table.proposal();
    plan(table, &mapping)
}

/// One line a remark, as the preview shows it.
pub fn remarks(plan: &Plan) -> String {
    let lines = plan.problems.iter().map(|problem| {
        let column = problem.column.as_deref().map_or(String::new(), |column| format!(", {column}"));
        let kept = if problem.left_out { "Row left out" } else { problem.kept.as_str() };
        format!("Row {}{column}: {} [{kept}]", problem.row, problem.what)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The records an import writes and the rows it sets aside.
pub fn import(table: &mut Table<Bytes>) -> (Vec<Record>, Vec<String>) {
    let mapping = table.proposal();
    let plan = plan(table, &mapping);
    let (mut records, mut aside) = (Vec::new(), Vec::new());
    let done = table.import(&mapping, &plan, &mut |taken| {
        match taken {
            Taken::Record(record) => records.push(*record),
            Taken::SetAside(row) => aside.push(format!("{}: {}", row.row, row.reason)),
            Taken::Older => {}
        }
        true
    });
    done.expect("the file can be read");
    (records, aside)
}

#[test]
fn an_export_with_european_dates_and_amounts_is_understood() {
    let mut table = fixture("key-accounts-nov.csv");
    let mapping = table.proposal();
    assert_eq!(
        mapping.columns,
        [
            Target::ExternalId,
            Target::HappenedAt,
            Target::Title,
            Target::Body,
            Target::Customer,
            Target::Revenue,
            Target::Severity,
            Target::LeaveOut,
        ]
    );
    assert_eq!((mapping.date_order, mapping.decimal_comma, mapping.kind), (DateOrder::DayFirst, true, Kind::Ticket));
    assert_eq!((table.format(), table.encoding(), table.delimiter()), (FileFormat::Csv, "UTF-8", Some("comma")));

    let plan = plan(&mut table, &mapping);
    assert_eq!((plan.rows, plan.clean, plan.noted, plan.left_out), (12, 7, 3, 2));
    insta::assert_snapshot!(remarks(&plan), @"
    Row 5, Opened: “31/02/2026” is not a date [Row left out]
    Row 7, ARR: “n/a” is not a number [Kept, revenue empty]
    Row 8, Text: Empty [Kept, title used]
    Row 9, Opened: “tomorrow” is not a date [Row left out]
    Row 11, Ticket ID: T-20890 is also in row 10 [Newer one kept]
    ");
    let first = &plan.first[0];
    assert_eq!(first.happened_at.rfc3339(), "2026-11-03T08:12:00Z");
    assert_eq!(first.severity, Some(Severity::High));
    assert_eq!(first.customer.as_ref().and_then(|customer| customer.revenue), Some(96_000));
}

#[test]
fn the_newer_row_of_one_id_is_written_wherever_it_stands() {
    let text = "id,created,updated,title\n\
        7,2026-11-01,2026-11-09,Newest\n7,2026-11-01,2026-11-02,Oldest\n8,2026-11-01,2026-11-02,Other\n";
    let (records, aside) = import(&mut table("tickets.csv", text));
    let titles: Vec<&str> = records.iter().map(|record| record.title.as_str()).collect();
    assert_eq!((titles, aside.len()), (vec!["Newest", "Other"], 0));
}

#[test]
fn jira_issues_are_found_in_their_object() {
    let mut table = fixture("jira.json");
    assert_eq!((table.format(), table.rows()), (FileFormat::Json, 2));
    let (records, aside) = import(&mut table);
    assert!(aside.is_empty());
    let first = &records[0];
    assert_eq!(
        (first.external_id.as_str(), first.title.as_str(), first.kind, first.severity, first.status),
        ("PAY-1", "Timeout at the payment step", Kind::Ticket, Some(Severity::Critical), Status::Open)
    );
    assert_eq!(first.happened_at.rfc3339(), "2026-11-03T07:12:00Z");
    assert_eq!(first.reporter.as_ref().and_then(|person| person.email.as_deref()), Some("maya@calder.example"));
    let second = &records[1];
    assert_eq!((second.kind, second.status), (Kind::Feedback, Status::Resolved));
    assert_eq!(second.resolved_at.map(|at| at.rfc3339()).as_deref(), Some("2026-11-06T09:00:00Z"));
}

#[test]
fn a_broken_line_of_ndjson_does_not_hide_the_next() {
    let mut table = fixture("feedback.ndjson");
    assert_eq!(table.format(), FileFormat::Ndjson);
    let plan = proposed(&mut table);
    assert_eq!((plan.rows, plan.clean, plan.noted, plan.left_out), (4, 2, 1, 1));
    insta::assert_snapshot!(remarks(&plan), @"
    Row 2, user.email: “tom at vela” is not an e-mail address [Kept, e-mail empty]
    Row 3: This is not valid JSON [Row left out]
    ");
    assert_eq!(plan.first[0].kind, Kind::Feedback);
}

#[rstest]
#[case("id;subject;created\n1;A;2026-11-03\n", "semicolon")]
#[case("id\tsubject\tcreated\n1\tA, b\t2026-11-03\n", "tab")]
#[case("id|subject|created\n1|A, b|2026-11-03\n", "pipe")]
#[case("id,subject,created\r\n1,\"A;b;c\",2026-11-03\r\n", "comma")]
fn separators_are_found(#[case] text: &str, #[case] delimiter: &str) {
    let mut table = table("tickets.csv", text);
    assert_eq!(table.delimiter(), Some(delimiter));
    assert_eq!(proposed(&mut table).clean, 1);
}

#[rstest]
#[case(b"\xEF\xBB\xBFid,subject,created\n1,Caf\xC3\xA9,2026-11-03\n".to_vec(), "UTF-8")]
#[case(b"id,subject,created\n1,Caf\xE9,2026-11-03\n".to_vec(), "Windows-1252")]
#[case("\u{FEFF}id,subject,created\n1,Café,2026-11-03\n".encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16")]
fn encodings_are_found(#[case] bytes: Vec<u8>, #[case] encoding: &str) {
    let mut table = table("tickets.csv", bytes);
    assert_eq!(table.encoding(), encoding);
    assert_eq!(table.columns()[0].name, "id");
    assert_eq!(proposed(&mut table).first[0].title, "Café");
}

#[test]
fn month_first_is_proved_by_one_date() {
    let text = "subject,created\nA,03/11/2026\nB,11/25/2026\n";
    let mut table = table("tickets.csv", text);
    assert_eq!(table.proposal().date_order, DateOrder::MonthFirst);
    assert_eq!(proposed(&mut table).first[0].happened_at.rfc3339(), "2026-03-11T00:00:00Z");
}

/// What each tool's export becomes, as `column → target` for all columns that aren't left out.
#[rstest]
#[case::zendesk(
    "Id,Subject,Description,Status,Priority,Created at,Updated at,Solved at,Organization,Requester,Requester email,Group",
    "35,Cannot pay,The card is refused,Pending,Urgent,2026-11-03 08:12,2026-11-04 09:00,,Vela,Ida,ida@vela.example,Level 2",
    "external_id title body status severity happened_at updated_at resolved_at customer reporter_name reporter_email -"
)]
#[case::jira(
    "Summary,Issue key,Issue id,Issue Type,Status,Priority,Reporter,Created,Updated,Resolved,Component/s,Description",
    "Cannot pay,PAY-1,10001,Bug,To Do,Highest,Maya,03/Nov/26 8:12 AM,04/Nov/26 9:00 AM,,checkout,Card refused",
    "title external_id - kind status severity reporter_name happened_at updated_at resolved_at service body"
)]
#[case::servicenow(
    "number,short_description,description,priority,state,sys_created_on,sys_updated_on,resolved_at,cmdb_ci,caller_id,company",
    "INC0010,Cannot pay,Card refused,1 - Critical,In Progress,2026-11-03 08:12:00,2026-11-04 09:00:00,,checkout,Ida,Vela",
    "external_id title body severity status happened_at updated_at resolved_at service reporter_name customer"
)]
#[case::freshdesk(
    "Ticket ID,Subject,Status,Priority,Type,Created time,Resolved time,Closed time,Full name,Email,Company Name",
    "7,Cannot pay,Open,High,Problem,2026-11-03 08:12:00,2026-11-04 09:00:00,,Ida,ida@vela.example,Vela",
    "external_id title status severity kind happened_at resolved_at - reporter_name reporter_email customer"
)]
#[case::intercom(
    "conversation_id,started_at,conversation_started_at,user_name,user_email,first_message,state",
    "99,2026-11-03T08:12:00Z,2026-11-03T08:12:00Z,Ida,ida@vela.example,I cannot pay with my card,open",
    "external_id happened_at - reporter_name reporter_email body status"
)]
#[case::github(
    "id,number,title,body,state,user.login,html_url,created_at,updated_at,closed_at",
    "1,42,Cannot pay,Card refused,open,ida,https://github.com/a/b/issues/42,2026-11-03T08:12:00Z,2026-11-04T09:00:00Z,",
    "- external_id title body status reporter_name url happened_at updated_at resolved_at"
)]
fn exports_of_known_tools_need_no_matching(#[case] header: &str, #[case] row: &str, #[case] wanted: &str) {
    let mut table = table("export.csv", format!("{header}\n{row}\n"));
    let words = table.proposal().columns.into_iter().map(|target| match target {
        Target::LeaveOut => "-".to_owned(),
        other => serde_json::to_value(other).expect("a word").as_str().expect("a word").to_owned(),
    });
    assert_eq!(words.collect::<Vec<_>>().join(" "), wanted);
    let plan = proposed(&mut table);
    assert_eq!((plan.clean, remarks(&plan).as_str()), (1, ""));
}

#[test]
fn without_telling_names_the_values_decide() {
    let text = "c1,c2,c3,c4\n\
        A-1,2026-11-03,Cannot sign in,ida@vela.example\nA-2,2026-11-04,Sign in fails again,tom@vela.example\n";
    let wanted = [Target::ExternalId, Target::HappenedAt, Target::Title, Target::ReporterEmail];
    assert_eq!(table("list.csv", text).proposal().columns, wanted);
}

#[test]
fn the_persons_severity_words_come_first() {
    let mut table = table("tickets.csv", "subject,created,priority\nA,2026-11-03,kaput\nB,2026-11-03,P1\n");
    let mut mapping = table.proposal();
    let before = plan(&mut table, &mapping);
    assert_eq!(remarks(&before), "Row 1, priority: “kaput” is not a severity known here [Kept, severity empty]");
    mapping.severities = vec![("Kaput".into(), Severity::Critical), ("P1".into(), Severity::Low)];
    let after = plan(&mut table, &mapping);
    let severities: Vec<_> = after.first.iter().map(|record| record.severity).collect();
    assert_eq!(severities, [Some(Severity::Critical), Some(Severity::Low)]);
}

#[rstest]
#[case("a,created\nx,2026-11-03\n", Some("No column becomes the title."))]
#[case("subject,agent\nx y,z\n", Some("No column says when it happened."))]
#[case("subject,created\n", Some("The file has no rows."))]
#[case("subject,created\nx,2026-11-03\n", None)]
fn what_blocks_an_import_is_said(#[case] text: &str, #[case] blocked: Option<&str>) {
    let table = table("tickets.csv", text);
    assert_eq!(table.blocked(&table.proposal()).as_deref(), blocked);
}

#[test]
fn two_columns_for_one_target_block() {
    let table = table("tickets.csv", "subject,summary,created\nx,y,2026-11-03\n");
    let mapping = Mapping { columns: vec![Target::Title, Target::Title, Target::HappenedAt], ..table.proposal() };
    let blocked = table.blocked(&mapping);
    assert_eq!(blocked.as_deref(), Some("subject and summary both become the title. Choose one of them."));
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let table = table("t.csv", "Subject,subject,,created\na,b,c,2026-11-03\n");
    let names: Vec<&str> = table.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["Subject", "subject (2)", "Column 3", "created"]);
}

#[test]
fn rows_without_an_id_get_the_same_one_every_time() {
    let text = "subject,created\nA,2026-11-03\nB,2026-11-03\nA,2026-11-03\n";
    let ids = |text: &str| -> Vec<String> {
        import(&mut table("t.csv", text)).0.into_iter().map(|record| record.external_id).collect()
    };
    let first = ids(text);
    assert_eq!(first.len(), 2);
    assert_ne!(first[0], first[1]);
    let mut turned = ids("subject,created\nB,2026-11-03\nA,2026-11-03\n");
    turned.reverse();
    let mut sorted = first.clone();
    sorted.sort();
    turned.sort();
    assert_eq!(sorted, turned);
}
