//! `cargo xtask test`: everything, and one line at the end that counts it.

use std::time::Instant;

use anyhow::{Result, anyhow, bail};

use crate::command::{Step, exists, linting_cargo, npm};
use crate::{checks, model, packages, page};

/// Lines of a suite's failures that are told again at the end.
const FAILURES_SHOWN: usize = 120;

/// Set-up, then every suite; all run even when one fails, so that one run tells everything.
pub fn test(quick: bool) -> Result<()> {
    let began = Instant::now();
    if quick {
        packages::ensure(&[packages::BUILD, packages::MEMORY])?;
    } else {
        packages::ensure(&[packages::BUILD, packages::MEMORY, packages::WINDOW, packages::SERVERS])?;
    }
    page::build()?;
    let mut total = std::thread::scope(|scope| {
        // Much of a build runs on one core only; what else there is to do needs the other.
        let beside = scope.spawn(|| model::ensure().map(|()| of_the_page()));
        checks::build_with_tests(&[]).run("the app and its tests")?;
        joined(beside)?
    })?;
    total.add(if quick { of_rust(&["--skip", "real_", "--skip", "window_"]) } else { with_windows()? });
    total.step("formatting", checks::formatting().run("formatting"));
    total.step("lints", checks::lints());
    eprintln!("Everything took {:.0} s.", began.elapsed().as_secs_f64());
    // Once more at the end: thousands of lines lie between a failure and here.
    total.broken.iter().for_each(|line| println!("{line}"));
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("Some tests failed.");
    }
    Ok(())
}

/// One real window at a time, whose tests mostly wait for it, and beside it all others.
fn with_windows() -> Result<Count> {
    std::thread::scope(|scope| {
        let windows = scope.spawn(|| {
            let mut total = Count::default();
            // The same choice of crates as for all others: with fewer, Cargo picks other features and builds again.
            total.suite("windows", testing(&["--no-fail-fast", "--", "window_"]), rust_line);
            total
        });
        // The real servers share two cores.
        let mut total = of_rust(&["--skip", "window_", "--test-threads", "2"]);
        total.add(joined(windows)?);
        Ok(total)
    })
}

fn of_rust(options: &[&str]) -> Count {
    let mut total = Count::default();
    total.suite("Rust", testing(&[&["--no-fail-fast", "--"], options].concat()), rust_line);
    total
}

/// Tests make a workspace each, and nothing of it has to outlive a power cut: where `eatmydata` is installed, nobody
/// waits for the disk.
fn testing(arguments: &[&str]) -> Step {
    let step = linting_cargo(&[&["test", "--workspace"], arguments].concat());
    if exists("eatmydata") { step.env("LD_PRELOAD", "libeatmydata.so") } else { step }
}

fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> Result<T> {
    thread.join().map_err(|_| anyhow!("What ran beside it came to a bad end."))
}

fn of_the_page() -> Count {
    let mut total = Count::default();
    total.suite("page", npm(&["run", "test"]), page_line);
    total.steps(checks::of_the_page());
    total.steps(checks::by_tools());
    total
}

#[derive(Default)]
struct Count {
    passed: u32,
    failed: u32,
    /// What failed, and with which words.
    broken: Vec<String>,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.broken.extend(other.broken);
    }

    fn step(&mut self, what: &str, done: Result<()>) {
        match done {
            Ok(()) => self.passed += 1,
            Err(error) => {
                let line = format!("{what}: {error:#}");
                eprintln!("{line}");
                self.broken.push(line);
                self.failed += 1;
            }
        }
    }

    fn steps(&mut self, steps: Result<Vec<(&'static str, Step)>>) {
        match steps {
            Ok(steps) => steps.into_iter().for_each(|(what, step)| self.step(what, step.run(what))),
            Err(error) => self.step("the checks", Err(error)),
        }
    }

    /// Runs a suite with its output shown, and adds up the counts that its lines tell.
    fn suite(&mut self, what: &str, step: Step, read: fn(&str) -> Option<(u32, u32)>) {
        match step.run_reading(what) {
            Ok((ended_well, lines)) => {
                let counts: Vec<(u32, u32)> = lines.iter().filter_map(|line| read(line)).collect();
                let failed: u32 = counts.iter().map(|count| count.1).sum();
                self.passed += counts.iter().map(|count| count.0).sum::<u32>();
                // A suite that ended badly without counting a failure (it didn't compile) counts as one.
                self.failed += if ended_well { failed } else { failed.max(1) };
                if !ended_well {
                    self.broken.push(format!("{what} failed:"));
                    self.broken.extend(reasons(&lines));
                }
            }
            Err(error) => self.step(what, Err(error)),
        }
    }
}

/// Why a suite ended badly, as far as its lines tell.
fn reasons(lines: &[String]) -> Vec<String> {
    let mut told = of_failures(lines);
    let outside = lines.iter().filter_map(|line| outside_tests(line));
    told.extend(outside.map(|errors| format!("{errors} outside the tests; above, “Unhandled Errors” has the words.")));
    if told.is_empty() {
        told.push("No test failed; what it printed above says why it ended badly.".to_owned());
    }
    told
}

/// What a runner prints of failures: Rust's sections between two headings, and the names that Vitest marks.
fn of_failures(lines: &[String]) -> Vec<String> {
    let mut inside = false;
    let mut of = |line: &String| {
        let opens = line == "failures:";
        // The first list has the words, the second one the names alone.
        inside = if opens { !inside } else { inside && !line.starts_with("test result: ") };
        (inside && !opens) || line.trim_start().starts_with(['×', '✗']) || line.trim_start().starts_with("FAIL ")
    };
    lines.iter().filter(|line| of(line)).take(FAILURES_SHOWN).cloned().collect()
}

/// `test result: ok. 12 passed; 0 failed; …`
fn rust_line(line: &str) -> Option<(u32, u32)> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let mut parts = counts.split("; ");
    Some((number_before(parts.next()?, " passed")?, number_before(parts.next()?, " failed")?))
}

/// `      Tests  1 failed | 61 passed (62)`; what was caught outside the tests counts as one more that failed.
fn page_line(line: &str) -> Option<(u32, u32)> {
    if outside_tests(line).is_some() {
        return Some((0, 1));
    }
    let counts = line.trim().strip_prefix("Tests ")?;
    let find = |word: &str| counts.split(['|', '(']).find_map(|part| number_before(part, word)).unwrap_or(0);
    Some((find(" passed"), find(" failed")))
}

/// `     Errors  1 error`: what Vitest caught while no test waited for it. Its words go to the terminal only.
fn outside_tests(line: &str) -> Option<&str> {
    let errors = line.trim().strip_prefix("Errors ")?.trim();
    number_before(errors.trim_end_matches('s'), " error").map(|_| errors)
}

fn number_before(text: &str, word: &str) -> Option<u32> {
    text.trim().strip_suffix(word)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_with_their_words() {
        let printed = "test a ... ok\n\nfailures:\n\n---- b stdout ----\nleft: 1\n\n\nfailures:\n    b\n\n\
                       test result: FAILED. 1 passed; 1 failed\n × c\n   FAIL d";
        let lines: Vec<String> = printed.lines().map(str::to_owned).collect();
        let told = of_failures(&lines);
        assert_eq!(
            told.iter().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
            ["---- b stdout ----", "left: 1", " × c", "   FAIL d"]
        );
    }

    #[test]
    fn a_suite_that_ends_badly_without_a_failed_test_says_why() {
        let lines = |printed: &str| printed.lines().map(str::to_owned).collect::<Vec<String>>();
        assert_eq!(
            reasons(&lines(" Test Files  1 passed (1)\n      Tests  62 passed (62)\n     Errors  2 errors\n")),
            ["2 errors outside the tests; above, “Unhandled Errors” has the words."]
        );
        assert_eq!(
            reasons(&lines(" Test Files  1 failed (1)\n      Tests  no tests\n")),
            ["No test failed; what it printed above says why it ended badly."]
        );
        assert_eq!(reasons(&lines(" × c")), [" × c"]);
    }

    #[test]
    fn counts_are_read_from_the_runners_lines() {
        assert_eq!(rust_line("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured"), Some((12, 0)));
        assert_eq!(rust_line("test result: FAILED. 3 passed; 2 failed; 0 ignored"), Some((3, 2)));
        assert_eq!(rust_line("running 3 tests"), None);
        assert_eq!(page_line("      Tests  62 passed (62)"), Some((62, 0)));
        assert_eq!(page_line("      Tests  1 failed | 61 passed (62)"), Some((61, 1)));
        assert_eq!(page_line(" Test Files  9 passed (9)"), None);
        assert_eq!(page_line("     Errors  1 error"), Some((0, 1)));
        assert_eq!(page_line("Errors are no number"), None);
    }
}
