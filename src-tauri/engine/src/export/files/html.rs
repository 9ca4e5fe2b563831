//! A table as one page that needs nothing else: no script, nothing from elsewhere, light or dark as the reader likes,
//! and fit for paper.

use super::sheet::{Cell, Report, Sheet};

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1d22;--soft:#5b6070;--line:#dcdfe6;--paper:#fff;--mark:#3a5bd9;--band:#c9d3f7}\
@media (prefers-color-scheme:dark){:root{--ink:#e8eaf0;--soft:#a0a6b6;--line:#343844;--paper:#16181d;--mark:#8fa5ff;--band:#37457d}}\
*{box-sizing:border-box}\
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.45 system-ui,sans-serif}\
main{max-width:1180px;margin:0 auto;padding:32px 24px}\
h1{margin:0 0 8px;font-size:22px}\
h2{margin:32px 0 4px;font-size:16px}\
p{margin:2px 0;color:var(--soft)}\
table{width:100%;margin-top:20px;border-collapse:collapse}\
th,td{padding:8px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}\
th{color:var(--soft);font-size:12px;font-weight:600}\
.right{text-align:right;font-variant-numeric:tabular-nums}\
.under{display:block;color:var(--soft);font-size:12px}\
a{color:var(--mark)}\
svg{display:block;width:100%;height:8px;margin-top:4px}\
.band{fill:var(--band)}.likely{fill:var(--mark)}\
@media print{@page{size:A4 landscape;margin:14mm}\
:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--mark:#3a5bd9;--band:#c9d3f7}\
main{max-width:none;padding:0}thead{display:table-header-group}tr{break-inside:avoid}a{text-decoration:none}}";

/// The whole page. Text from outside is escaped and stands in elements of its own, so that neither markup nor the
/// direction of its letters reaches what is around it.
pub fn html(sheet: &Sheet) -> String {
    framed(&sheet.title, &(heading(&sheet.title, "h1", &sheet.lead) + &table(sheet)))
}

/// The same of several tables, each under a title of its own.
pub fn html_report(report: &Report) -> String {
    let mut main = heading(&report.title, "h1", &report.lead);
    for part in &report.parts {
        let (head, table) = (heading(&part.title, "h2", &part.lead), table(part));
        main.push_str(&format!("<section>\n{head}{table}</section>\n"));
    }
    framed(&report.title, &main)
}

fn framed(title: &str, main: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{main}</main>\n</body>\n</html>\n"
    )
}

fn heading(title: &str, level: &str, lead: &[String]) -> String {
    let mut head = format!("<{level}><bdi>{}</bdi></{level}>\n", escaped(title));
    for sentence in lead {
        head.push_str(&format!("<p><bdi>{}</bdi></p>\n", escaped(sentence)));
    }
    head
}

fn table(sheet: &Sheet) -> String {
    let mut table = String::from("<table>\n<thead>\n<tr>");
    for head in &sheet.heads {
        let width = head.share * 100.0;
        table.push_str(&format!(
            "<th scope=\"col\"{} style=\"width:{width:.0}%\">{}</th>",
            class(head.right),
            escaped(&head.name)
        ));
    }
    table.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &sheet.rows {
        table.push_str("<tr>");
        for (cell, head) in row.iter().zip(&sheet.heads) {
            table.push_str(&format!("<td{}>{}</td>", class(head.right), content(cell)));
        }
        table.push_str("</tr>\n");
    }
    table.push_str("</tbody>\n</table>\n");
    if sheet.rows.is_empty() {
        table.push_str(&format!("<p>{}</p>\n", escaped(&sheet.empty)));
    }
    table
}

fn class(right: bool) -> &'static str {
    if right { " class=\"right\"" } else { "" }
}

fn content(cell: &Cell) -> String {
    let mut inner = format!("<bdi>{}</bdi>", escaped(&cell.text));
    if let Some(address) = cell.link.as_deref().filter(|address| is_page(address)) {
        inner = format!("<a href=\"{}\" rel=\"noopener noreferrer\">{inner}</a>", escaped(address));
    }
    if !cell.under.is_empty() {
        inner.push_str(&format!("<span class=\"under\"><bdi>{}</bdi></span>", escaped(&cell.under)));
    }
    if let Some([low, likely, high]) = cell.bar.map(|bar| bar.map(|part| part * 100.0)) {
        let width = (high - low).max(0.5);
        inner.push_str(&format!(
            "<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect class=\"band\" x=\"{low:.1}\" y=\"2\" width=\"{width:.1}\" height=\"4\"/>\
             <rect class=\"likely\" x=\"{:.1}\" y=\"0\" width=\"1\" height=\"8\"/></svg>",
            likely.min(99.0)
        ));
    }
    inner
}

fn is_page(address: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control();
    (address.starts_with("https://") || address.starts_with("http://")) && !address.contains(odd)
}

/// Text that no reader of HTML takes for anything else. Control characters become spaces.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}
