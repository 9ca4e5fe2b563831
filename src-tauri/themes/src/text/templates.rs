//! Templates of many lines at once: a place where many lines differ that are otherwise the same varies too, such as
//! the name of a user, though one line alone doesn't show it.

use std::collections::HashMap;

use super::template::{MASK, template};

/// Different words at one place that show that it varies; fewer may be different messages: opened, closed, failed.
const LEAST_WORDS: usize = 4;

/// Words that must stay to say that the lines are the same message.
const LEAST_SAID: usize = 2;

/// The group of each line, numbered from 0 in the order of their first line: lines of one group say the same about
/// different things.
pub fn templates(lines: &[impl AsRef<str>]) -> Vec<u32> {
    let mut words: HashMap<String, u32> = HashMap::new();
    let mut number = |word: &str| match words.get(word) {
        Some(number) => *number,
        None => {
            let next = words.len() as u32;
            words.insert(word.to_owned(), next);
            next
        }
    };
    let mask = number(MASK);
    let mut of_text: HashMap<String, u32> = HashMap::new();
    let mut distinct: Vec<Vec<u32>> = Vec::new();
    let mut groups = Vec::with_capacity(lines.len());
    for line in lines {
        let text = template(line.as_ref());
        let group = *of_text.entry(text).or_insert_with_key(|text| {
            distinct.push(text.split(' ').map(&mut number).collect());
            distinct.len() as u32 - 1
        });
        groups.push(group);
    }
    let mut silent = vec![false; words.len()];
    words.iter().for_each(|(word, number)| silent[*number as usize] = is_silent(word));
    while let Some((joined, moved)) = join(&distinct, mask, &silent) {
        groups.iter_mut().for_each(|group| *group = moved[*group as usize]);
        distinct = joined;
    }
    groups
}

/// Says nothing that would make two lines the same message.
fn is_silent(word: &str) -> bool {
    word.contains(MASK) || !word.contains(char::is_alphabetic)
}

/// The templates with one more place masked where many differ in it alone, and the new number of each; `None` if
/// there is no such place. Of several places of a template, the one with the most words is masked.
fn join(templates: &[Vec<u32>], mask: u32, silent: &[bool]) -> Option<(Vec<Vec<u32>>, Vec<u32>)> {
    let longest = templates.iter().map(Vec::len).max().unwrap_or(0);
    let said = |template: &[u32]| template.iter().filter(|word| !silent[**word as usize]).count();
    let mut best: Vec<(usize, usize)> = vec![(0, 0); templates.len()];
    for place in 0..longest {
        for alike in alike_but_for(templates, place, |_| true) {
            for at in &alike {
                if alike.len() > best[*at].0 {
                    best[*at] = (alike.len(), place);
                }
            }
        }
    }
    let mut masked = templates.to_vec();
    for place in 0..longest {
        for alike in alike_but_for(templates, place, |at| best[at].0 >= LEAST_WORDS && best[at].1 == place) {
            let mut common = templates[alike[0]].clone();
            common[place] = mask;
            if alike.len() >= LEAST_WORDS && said(&common) >= LEAST_SAID {
                alike.iter().for_each(|at| masked[*at].clone_from(&common));
            }
        }
    }
    let mut numbers: HashMap<&[u32], u32> = HashMap::new();
    let mut joined: Vec<Vec<u32>> = Vec::new();
    let moved: Vec<u32> = masked
        .iter()
        .map(|template| {
            *numbers.entry(template).or_insert_with(|| {
                joined.push(template.clone());
                joined.len() as u32 - 1
            })
        })
        .collect();
    (joined.len() < templates.len()).then_some((joined, moved))
}

/// Lists of the templates that `asked` names which are the same but for the word at one place.
fn alike_but_for(templates: &[Vec<u32>], place: usize, asked: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let mut lists: HashMap<(&[u32], &[u32]), Vec<usize>> = HashMap::new();
    for (at, template) in templates.iter().enumerate().filter(|(at, template)| template.len() > place && asked(*at)) {
        lists.entry((&template[..place], &template[place + 1..])).or_default().push(at);
    }
    lists.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_vary_are_found_by_comparing() {
        let mut lines: Vec<String> = Vec::new();
        for name in ["root", "cyrus", "news", "test"] {
            for host in ["a.example", "b.example", "c.example", "d.example"] {
                lines.push(format!("Failed password for {name} from {host} port 22"));
            }
        }
        lines.push("session opened for root".into());
        lines.push("session closed for root".into());
        let groups = templates(&lines);
        assert_eq!(groups, [&[0; 16][..], &[1, 2]].concat());
    }

    #[test]
    fn few_words_or_nothing_said_join_nothing() {
        assert_eq!(templates(&["link eth up", "link eth down", "link eth lost"]), [0, 1, 2]);
        assert_eq!(templates(&["x 1", "y 2", "z 3", "w 4", "v 5"]), [0, 1, 2, 3, 4]);
        assert_eq!(templates(&["", "at 1", "at 2", ""]), [0, 1, 1, 0]);
        assert_eq!(templates(&[] as &[&str]), [] as [u32; 0]);
    }
}
