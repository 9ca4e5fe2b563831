//! Markdown as flat blocks of styled text. Nothing of it is ever markup again: tags stay the letters they are, images
//! become links, and only web addresses are links at all.

use std::sync::LazyLock;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};
use regex::Regex;

use crate::api::types::{BlockKind, TextBlock, TextSpan};

/// Deeper lists and quotations are drawn at this depth.
const DEEPEST: u8 = 6;

/// A bare web address: up to white space, quotation marks or brackets.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"https?://[^\s<>"'`{}|\\^\[\]]+"#).ok());

/// The blocks of `text` in reading order.
pub fn blocks(text: &str) -> Vec<TextBlock> {
    let mut reading = Reading::default();
    for event in TextMergeStream::new(Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH)) {
        reading.take(event);
    }
    reading.end_block();
    reading.blocks
}

/// The words alone, a block a line; items keep their marker.
pub fn plain(text: &str) -> String {
    let lines = blocks(text).into_iter().filter(|block| block.kind != BlockKind::Rule).map(|block| {
        let words: String = block.spans.into_iter().map(|span| span.text).collect();
        if block.marker.is_empty() { words } else { format!("{} {words}", block.marker) }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether `url` is one of the links in `text`.
pub fn links_to(text: &str, url: &str) -> bool {
    blocks(text).iter().flat_map(|block| &block.spans).any(|span| span.url.as_deref() == Some(url))
}

#[derive(Default)]
struct Reading {
    blocks: Vec<TextBlock>,
    /// What stands in the block being read, and what it is.
    spans: Vec<TextSpan>,
    kind: Option<BlockKind>,
    marker: String,
    /// A list in the text with its next number; None for one with bullets.
    lists: Vec<Option<u64>>,
    quotes: u8,
    strong: u32,
    emphasis: u32,
    struck: u32,
    links: Vec<Option<String>>,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.kind == Some(BlockKind::Code) => self.add(&text, false),
            Event::Text(text) => self.add_with_addresses(&text),
            Event::Code(text) => self.add(&text, true),
            // Tags mean nothing here; they are shown as they were written.
            Event::Html(text) | Event::InlineHtml(text) => self.add(&text, false),
            Event::SoftBreak | Event::HardBreak => self.add("\n", false),
            Event::Rule => {
                self.end_block();
                self.kind = Some(BlockKind::Rule);
                self.end_block();
            }
            // Only with options that aren't on.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.begin(BlockKind::Heading),
            Tag::CodeBlock(_) => self.begin(BlockKind::Code),
            Tag::Paragraph | Tag::HtmlBlock => self.begin(BlockKind::Paragraph),
            Tag::BlockQuote(_) => {
                self.end_block();
                self.quotes = self.quotes.saturating_add(1);
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                self.marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                };
                self.kind = Some(BlockKind::Item);
            }
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { link_type, dest_url, .. } => {
                let mail = link_type == LinkType::Email;
                self.links.push(web(&dest_url).filter(|_| !mail));
            }
            Tag::Image { dest_url, .. } => self.links.push(web(&dest_url)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Item => {
                self.end_block();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                self.links.pop();
            }
            _ => {}
        }
    }

    /// A block begins. The first one in an item is the item itself.
    fn begin(&mut self, kind: BlockKind) {
        if self.kind == Some(BlockKind::Item) && self.spans.is_empty() && kind == BlockKind::Paragraph {
            return;
        }
        self.end_block();
        let quoted = self.quotes > 0 && kind == BlockKind::Paragraph;
        self.kind = Some(if quoted { BlockKind::Quote } else { kind });
    }

    fn end_block(&mut self) {
        let Some(kind) = self.kind.take() else {
            if self.spans.is_empty() {
                return;
            }
            // Text right in a list item after a block of its own.
            return self.push(BlockKind::Paragraph);
        };
        if kind == BlockKind::Rule || !self.marker.is_empty() || !self.spans.is_empty() {
            self.push(kind);
        }
    }

    fn push(&mut self, kind: BlockKind) {
        let mut spans = std::mem::take(&mut self.spans);
        if let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        let lists = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let depth = lists.saturating_add(self.quotes).min(DEEPEST);
        self.blocks.push(TextBlock { kind, depth, marker: std::mem::take(&mut self.marker), spans });
    }

    fn add(&mut self, text: &str, code: bool) {
        let url = self.links.last().cloned().flatten();
        self.push_span(text, code, url);
    }

    /// Bare addresses become links, as people expect of what they paste.
    fn add_with_addresses(&mut self, text: &str) {
        let Some(address) = ADDRESS.as_ref().filter(|_| self.links.is_empty()) else { return self.add(text, false) };
        let mut from = 0;
        for found in address.find_iter(text) {
            let url = without_punctuation(found.as_str());
            self.push_span(&text[from..found.start()], false, None);
            self.push_span(url, false, web(url));
            from = found.start() + url.len();
        }
        self.push_span(&text[from..], false, None);
    }

    fn push_span(&mut self, text: &str, code: bool, url: Option<String>) {
        if text.is_empty() {
            return;
        }
        let span = TextSpan {
            text: String::new(),
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            struck: self.struck > 0,
            code,
            url,
        };
        match self.spans.last_mut() {
            Some(last) if (TextSpan { text: String::new(), ..last.clone() }) == span => last.text.push_str(text),
            _ => self.spans.push(TextSpan { text: text.to_owned(), ..span }),
        }
    }
}

/// An address for a browser, or nothing.
fn web(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| url.to_owned())
}

/// A sentence's own signs at the end of an address aren't part of it; a closing bracket is if it was opened in it.
fn without_punctuation(url: &str) -> &str {
    let mut url = url;
    loop {
        let shorter = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
        let closes = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let next = if closes { &shorter[..shorter.len() - 1] } else { shorter };
        if next.len() == url.len() {
            return url;
        }
        url = next;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One line a block: kind, depth, marker, and the spans with their looks.
    fn drawn(text: &str) -> String {
        let line = |block: &TextBlock| {
            let spans: Vec<String> = block.spans.iter().map(span).collect();
            format!("{:?} {} {}{}", block.kind, block.depth, block.marker, spans.join(""))
        };
        blocks(text).iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn span(span: &TextSpan) -> String {
        let looks: String = [(span.strong, 'b'), (span.emphasis, 'i'), (span.struck, 's'), (span.code, 'c')]
            .into_iter()
            .filter_map(|(on, letter)| on.then_some(letter))
            .collect();
        let url = span.url.as_ref().map_or_else(String::new, |url| format!("→{url}"));
        format!("[{looks}|{}{url}]", span.text.replace('\n', "⏎"))
    }

    #[test]
    fn markdown_becomes_blocks_and_spans() {
        let text = "# Month picker\nHides the **failed _run_**.\nStart on `newest`.\n\n1. one\n2. two\n   - deep\n\n> said\n\n---\n\n    code <b>";
        insta::assert_snapshot!(drawn(text), @r"
        Heading 0 [|Month picker]
        Paragraph 0 [|Hides the ][b|failed ][bi|run][|.⏎Start on ][c|newest][|.]
        Item 1 1.[|one]
        Item 1 2.[|two]
        Item 2 •[|deep]
        Quote 1 [|said]
        Rule 0 
        Code 0 [|code <b>]
        ");
    }

    #[test]
    fn nothing_becomes_markup_and_only_web_addresses_are_links() {
        let text = "<img src=x onerror=alert(1)> <script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](data:text/html,x) [c](file:///etc/passwd) [d](https://x.example/a_b?c=1&d=2)\n\n![shot](https://y.example/p.png) see https://z.example/q_(w). And (https://v.example/r), <https://u.example/>, me@x.example @maya";
        insta::assert_snapshot!(drawn(text), @r"
        Paragraph 0 [|<img src=x onerror=alert(1)> <script>alert(1)</script>]
        Paragraph 0 [|a b c ][|d→https://x.example/a_b?c=1&d=2]
        Paragraph 0 [|shot→https://y.example/p.png][| see ][|https://z.example/q_(w)→https://z.example/q_(w)][|. And (][|https://v.example/r→https://v.example/r][|), ][|https://u.example/→https://u.example/][|, me@x.example @maya]
        ");
        assert!(links_to(text, "https://v.example/r"));
        assert!(!links_to(text, "javascript:alert(1)"));
    }

    #[test]
    fn the_words_alone_can_be_had() {
        assert_eq!(
            plain("**Say** which:\n\n- entry\n- row [two](https://x.example)"),
            "Say which:\n• entry\n• row two"
        );
    }

    #[test]
    fn endless_nesting_ends() {
        let deep = format!("{} end", ">".repeat(20_000));
        assert!(blocks(&deep).iter().all(|block| block.depth <= DEEPEST));
        let lists: String = (0..400).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
        assert!(blocks(&lists).iter().all(|block| block.depth <= DEEPEST));
    }

    proptest! {
        #[test]
        fn every_text_can_be_read(text in "(?s)[-#>*_~`\\[\\]()!<>&a1.\n https:/]{0,200}") {
            for span in blocks(&text).iter().flat_map(|block| &block.spans) {
                prop_assert!(span.url.as_ref().is_none_or(|url| url.starts_with("http")));
            }
        }
    }
}
