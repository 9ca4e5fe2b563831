//! Searching while typing.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::SignalQuery;
use serde_json::json;
use support::window::Window;
use throughline_bench::corpus::Corpus;
use throughline_bench::table::{Bar, quantile};
use tokio::time::sleep;

use crate::{KEY_TO_SCREEN, Outcome, frames};

/// Of each kind.
const SEARCHES: usize = 10;
/// Between two letters of somebody who types quickly.
const LETTER: Duration = Duration::from_millis(100);
const SHOWING: Duration = Duration::from_millis(500);

/// What the page shows of a result: how many, and which is the first.
type Shown = (usize, Option<u32>);

/// What is typed, and what is found then.
pub struct Search {
    kind: &'static str,
    text: String,
    total: usize,
    top: String,
}

/// Common words, rare ones, two at once, and beginnings of words.
pub async fn choose(engine: &Engine) -> Outcome<Vec<Search>> {
    let corpus = Corpus::new(0);
    let mut searches = Vec::new();
    for n in 0..SEARCHES {
        let beginning: String = corpus.word_at(3_000 + 50 * n).chars().take(3).collect();
        let texts = [
            ("common word", corpus.word_at(10 + 2 * n).to_owned()),
            ("rare word", corpus.word_at(20_000 + 700 * n).to_owned()),
            ("two words", format!("{} {}", corpus.word_at(30 + n), corpus.word_at(400 + 10 * n))),
            ("beginning", beginning),
        ];
        for (kind, text) in texts {
            searches.extend(search(engine, kind, &text).await?);
        }
    }
    Ok(searches)
}

/// `text` as far as its last letter still changes what is found: otherwise nobody can see when the answer has come.
async fn search(engine: &Engine, kind: &'static str, text: &str) -> Outcome<Option<Search>> {
    let typed: Vec<&str> = (0..=text.len()).filter_map(|letters| text.get(..letters)).collect();
    let mut results = Vec::new();
    for text in &typed {
        let ids = engine.signal_ids(SignalQuery { text: text.trim().to_owned(), ..SignalQuery::default() }).await?;
        results.push((ids.len(), ids.first().copied()));
    }
    let Some(last) = last_that_counts(&results) else { return Ok(None) };
    let (Some(text), Some((total, Some(top)))) = (typed.get(last), results.get(last)) else { return Ok(None) };
    Ok(Some(Search { kind, text: (*text).to_owned(), total: *total, top: format!("signal-{top}") }))
}

/// The last result that isn't empty and that none before it looks like.
fn last_that_counts(results: &[Shown]) -> Option<usize> {
    (1..results.len()).rev().find(|at| {
        let (before, from) = results.split_at(*at);
        from.first().is_some_and(|result| result.1.is_some() && !before.contains(result))
    })
}

pub async fn searching(window: &Window, searches: &[Search]) -> Outcome<Vec<Bar>> {
    let mut times = Vec::new();
    for search in searches {
        times.push(typed(window, search).await?);
    }
    for kind in ["common word", "rare word", "two words", "beginning"] {
        let of_kind = searches.iter().zip(&times).filter(|(search, _)| search.kind == kind);
        let mut of_kind: Vec<f64> = of_kind.map(|(_, time)| *time).collect();
        println!(
            "  {kind}: of {} the median {:.0} ms, the slowest {:.0} ms",
            of_kind.len(),
            quantile(&mut of_kind, 0.5),
            quantile(&mut of_kind, 1.0)
        );
    }
    if let Some((slowest, time)) = searches.iter().zip(&times).max_by(|a, b| a.1.total_cmp(b.1)) {
        println!("  the slowest of all: “{}”, {} signals, {time:.0} ms", slowest.text, slowest.total);
    }
    let most = "last letter of a search to its results painted: 95 of 100";
    Ok(vec![
        Bar::told("last letter of a search to its results painted: median", quantile(&mut times, 0.5), "ms"),
        Bar::at_most(most, KEY_TO_SCREEN, quantile(&mut times, 0.95), "ms"),
        Bar::told("the slowest of them", quantile(&mut times, 1.0), "ms"),
    ])
}

/// Types a search letter by letter; milliseconds from the last one to the results.
async fn typed(window: &Window, search: &Search) -> Outcome<f64> {
    window.press("/").await?;
    frames::take(window).await?;
    for letter in search.text.chars() {
        sleep(LETTER).await;
        window.press(&if letter == ' ' { "Space".to_owned() } else { letter.to_string() }).await?;
    }
    let there = "const first = document.querySelector(\".rows [role='option']\");
        return first && first.id === given[0] && first.ariaSetSize === String(given[1])";
    window.until(&format!("“{}”", search.text), there, vec![json!(search.top), json!(search.total)]).await?;
    sleep(SHOWING).await;
    let found = frames::take(window).await?.found(search.total, &search.top);
    window.press("Esc Esc").await?;
    sleep(SHOWING).await;
    Ok(found.ok_or_else(|| format!("what “{}” finds was never painted", search.text))?)
}

#[cfg(test)]
mod tests {
    use super::last_that_counts;

    #[test]
    fn the_last_letter_that_changes_the_result_is_the_last_typed() {
        let results = [(900, Some(4)), (70, Some(4)), (12, Some(9)), (12, Some(9)), (0, None)];
        assert_eq!(last_that_counts(&results), Some(2));
        assert_eq!(last_that_counts(&[(900, Some(4)), (900, Some(4))]), None);
        assert_eq!(last_that_counts(&[]), None);
    }
}
