//! Whether threads may have written each other's lines, since they share a buffer.
//!
//! Each of CPython's threads puts its line into the one buffer of its process, and then
//! empties that: whoever does writes all that is there, in one write. So who writes
//! another one's line has put a line of its own there before. It is in the same write,
//! or another one who emptied the buffer has written it just before. Who prints for
//! others line by line has no such line.

use super::clause::Written;
use super::matching::Matched;
use observer::{Observation, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A thread empties the buffer so soon after it has put its line there, but for what the
/// machine withholds from it, or from another one for which it waits.
const SOON: Duration = Duration::from_millis(50);

/// What a thread wrote at one moment.
struct Write<'a> {
    by: usize,
    process: usize,
    /// The first of its lines.
    line: usize,
    at: Duration,
    /// Of each line; one that has none may be anybody's.
    names: Vec<Option<&'a str>>,
}

/// Whether each thread that wrote one of these lines may have a name of its own, so
/// that it wrote the lines of others only when it had put one with that name into the
/// buffer. One thread alone shares it with nobody.
pub fn is_possible(matched: &Matched, seen: &[Written]) -> bool {
    let writes = writes(matched, seen);
    let threads: BTreeSet<usize> = seen.iter().map(|written| written.worker).collect();
    let names: BTreeSet<&str> = seen
        .iter()
        .filter_map(|written| written.name.as_deref())
        .collect();
    let mut owners = BTreeMap::new();
    threads.len() > 1
        && threads.iter().all(|&thread| {
            let mut untried = names.clone();
            finds_name(thread, matched.seen, &writes, &mut untried, &mut owners)
        })
}

/// All lines in the order in which they came, those of one write together.
fn writes<'a>(matched: &Matched, seen: &'a [Written]) -> Vec<Write<'a>> {
    let names = seen
        .iter()
        .map(|written| (written.line, written.name.as_deref()));
    let names: BTreeMap<usize, Option<&str>> = names.collect();
    let mut writes: Vec<Write> = Vec::new();
    for (index, line) in matched.seen.lines.iter().enumerate() {
        let Writer::Thread(by) = line.writer else {
            continue;
        };
        let name = names.get(&index).copied().flatten();
        match writes.last_mut() {
            Some(last) if last.by == by && last.at == line.at => last.names.push(name),
            _ => writes.push(Write {
                by,
                process: matched.seen.process_of(by),
                line: index,
                at: line.at,
                names: vec![name],
            }),
        }
    }
    writes
}

/// Gives a thread one of these names: one that nobody has, or that of another thread
/// which finds another name (a matching, by augmenting paths).
fn finds_name<'a>(
    thread: usize,
    seen: &Observation,
    writes: &[Write<'a>],
    untried: &mut BTreeSet<&'a str>,
    owners: &mut BTreeMap<&'a str, usize>,
) -> bool {
    for name in untried.clone() {
        if !may_own(thread, name, seen, writes) || !untried.remove(name) {
            continue;
        }
        let other = owners.get(name).copied();
        if other.is_none_or(|other| finds_name(other, seen, writes, untried, owners)) {
            owners.insert(name, thread);
            return true;
        }
    }
    false
}

/// Whether a thread may have this name: each of its writes has a line with it, or comes
/// just after one that another thread wrote in its place.
fn may_own(thread: usize, name: &str, seen: &Observation, writes: &[Write]) -> bool {
    let is_own = |write: &Write| {
        let mut names = write.names.iter();
        names.any(|of_line| of_line.is_none_or(|of_line| of_line == name))
    };
    let mut emptied: Vec<&Write> = Vec::new();
    for write in writes {
        match (write.by == thread, is_own(write)) {
            (false, true) => emptied.push(write),
            (true, false) => {
                // What was withheld takes a look at the whole run: only where it matters.
                let is_soon = |put: &Write| {
                    let late = (write.at - put.at).saturating_sub(SOON);
                    let withheld = || seen.withheld_between(put.line, write.line);
                    late.is_zero() || late <= withheld().unwrap_or_default().perhaps()
                };
                let put = emptied
                    .iter()
                    .position(|put| put.process == write.process && is_soon(put));
                match put {
                    Some(put) => drop(emptied.remove(put)),
                    None => return false,
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{self, CouldNotJudge, Fail, Pass};
    use super::super::judge;
    use super::super::tests::{expectation, written};
    use std::time::Duration;

    /// What is said of four threads that meet, and then print at once.
    fn verdict(came: &str) -> Verdict {
        let expected = "[0s]\nS 1\nS 2\nS 3\n\n[4 threads write: 1, 2, 3, All]\n\n\
                        [2s]\nF 1\nF 2\nF 3\n\nAll done";
        let seen = written(&format!("1:S_1@0 2:S_2@1 3:S_3@2 {came} 0:All_done@2090"));
        judge(&expectation(expected), &seen).verdict()
    }

    #[test]
    fn who_has_a_line_of_its_own_may_write_those_of_others() {
        let cases = [
            ("1:F_1@2000 2:F_2@2001 3:F_3@2002", Pass),
            // Beside it, in one write.
            ("1:F_1@2000 3:F_2@2001 3:F_3@2001", CouldNotJudge),
            ("3:F_1@2000 3:F_2@2000 3:F_3@2000", CouldNotJudge),
            // After it, which another one has written: thread 2's with thread 3's.
            ("3:F_2@2000 3:F_3@2000 2:F_1@2001", CouldNotJudge),
            ("3:F_3@2000 3:F_2@2000 2:F_1@2040", CouldNotJudge),
            ("3:F_3@2000 3:F_2@2000 2:F_1@2080", Fail),
            // Line by line, it has none; nor has it two.
            ("3:F_1@2000 3:F_2@2001 3:F_3@2002", Fail),
            ("3:F_2@2001 3:F_3@2002 1:F_1@2003", Fail),
            // Who comes first has none that anybody else could have written.
            ("2:F_1@2000 1:F_2@2001 3:F_3@2002", Fail),
            ("2:F_1@2000 3:F_2@2001 1:F_3@2002", Fail),
            // Main prints for them, or one that has ended its own.
            ("0:F_1@2000 2:F_2@2001 3:F_3@2002", Fail),
            ("2:F_2@2000 2:F_1@2010 3:F_3@2010", Fail),
        ];
        for (came, expected) in cases {
            assert_eq!(verdict(came), expected, "{came}");
        }
    }

    #[test]
    fn it_waits_for_whoever_has_no_core() {
        let expected = "[0s]\nS 1\nS 2\nS 3\n\n[3 threads write: 1, 2, 3]\n\n\
                        [2s]\nF 1\nF 2\nF 3";
        let expectation = expectation(expected);
        let mut seen = written("1:S_1@0 2:S_2@1 3:S_3@2 3:F_3@2000 3:F_2@2000 2:F_1@2110");
        assert_eq!(judge(&expectation, &seen).verdict(), Fail);
        let lives = seen.lives.as_mut().expect("a traced run");
        lives[1].ended = Some(Duration::from_millis(2120));
        lives[1].delayed = Some(Duration::from_millis(70));
        assert_eq!(judge(&expectation, &seen).verdict(), CouldNotJudge);
    }

    #[test]
    fn a_line_that_was_put_long_ago_is_another_one() {
        let expected = "[0s]\nS 1\nS 2\n\nM 1\n\n[2 threads write: 1, 2]\n\n[2s]\nF 1\nF 2";
        let crossed = written("1:S_1@0 1:S_2@0 1:M_1@1000 2:F_1@2000 1:F_2@2001");
        let judged = judge(&expectation(expected), &crossed).verdict();
        assert_eq!(judged, Fail);
    }

    #[test]
    fn a_line_without_a_name_may_be_the_own_one() {
        let expected = "[0s]\nS 1\nS 2\n\n[2 threads write: 1, 2]\n\n[2s]\nF 1\nF 2\n...";
        for (came, verdict) in [
            ("1:F_1@2000 1:F_2@2001 2:x@2002", Fail),
            ("1:F_1@2000 1:x@2001 1:F_2@2001", CouldNotJudge),
            ("1:F_1@2000 2:x@2001 1:F_2@2002", CouldNotJudge),
        ] {
            let seen = written(&format!("1:S_1@0 2:S_2@1 {came}"));
            let judged = judge(&expectation(expected), &seen).verdict();
            assert_eq!(judged, verdict, "{came}");
        }
    }
}
