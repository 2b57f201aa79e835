//! Workers in any order: what two outputs say of them is the same if each does
//! the same, under whichever name.

use super::compare::{count, number};

/// The names of workers that nothing orders.
const WORKERS: [&str; 2] = ["Thread-", "Process-"];

/// The first line that says something else of the workers, and how: of each line
/// its number, what is shown and what is printed.
pub fn difference(lines: &[(usize, &str, &str)]) -> Option<(usize, String)> {
    let own = count(lines.iter().flat_map(|(_, shown, _)| deeds(shown)));
    let others = count(lines.iter().flat_map(|(_, _, printed)| deeds(printed)));
    for (line, shown, _) in lines {
        let odd = |deed: &String| own.get(deed) != others.get(deed);
        if let Some(deed) = deeds(shown).into_iter().find(odd) {
            let times = others.get(&deed).copied().unwrap_or_default();
            return Some((
                *line,
                format!("shows `{deed}`, which is there {times} times"),
            ));
        }
    }
    let differs = |(_, shown, printed): &&(usize, &str, &str)| !is_same_sentence(shown, printed);
    if let Some((line, shown, printed)) = lines.iter().find(differs) {
        return Some((*line, format!("shows `{shown}`, but it is `{printed}`")));
    }
    // Two pids are two processes.
    let mut pids: Vec<(&str, &str)> = Vec::new();
    for (line, shown, printed) in lines {
        let (Some(shown), Some(printed)) = (pid(shown), pid(printed)) else {
            continue;
        };
        let same = |&(own, other): &(&str, &str)| (own == shown) == (other == printed);
        if !pids.iter().all(same) {
            return Some((
                *line,
                format!("shows the pid {shown} for another process too"),
            ));
        }
        pids.push((shown, printed));
    }
    None
}

/// Whether the times of these words apart, a sentence in which workers are named
/// between backquotes says the same, or with the names exchanged.
fn is_same_sentence(shown: &str, printed: &str) -> bool {
    if !shown.contains('`') || firsts(shown).is_some() {
        return true;
    }
    // The first of the lines that come is held against the first before, and so
    // on: whose it was, is open.
    let said = |line: &str| -> Vec<String> {
        let line = line.split(" s after `").next().unwrap_or_default();
        let words = line.split_whitespace();
        let words = words.filter(|word| number(word).is_none_or(|number| number.decimals == 0));
        words.map(str::to_string).collect()
    };
    let exchanged = |words: Vec<String>| -> Vec<String> {
        let exchange = |word: &String| {
            let word = word.replace("-1", "-0").replace("-2", "-1");
            word.replace("-0", "-2")
        };
        words.iter().map(exchange).collect()
    };
    let is_undetermined = !names(shown).is_empty();
    said(shown) == said(printed) || (is_undetermined && exchanged(said(shown)) == said(printed))
}

/// What the workers that a line names do: each name with the word before it.
fn deeds(line: &str) -> Vec<String> {
    if line.contains('`') {
        return Vec::new();
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let named = (0..words.len()).filter(|&at| !names(words[at]).is_empty());
    let deed = |at: usize| words[at.saturating_sub(1)..=at].join(" ");
    named.map(deed).collect()
}

/// The pid that a line names.
fn pid(line: &str) -> Option<&str> {
    line.split_once(" pid ")?.1.split_whitespace().next()
}

/// The undetermined workers that a line names, unless it counts them.
pub fn names(line: &str) -> Vec<String> {
    if firsts(line).is_some() {
        return Vec::new();
    }
    let mut names = Vec::new();
    for kind in WORKERS {
        for (at, _) in line.match_indices(kind) {
            let rest = &line[at + kind.len()..];
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if !digits.is_empty() {
                names.push(format!("{kind}{digits}"));
            }
        }
    }
    names
}

/// How often which line came first: where the line begins, what all of them have
/// in common, and how many there were in all.
pub fn firsts(line: &str) -> Option<(usize, String, usize)> {
    let (indent, rest) = line.split_once("first: ")?;
    let mut common: Option<String> = None;
    let mut all = 0;
    for part in rest.split(", ") {
        let (name, count) = part.rsplit_once(' ')?;
        let name = name.strip_prefix('`')?.strip_suffix('`')?;
        let kind = name.trim_end_matches(['1', '2']).to_string();
        if kind == name || common.as_ref().is_some_and(|other| *other != kind) {
            return None;
        }
        common = Some(kind);
        all += count.parse::<usize>().ok()?;
    }
    indent
        .trim()
        .is_empty()
        .then_some((indent.len(), common?, all))
}
