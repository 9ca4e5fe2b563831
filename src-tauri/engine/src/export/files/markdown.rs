//! The list as Markdown: one table, then each opportunity with its receipt.

use super::{Delivery, Quote, Ranked, RankedList, stage_in_words};
use crate::model::Range;
use crate::score::{EvidenceCounts, numbers};

/// Text from outside is escaped: a title can't add a column, a heading, a link or HTML.
pub fn markdown(list: &RankedList) -> String {
    let mut text = format!("# Opportunities of {}\n\n{}\n\n", escaped(&list.workspace), preface(list));
    let value = escaped(&format!("Value, {}", list.points));
    text.push_str(&format!("| # | Opportunity | {value} | Rank holds | Evidence | Stage | Delivery |\n"));
    text.push_str("| --: | --- | --: | --- | --- | --- | --- |\n");
    for ranked in &list.opportunities {
        text.push_str(&row(ranked));
    }
    for ranked in &list.opportunities {
        text.push_str(&section(ranked, &list.currency));
    }
    text
}

fn preface(list: &RankedList) -> String {
    let n = u32::try_from(list.opportunities.len()).unwrap_or(u32::MAX);
    let hidden = match list.hidden {
        0 => String::new(),
        hidden => format!(", {} left out by filters", numbers::count(hidden)),
    };
    format!(
        "{}{hidden}. Reach counts {}. Values are P50 with P10 to P90 from {} draws, seed {}. Written {}.",
        numbers::counted(n, "opportunity", "opportunities"),
        escaped(&list.reach_unit),
        numbers::count(list.draws),
        list.seed,
        list.written_at.rfc3339(),
    )
}

fn row(ranked: &Ranked) -> String {
    let rank = ranked.rank.map(numbers::count).unwrap_or_default();
    let value = ranked.value.map_or_else(
        || "Not set".to_owned(),
        |value| {
            let range = Range { low: value.p10, likely: value.p50, high: value.p90 };
            let spread =
                if range.is_exact() { String::new() } else { format!(" ({})", numbers::range_in_words(range)) };
            format!("{}{spread}", numbers::number(value.p50))
        },
    );
    let holds = ranked.top.map(|top| format!("top {}, {}", top.k, numbers::share(top.chance))).unwrap_or_default();
    let delivery = ranked.delivery.as_ref().map_or_else(|| "Not sent".to_owned(), link);
    format!(
        "| {rank} | {} ({}) | {value} | {holds} | {} | {} | {delivery} |\n",
        escaped(&ranked.title),
        ranked.label,
        evidence(&ranked.evidence),
        stage_in_words(ranked.stage),
    )
}

fn section(ranked: &Ranked, currency: &str) -> String {
    let statement =
        if ranked.statement.trim().is_empty() { String::new() } else { format!("{}\n\n", escaped(&ranked.statement)) };
    let receipt: String = ranked.receipt.text.lines().map(|line| format!("    {line}\n")).collect();
    let behind = &ranked.evidence;
    let revenue = if behind.customers > behind.revenue_unknown {
        format!(", {} a year", numbers::money(behind.revenue, currency))
    } else {
        String::new()
    };
    format!(
        "\n## {}: {}\n\n{statement}{}, {}, {}{revenue}.\n\n{}{receipt}",
        ranked.label,
        escaped(&ranked.title),
        numbers::counted(behind.signals(), "signal", "signals"),
        numbers::counted(behind.reporters, "person", "people"),
        numbers::counted(behind.customers, "customer", "customers"),
        quotes(&ranked.quotes),
    )
}

/// Each as a block quotation with who said it.
fn quotes(quotes: &[Quote]) -> String {
    quotes.iter().map(|quote| format!("> {}\n>\n> {}\n\n", escaped(&quote.text), escaped(&quote.who))).collect()
}

pub(super) fn evidence(counts: &EvidenceCounts) -> String {
    let families = [
        (counts.voices, "voice", "voices"),
        (counts.operations, "from operations", "from operations"),
        (counts.changes, "change", "changes"),
    ];
    let present: Vec<String> =
        families.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| numbers::counted(n, one, many)).collect();
    if present.is_empty() { "none".to_owned() } else { present.join(", ") }
}

fn link(item: &Delivery) -> String {
    let words = escaped(&format!("{}, {}", item.label, item.status));
    let plain = item.url.starts_with("https://") || item.url.starts_with("http://");
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>|\\".contains(c);
    if plain && !item.url.contains(odd) { format!("[{words}](<{}>)", item.url) } else { words }
}

/// One line in which no character means anything to Markdown (CommonMark, "Backslash escapes").
pub fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if c.is_ascii_punctuation() && !",.;:?'\"/%()-+".contains(c) || (line.is_empty() && "-+".contains(c)) {
                line.push('\\');
            }
            line.push(c);
        }
    }
    number_escaped(line)
}

/// `1. First` at the beginning of a line would become a list.
fn number_escaped(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line,
    }
}
