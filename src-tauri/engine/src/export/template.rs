//! Templates of drafts: what a person writes stays as written, what comes from outside is made plain for the tracker,
//! wherever the template puts it. A template can do nothing but write: it reads no file, calls no other template, and
//! ends when its fuel does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, UndefinedBehavior};
use serde::Serialize;
use ts_rs::TS;

use super::redact;
use crate::connectors::{Style, web_address};
use crate::sentence::capital;

/// What makes a draft until a person writes a template.
pub const USUAL: &str = include_str!("usual.txt");

/// A template may have so many characters.
pub const LONGEST: usize = 20_000;

/// Steps of a template, and the 64 bytes each that it writes.
const FUEL: u64 = 50_000;

/// Marks where text from outside ends in a sign, until it is known what the template has behind it. [`cleaned`] leaves no
/// such letter in what comes from outside.
///
/// [`cleaned`]: crate::connectors::cleaned
const SEAM: char = '\u{e000}';

/// What could begin something together with what stands behind it: a mention, a reference, a picture, a link.
const SIGNS: &str = "@#!~&%$[]<({\\*_^+-=|/`\":";

/// Invisible; a sign before it isn't one with what stands behind it.
const BREAK: char = '\u{200b}';

/// Where and why a template can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TemplateProblem {
    /// From 1; the column counts characters.
    pub line: u32,
    pub column: u32,
    pub what: String,
}

impl TemplateProblem {
    /// `Line 3, column 7: unknown function: headline is unknown`
    pub fn in_words(&self) -> String {
        format!("Line {}, column {}: {}.", self.line, self.column, self.what.trim_end_matches('.'))
    }
}

/// What a template made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// In the tracker's markup.
    pub text: String,
    /// Pieces of personal data that were taken out of what stands in it.
    pub redactions: u32,
}

/// Names of `story` and what they hold, and the functions of a template, for people.
pub const NAMES: &[(&str, &str)] = &[
    ("label", "OPP-31"),
    ("title", "its title"),
    ("statement", "the problem"),
    ("hypothesis", "what should get better"),
    ("expected", "the metric, and how far it should move"),
    ("service", "what it is about"),
    ("owner", "who owns it"),
    ("day", "today"),
    ("evidence.summary", "how many voices, people, customers"),
    ("evidence.links", "a list with title, address and who of each"),
    ("quotes", "a list with text and who of each"),
    ("value", "with number, range, method, as_of and the whole receipt; empty while there is no score"),
    ("risks", "a list with kind, level, score, judged and by of each"),
    ("causes", "a list of dimensions with found (text, confirmed) and nothing_found"),
    ("notes", "a list of annotations that nobody has resolved"),
    ("heading(…)", "a heading"),
    ("text(…)", "a paragraph"),
    ("quote(…)", "a quotation"),
    ("bullet(…)", "a line of a list"),
    ("link(…, …)", "a link: what it says, and where it leads"),
];

/// Writes what `template` says of `story`, whose texts are untrusted but clean.
pub fn render(template: &str, story: &serde_json::Value, style: Style) -> Result<Rendered, TemplateProblem> {
    let long = template.chars().count();
    if long > LONGEST {
        let what = format!("The template has {long} characters; at most {LONGEST} fit");
        return Err(TemplateProblem { line: 1, column: 1, what });
    }
    let removed = Arc::new(AtomicU32::new(0));
    let environment = environment(style, &removed);
    let written = environment.template_from_str(template).and_then(|found| found.render(Serde(story)));
    let text = joined(&written.map_err(|error| problem(template, &error))?);
    Ok(Rendered { text: text.trim().to_owned(), redactions: removed.load(Ordering::Relaxed) })
}

/// Without the filters, tests and functions that templates elsewhere have: none can make outside text count as markup.
fn environment<'a>(style: Style, removed: &Arc<AtomicU32>) -> Environment<'a> {
    let mut environment = Environment::empty();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("tracker".into()));

    let count = Arc::clone(removed);
    environment.set_formatter(move |out: &mut Output, _, value| {
        if value.is_none() {
            return Ok(());
        }
        out.write_str(&plain(value, style.inline, &count)).map_err(Error::from)
    });
    let count = Arc::clone(removed);
    environment
        .add_function("text", move |value: Value| said(&value, style.plain, &count).map(Value::from_safe_string));
    let count = Arc::clone(removed);
    environment.add_function("heading", move |value: Value| {
        Ok::<_, Error>(Value::from_safe_string((style.heading)(&one_line(&said(&value, style.inline, &count)?))))
    });
    let count = Arc::clone(removed);
    environment.add_function("quote", move |value: Value| {
        Ok::<_, Error>(Value::from_safe_string((style.quote)(
            said(&value, style.plain, &count)?.trim_end_matches(SEAM),
        )))
    });
    let count = Arc::clone(removed);
    environment.add_function("bullet", move |value: Value| {
        Ok::<_, Error>(Value::from_safe_string((style.bullet)(&one_line(&said(&value, style.inline, &count)?))))
    });
    let count = Arc::clone(removed);
    environment.add_function("link", move |label: Value, address: Value| {
        let address = web_address(&address.to_string());
        let Some(address) = address else {
            return said(&label, style.inline, &count).map(Value::from_safe_string);
        };
        let words = one_line(&label.to_string());
        count.fetch_add(redact::removed_from(&words), Ordering::Relaxed);
        Ok(Value::from_safe_string((style.link)(&words, &address)))
    });
    environment
}

/// A value as an argument: what is no value of the story is a slip of the template.
fn said(value: &Value, escape: fn(&str) -> String, removed: &AtomicU32) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(Error::new(ErrorKind::UndefinedError, "there is no such name"));
    }
    Ok(if value.is_none() { String::new() } else { plain(value, escape, removed) })
}

/// Markup that a function made stays; everything else is text.
fn plain(value: &Value, escape: fn(&str) -> String, removed: &AtomicU32) -> String {
    let text = value.to_string();
    if value.is_safe() {
        return text;
    }
    removed.fetch_add(redact::removed_from(&text), Ordering::Relaxed);
    let seam = if text.ends_with(|c: char| SIGNS.contains(c)) { SEAM.to_string() } else { String::new() };
    escape(&text) + &seam
}

/// A sign at the end of outside text must not begin something together with what the template has behind it.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if c != SEAM {
            out.push(c);
        } else if letters.peek().is_some_and(|next| !next.is_whitespace() && *next != SEAM) {
            out.push(BREAK);
        }
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn problem(template: &str, error: &Error) -> TemplateProblem {
    let line = error.line().unwrap_or(1);
    let start = error.range().map(|range| range.start).filter(|start| template.is_char_boundary(*start));
    let column = start
        .and_then(|start| template.get(..start))
        .map_or(1, |before| before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
    let what = match error.kind() {
        ErrorKind::OutOfFuel => "The template writes or repeats too much".to_owned(),
        ErrorKind::UndefinedError => format!("There is no such name{}", detail(error)),
        kind => format!("{}{}", capital(&kind.to_string()), detail(error)),
    };
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    TemplateProblem { line: number(line), column: number(column), what }
}

fn detail(error: &Error) -> String {
    error.detail().map(|detail| format!(": {detail}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const SHOUT: Style = Style {
        heading: |text| format!("# {text}"),
        quote: |text| format!("> {text}"),
        bullet: |text| format!("- {text}"),
        link: |label, address| format!("[{}]({address})", label.replace('@', "(at)")),
        plain: |text| text.replace('@', "(at)"),
        inline: |text| text.replace('@', "(at)"),
    };

    fn made(template: &str) -> Result<String, String> {
        let story = json!({ "title": "Write to @all", "end": "see @", "list": ["a", "b", "@c"], "none": null });
        render(template, &story, SHOUT).map(|made| made.text).map_err(|problem| problem.in_words())
    }

    #[rstest]
    #[case("@person: {{ title }}!", "@person: Write to (at)all!")]
    #[case("{{ heading(title) }} {{ text(title) ~ title }}", "# Write to (at)all Write to (at)allWrite to (at)all")]
    #[case("{% set x %}{{ title }}{% endset %}{{ x }}", "Write to (at)all")]
    #[case("{% autoescape false %}{{ title }}{% endautoescape %}", "Write to (at)all")]
    #[case(
        "{{ link(title, 'https://a.example/x') }} {{ link(title, 'javascript:x') }}",
        "[Write to (at)all](https://a.example/x) Write to (at)all"
    )]
    #[case("{% for one in list[:2] %}{{ one }},{% endfor %}{{ none }}", "a,b,")]
    #[case("{{ list }}", "['a', 'b', '(at)c']")]
    fn outside_text_is_plain_wherever_it_stands(#[case] template: &str, #[case] wanted: &str) {
        assert_eq!(made(template).as_deref(), Ok(wanted));
    }

    #[rstest]
    #[case("ok\n  {{ titel }}", "Line 2, column 6: There is no such name")]
    #[case("{{ title|safe }}", "Line 1, column 10: Unknown filter")]
    #[case("{% include 'x' %}", "Line 1, column 4: Syntax error")]
    #[case("{{ title", "Line 1, column")]
    #[case(
        "{% for a in list %}{% for b in list %}{{ title * 100000 }}{% endfor %}{% endfor %}",
        "Line 1, column 42: The template"
    )]
    fn a_slip_is_told_with_its_place(#[case] template: &str, #[case] wanted: &str) {
        let told = made(template).unwrap_err();
        assert!(told.starts_with(wanted), "{told}");
    }

    #[test]
    fn a_sign_at_the_end_does_not_reach_the_next_word() {
        assert_eq!(made("{{ end }}root").as_deref(), Ok("see (at)\u{200b}root"));
        assert_eq!(made("{{ end }} root\n{{ end }}").as_deref(), Ok("see (at) root\nsee (at)"));
    }
}
