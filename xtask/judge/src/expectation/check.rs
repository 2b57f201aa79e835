//! Whether an expectation that can be read makes sense: each name is somebody's, and each
//! printed line means one thing.

use super::mistake::{NotationError, mistake};
use super::{Expectation, ExpectedLine, ExpectedWriters, Paragraph, has_word};
use std::collections::BTreeMap;

/// On which line of the file what stands.
#[derive(Default)]
pub struct Places {
    /// Each printed line.
    pub lines: Vec<usize>,
    /// Each mark of what is never more at once.
    pub at_once: Vec<usize>,
    /// Each mark that names writers, between the paragraphs.
    pub writers: Vec<usize>,
}

/// Looks for mistakes of several lines.
///
/// # Errors
/// The first of them.
pub fn check(expectation: &Expectation, places: &Places) -> Result<(), NotationError> {
    check_names(expectation, places)?;
    check_meanings(&expectation.paragraphs, &places.lines)
}

/// Each name of a writer is a word of some line, and no line has two of them.
fn check_names(expectation: &Expectation, places: &Places) -> Result<(), NotationError> {
    let paragraphs = expectation.paragraphs.iter();
    let lines = paragraphs.clone().flat_map(|paragraph| &paragraph.lines);
    let lines = lines.map(|line| line.pattern.text.as_str());
    let lines: Vec<(usize, &str)> = places.lines.iter().copied().zip(lines).collect();
    let may_vary = paragraphs.clone().any(|paragraph| {
        let varies = |line: &ExpectedLine| line.pattern.plain().is_none();
        paragraph.open || paragraph.lines.iter().any(varies)
    });
    for (&at, at_once) in places.at_once.iter().zip(&expectation.at_once) {
        for word in [&at_once.begin, &at_once.end] {
            if !may_vary && !lines.iter().any(|(_, line)| has_word(line, word)) {
                let problem = format!("no expected line has the word `{word}`");
                let remedy = "write a word of the lines that begin it, and of those that end it";
                return mistake(at, problem, remedy);
            }
        }
    }
    let writers = paragraphs.filter_map(|paragraph| paragraph.writers.as_ref());
    let on_top = expectation.writers.iter().map(|writers| (&1, writers));
    for (&at, writers) in on_top.chain(places.writers.iter().zip(writers)) {
        check_names_of(writers, at, &lines, may_vary)?;
    }
    Ok(())
}

/// Of the writers of one mark, which stands on line `at`; `is_open` tells that other
/// lines may come than these.
fn check_names_of(
    writers: &ExpectedWriters,
    at: usize,
    lines: &[(usize, &str)],
    is_open: bool,
) -> Result<(), NotationError> {
    let mut found = vec![false; writers.names.len()];
    for &(number, line) in lines {
        let mut names = writers.named_in(line);
        let (first, second) = (names.next(), names.next());
        if let (Some(first), Some(second)) = (first, second) {
            let [first, second] = [first, second].map(|name| &writers.names[name]);
            let problem = format!("`{line}` has two of the names, `{first}` and `{second}`");
            let remedy = "name each worker by a word that only its own lines have";
            return mistake(number, problem, remedy);
        }
        if let Some(name) = first {
            found[name] = true;
        }
    }
    match found.iter().position(|found| !found) {
        Some(name) if !is_open => {
            let problem = format!("no expected line has the word `{}`", writers.names[name]);
            let remedy = "name each worker by a word that its lines have";
            mistake(at, problem, remedy)
        }
        _ => Ok(()),
    }
}

/// The most ways in which sequences that share a line may have come so far: each
/// of them is followed for each printed line.
const MOST_WAYS: usize = 1000;

/// The same below a `...`: each printed line may be where they begin.
const MOST_WAYS_ANYWHERE: usize = 30;

/// Each printed line can mean one thing only: two lines of a paragraph are never
/// the same text, or are written the same. Else it would have to be searched for
/// a way in which all lines find their places, which is hard in general (shuffles
/// of sequences with equal lines: Warmuth and Haussler, 1984).
fn check_meanings(paragraphs: &[Paragraph], lines_at: &[usize]) -> Result<(), NotationError> {
    let mut begin = 0;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let lines = &paragraph.lines;
        let at = |index: usize| lines_at[begin + index];
        for (later, line) in lines.iter().enumerate() {
            for (earlier, other) in lines[..later].iter().enumerate() {
                let same = line.pattern == other.pattern;
                if !same && line.pattern.may_be(&other.pattern) {
                    let problem = format!(
                        "lines {} and {} can be the same text",
                        at(earlier),
                        at(later)
                    );
                    let remedy = "write them the same, or put a blank line between them";
                    return mistake(at(later), problem, remedy);
                }
                // Whose lines a printed one is would be a matter of luck.
                let shared = same && line.sequence != other.sequence;
                if shared && (line.gap.is_some() || other.gap.is_some()) {
                    let problem = "a line with a time stands in another sequence, too";
                    return mistake(at(later), problem, "give it a text of its own");
                }
                if same && at(earlier) != at(later) && (line.optional || other.optional) {
                    return again(at(later), at(earlier));
                }
            }
        }
        let next = paragraphs
            .get(number + 1)
            .map_or(&[][..], |next| &next.lines);
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.optional) {
            let follows = next
                .iter()
                .position(|other| line.pattern.may_be(&other.pattern));
            if let Some(follows) = follows {
                return again(lines_at[begin + lines.len() + follows], at(index));
            }
        }
        let mut lengths = BTreeMap::<usize, usize>::new();
        for line in lines {
            *lengths
                .entry(line.sequence.map_or(0, |sequence| sequence + 1))
                .or_default() += 1;
        }
        let ways = lengths.range(1..).map(|(_, length)| length + 1);
        let ways = ways.fold(1_usize, usize::saturating_mul);
        let shares = |line: &ExpectedLine| {
            let mut others = lines.iter();
            line.sequence.is_some()
                && others
                    .any(|other| other.pattern == line.pattern && other.sequence != line.sequence)
        };
        let most = match paragraphs[..=number].iter().any(|paragraph| paragraph.open) {
            true => MOST_WAYS_ANYWHERE,
            false => MOST_WAYS,
        };
        if ways > most && lines.iter().any(shares) {
            let problem = "the sequences of this paragraph share a line, and there are too many \
                           ways to tell them apart";
            return mistake(at(0), problem, "give each sequence lines of its own");
        }
        begin += lines.len();
    }
    Ok(())
}

fn again(line: usize, repeated: usize) -> Result<(), NotationError> {
    let problem =
        format!("this line may be one more of line {repeated}, which comes as often as it may");
    mistake(
        line,
        problem,
        "write how often it comes in all, or give it another text",
    )
}

#[cfg(test)]
mod tests {
    use super::super::notation::parse;

    #[test]
    fn names_of_writers_tell_the_lines_apart() {
        let cases = [
            (
                "[2 threads write: A]",
                "line 3: `[2 threads write: A]` has 1 name; write as many as the number says",
            ),
            (
                "[>=2 threads write: A, B]",
                "line 3: `[>=2 threads write: A, B]` has 2 names; leave out `>=`, for names are as \
                 many as they are",
            ),
            (
                "[2 threads write: A, ]",
                "line 3: `[2 threads write: A, ]` has an empty name; write a word that the lines",
            ),
            (
                "[2 threads write: A, A]",
                "line 3: `[2 threads write: A, A]` names `A` twice; give each worker its own word",
            ),
            (
                "[2 threads write: A, is A]",
                "line 3: `[2 threads write: A, is A]` has `A` as a word of `is A`; choose names of \
                 which no line has two",
            ),
            (
                "[2 threads: A, B]",
                "line 3: `[2 threads: A, B]` has names, but says not who writes; write it as in \
                 `[2 threads write: A, B]`",
            ),
            (
                "[2 threads write, 1 process]",
                "line 3: `[2 threads write, 1 process]` has a count behind the writers; write the \
                 writers last",
            ),
            (
                "[2 threads write: A, Z]",
                "line 3: no expected line has the word `Z`; name each worker by a word that its \
                 lines have",
            ),
            (
                "[2 threads write: A, B]\n\nx of A and B",
                "line 5: `x of A and B` has two of the names, `A` and `B`; name each worker by a \
                 word that only its own lines have",
            ),
        ];
        for (mark, expected) in cases {
            let text = format!("A is A\n\n{mark}\n\nB");
            let mistake = parse(text.as_bytes()).expect_err(expected).to_string();
            assert!(
                mistake.starts_with(expected),
                "{mistake:?} is not {expected:?}"
            );
        }
        // Any lines may come, so any names may.
        let open = "A\n...\n\n[2 threads write: A, Z]\n\nB";
        parse(open.as_bytes()).expect(open);
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        let cases = [
            (
                "a [*]\n[*] b",
                "line 2: lines 1 and 2 can be the same text; write them the same",
            ),
            ("a\n[*]", "line 2: lines 1 and 2 can be the same text"),
            (
                "[*x] ends\n[*y] ends",
                "line 2: lines 1 and 2 can be the same text",
            ),
            (
                "[2..3 times]\na\nb\na",
                "line 4: this line may be one more of line 2",
            ),
            (
                "[2..3 times]\na\n\na",
                "line 4: this line may be one more of line 2",
            ),
            (
                "[2..3 times]\na\n\n[*]",
                "line 4: this line may be one more of line 2",
            ),
            (
                "[0 times]\na",
                "line 1: `[0 times]` is not a valid number of times",
            ),
            (
                "[3..2 times]\na",
                "line 1: `[3..2 times]` is not a valid number of times",
            ),
            (
                "[2 times]\n\na",
                "line 1: no line follows this number of times",
            ),
            (
                "a\n[2 times]",
                "line 2: no line follows this number of times",
            ),
            (
                "[2 times]\n[3 times]\na",
                "line 1: no line follows this number of times",
            ),
            (
                "[0s]\n[in order]\n[1s]\na",
                "line 3: `[1s]` has no line before it in its sequence",
            ),
            (
                "[0s]\n[in order]\na\n[1s]\n\nb",
                "line 4: no line follows this time",
            ),
            (
                "[in order]\na\n[1s]\nb\n[in order]\nc\n[2s]\nb",
                "line 8: a line with a time stands in another sequence, too",
            ),
            (
                "a\n[start]",
                "line 2: `[start]` has something above it; put it on top",
            ),
            (
                "a\n[1 at once: b .. c]\nd",
                "line 2: `[1 at once: b .. c]` has something above it",
            ),
            (
                "[1 at once: b]\na",
                "line 1: `[1 at once: b]` does not say what begins",
            ),
            (
                "[1 at once: b .. b]\na",
                "line 1: `[1 at once: b .. b]` begins and ends with the same",
            ),
            (
                "[*][*]",
                "line 1: in `[*][*]`, nothing stands between two parts that vary",
            ),
            ("a[*b]", "line 1: `[*b]` touches a letter or a digit"),
        ];
        for (text, expected) in cases {
            let mistake = parse(text.as_bytes()).expect_err(text).to_string();
            assert!(
                mistake.starts_with(expected),
                "{mistake:?} is not {expected:?}"
            );
        }
        let long = |shared: &str| {
            let lines: Vec<String> = (0..40).map(|number| format!("{shared}{number}")).collect();
            lines.join("\n")
        };
        let shared = format!(
            "[in order]\n{0}\n[in order]\n{0}\n[in order]\n{0}\n[in order]\n{0}",
            long("x")
        );
        let mistake = parse(shared.as_bytes())
            .expect_err("too many ways")
            .to_string();
        assert!(mistake.contains("share a line"), "{mistake}");
        let apart = ["a", "b", "c", "d"].map(|name| format!("[in order]\n{}", long(name)));
        parse(apart.join("\n").as_bytes()).expect("each has its own");
    }
}
