//! Why printed lines are not the expected ones.

use super::finding::{Closing, Fault, Reason, Text};
use super::matching::Matched;
use super::slot::Slot;
use super::waiting::{came_too_early, ended_early, has_gap};
use crate::expectation::{Paragraph, Pattern, When};
use crate::text::shown;
use observer::Writer;
use similar::{Algorithm, capture_diff_slices, diff_ratio};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How alike two lines must be for one to be taken for the other: 0 to 1.
const ALIKE: f32 = 0.6;

/// So many of the lines that are missing, or not expected, are looked at.
const CLOSE_LOOK: usize = 20;

/// So many characters of a line tell whether it is like another.
const CLOSE_WIDTH: usize = 100;

/// Names what is wrong with the lines, the most telling first: nothing, if they
/// are the expected ones, and at least one fault if not.
pub fn diagnose(matched: &Matched) -> Vec<Fault> {
    if matched.assigned.is_some() {
        return Vec::new();
    }
    let slots = matched.slots.iter();
    let came = slots.filter_map(|slot| Some((slot.taken_by?, slot.paragraph)));
    let mut diagnosis = Diagnosis {
        matched,
        came: came.collect(),
        missing: matched.slots.iter().collect(),
        extra: matched.extra.clone(),
        names: matched.seen.worker_names(),
    };
    diagnosis.came.sort_unstable();
    diagnosis
        .missing
        .retain(|slot| slot.taken_by.is_none() && !slot.expected.optional);

    let mut faults = diagnosis.torn();
    faults.extend(diagnosis.near_misses());
    faults.extend(diagnosis.surplus());
    faults.extend(diagnosis.on_stderr());
    faults.extend(diagnosis.absent());
    faults.extend(diagnosis.first_inversion());
    if faults.is_empty() {
        faults.extend(diagnosis.first_in_sequence());
    }
    if faults.is_empty() {
        faults.push(Fault::Disorder);
    }
    faults
}

/// What is wrong with the lines, and not named yet.
struct Diagnosis<'a> {
    matched: &'a Matched<'a>,
    /// Each printed line that fills a slot, and the paragraph of that slot; in
    /// the order in which they were printed.
    came: Vec<(usize, usize)>,
    missing: Vec<&'a Slot<'a>>,
    extra: Vec<usize>,
    /// Of those who wrote, as far as they are known.
    names: Vec<String>,
}

impl Diagnosis<'_> {
    /// Lines that several missing ones ran together in: from now on, they are
    /// neither missing nor extra.
    fn torn(&mut self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for index in self.extra.clone().into_iter().take(CLOSE_LOOK) {
            let line = self.matched.line(index);
            let close = self.missing.len().min(CLOSE_LOOK);
            let Some(mut parts) = parts(&line, &self.missing[..close]) else {
                continue;
            };
            self.extra.retain(|&other| other != index);
            // The line ends of the parts came later, as empty lines.
            for _ in 1..parts.len() {
                let is_empty = |&other: &usize| self.matched.printed[other].is_empty();
                if let Some(empty) = self.extra.iter().position(is_empty) {
                    self.extra.remove(empty);
                }
            }
            parts.sort_unstable();
            for &part in parts.iter().rev() {
                self.missing.remove(part);
            }
            let parts = parts.len();
            faults.push(Fault::Torn { line, parts });
        }
        faults
    }

    /// Lines that are nearly missing ones: from now on, they are neither missing
    /// nor extra.
    fn near_misses(&mut self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut number = 0;
        while number < self.missing.len().min(CLOSE_LOOK) {
            let Some(index) = self.most_alike(self.missing[number].line) else {
                number += 1;
                continue;
            };
            self.extra.retain(|&other| other != index);
            faults.push(Fault::NearMiss {
                expected: self.missing.remove(number).line.to_vec(),
                came: self.matched.line(index),
            });
        }
        faults
    }

    /// The extra line that is nearly the expected one.
    fn most_alike(&self, expected: &[u8]) -> Option<usize> {
        // Lines that differ in case only are alike.
        let simple = |line: &[u8]| -> Vec<char> {
            let text = shown(line, CLOSE_WIDTH).trim().to_lowercase();
            text.chars().collect()
        };
        let expected = simple(expected);
        let alike = |&index: &usize| {
            let came = simple(&self.matched.printed[index]);
            if !may_be_alike(&expected, &came) {
                return (0.0, index);
            }
            let changes = capture_diff_slices(Algorithm::Myers, &expected, &came);
            (diff_ratio(&changes, expected.len(), came.len()), index)
        };
        // Where `...` stands for a line, that it looks like another tells nothing,
        // unless both have the same letters.
        let letters =
            |line: &[char]| -> String { line.iter().filter(|c| c.is_alphanumeric()).collect() };
        let is_told = |&&index: &&usize| {
            let came = || simple(&self.matched.printed[index]);
            !self.admits_extra(index) || letters(&came()) == letters(&expected)
        };
        // There may be many of a text: the last of them counts.
        let close = self.extra.iter().take(CLOSE_LOOK);
        let of_text: BTreeMap<&Text, &usize> = close
            .map(|index| (&self.matched.printed[*index], index))
            .collect();
        let mut candidates: Vec<&usize> = of_text.into_values().collect();
        candidates.sort_unstable();
        let candidates = candidates.into_iter().filter(is_told);
        let (ratio, index) = candidates
            .map(alike)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        (ratio >= ALIKE).then_some(index)
    }

    /// Lines that came once more than expected, or that nothing expects.
    fn surplus(&self) -> Vec<Fault> {
        let extra = self.extra.iter();
        let not_admitted = extra.filter(|&&index| !self.admits_extra(index));
        let patterns = self.matched.slots.iter().map(|slot| &slot.expected.pattern);
        let plain: HashSet<&str> = patterns.clone().filter_map(Pattern::plain).collect();
        let varying: HashSet<&Pattern> = patterns.filter(|p| p.plain().is_none()).collect();
        let fault = |&index: &usize| {
            let line = self.matched.line(index);
            let text = String::from_utf8_lossy(&line);
            let is_expected = plain.contains(text.as_ref())
                || varying.iter().any(|pattern| pattern.matches(&text));
            if is_expected {
                Fault::Repeated(line)
            } else {
                Fault::Unexpected(line)
            }
        };
        not_admitted.map(fault).collect()
    }

    /// Whether a `...` may stand for the printed line of this index.
    fn admits_extra(&self, index: usize) -> bool {
        let paragraphs = self.matched.paragraphs;
        let is_open = |paragraph: &Paragraph| paragraph.open;
        // If a line is missing, nobody knows where `...` would begin and end.
        if !self.missing.is_empty() {
            return paragraphs.iter().any(is_open);
        }
        let numbers = self.came.iter().map(|&(_, paragraph)| paragraph);
        let middle = self.came.partition_point(|&(line, _)| line < index);
        let first = numbers.clone().take(middle).max().unwrap_or(0);
        let last = numbers.skip(middle).min().unwrap_or(paragraphs.len() - 1);
        first <= last && paragraphs[first..=last].iter().any(is_open)
    }

    /// Missing lines that came on stderr: from now on, they are not missing.
    fn on_stderr(&mut self) -> Vec<Fault> {
        let stderr = String::from_utf8_lossy(&self.matched.seen.stderr);
        let lines: Vec<&str> = stderr.lines().collect();
        // A log may write its own words in front.
        let is_there = |slot: &Slot| {
            let wanted = String::from_utf8_lossy(slot.line);
            !wanted.is_empty()
                && lines.iter().any(|line| {
                    let before = line.strip_suffix(wanted.as_ref());
                    before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
                })
        };
        let close = self.missing.len().min(CLOSE_LOOK);
        let found: Vec<bool> = self.missing[..close]
            .iter()
            .map(|slot| is_there(slot))
            .collect();
        let nothing_came = self.missing.len() == self.matched.slots.len();
        if nothing_came && found.iter().all(|&found| found) {
            self.missing.clear();
            return vec![Fault::OnStderr(None)];
        }
        let mut faults = Vec::new();
        for number in (0..close).filter(|&number| found[number]) {
            let line = self.missing[number].line.to_vec();
            faults.push(Fault::OnStderr(Some(line)));
        }
        let mut found = found.into_iter();
        self.missing.retain(|_| !found.next().unwrap_or(false));
        faults
    }

    /// Lines that did not come.
    fn absent(&self) -> Vec<Fault> {
        if let Some(fault) = ended_early(self.matched, &self.missing) {
            return vec![fault];
        }
        let fault = |slot: &&Slot| Fault::Missing {
            line: slot.line.to_vec(),
            closing: self.closing_line(slot),
            times: self.times(slot),
        };
        self.missing.iter().map(fault).collect()
    }

    /// How often a line came that should have come several times.
    fn times(&self, missing: &Slot) -> Option<(usize, usize)> {
        let same = self.matched.slots_of(missing.paragraph);
        let same = same.filter(|slot| slot.meaning == missing.meaning);
        let came = same.clone().filter(|slot| slot.taken_by.is_some()).count();
        let least = same.filter(|slot| !slot.expected.optional).count();
        (came > 0).then_some((came, least))
    }

    /// The closing line that came although `missing`, a worker's line, did not.
    fn closing_line(&self, missing: &Slot) -> Option<Closing> {
        let mut came = self.matched.slots.iter();
        let line = came.find_map(|slot| {
            let line = slot.taken_by?;
            came_too_early(self.matched, line, slot.paragraph, missing.paragraph).then_some(line)
        })?;
        Some(Closing {
            line: self.matched.line(line),
            by: self.who(line),
        })
    }

    /// Who wrote a line that came too early: main, as far as anybody knows.
    fn who(&self, line: usize) -> String {
        let name = match self.matched.seen.lines[line].writer {
            Writer::Thread(writer) => self.names.get(writer),
            Writer::Several | Writer::Unknown => None,
        };
        name.map_or("main".to_string(), String::clone)
    }

    /// The first line that came before one that it should have come after.
    fn first_inversion(&self) -> Option<Fault> {
        let mut came = self.came.iter().enumerate();
        came.find_map(|(number, &(index, early))| {
            // Of all those that it should have come after, what comes right before is
            // what it should have waited for; the first line of that.
            let later = self.came[number..].iter();
            let later = later.filter(|&&(_, paragraph)| paragraph < early);
            let &(later, late) = later.rev().max_by_key(|&&(_, paragraph)| paragraph)?;
            Some(Fault::Order {
                early: self.matched.line(index),
                late: self.matched.line(later),
                reason: self.reason((index, early), (later, late)),
            })
        })
    }

    /// The first line that came before one that stands before it in its sequence.
    fn first_in_sequence(&self) -> Option<Fault> {
        let taken = self.matched.slots.iter();
        let taken = taken.filter_map(|slot| {
            let sequence = (slot.paragraph, slot.expected.sequence?);
            Some((slot.taken_by?, sequence))
        });
        let mut last = BTreeMap::new();
        // The slots of a sequence stand in its order.
        for (line, sequence) in taken {
            match last.insert(sequence, line) {
                Some(before) if before > line => {
                    return Some(Fault::Order {
                        early: self.matched.line(line),
                        late: self.matched.line(before),
                        reason: Reason::Unknown,
                    });
                }
                _ => {}
            }
        }
        None
    }

    /// What it tells that a line came before another one; each with its paragraph.
    fn reason(&self, (line, early): (usize, usize), (later, late): (usize, usize)) -> Reason {
        if came_too_early(self.matched, line, early, late) {
            return Reason::DidNotWait(self.who(line));
        }
        // One worker ended before another began.
        let paragraphs = self.matched.paragraphs;
        let origin = (0..=late).rfind(|&number| paragraphs[number].when == When::Origin);
        let begins = origin.filter(|origin| !has_gap(self.matched, *origin..=late));
        let (Some(origin), Some(gap)) = (begins, paragraphs[early].gap()) else {
            return Reason::Unknown;
        };
        let begun = self
            .came
            .iter()
            .rfind(|(other, paragraph)| *other < line && (origin..=late).contains(paragraph));
        match begun {
            Some(&(begun, _)) if self.matched.has_times => {
                let between =
                    |one, other| self.matched.at(other).saturating_sub(self.matched.at(one));
                // Who waits first, and prints after, does so between the two.
                let after = between(begun, line);
                match after.max(between(line, later)) >= gap.shortest {
                    true => Reason::TookTurns,
                    false => Reason::NoWait(self.matched.line(begun), after),
                }
            }
            // Nobody had begun, or nobody knows when.
            _ => Reason::Unknown,
        }
    }
}

/// Whether two lines have enough characters in common, wherever these are; to
/// find that out takes less time than to compare them.
fn may_be_alike(one: &[char], other: &[char]) -> bool {
    let mut counts: HashMap<char, usize> = HashMap::new();
    for &c in one {
        *counts.entry(c).or_default() += 1;
    }
    let mut common = 0;
    for c in other {
        if let Some(count) = counts.get_mut(c).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    let all = one.len() + other.len();
    2.0 * common as f32 >= ALIKE * all as f32
}

/// A line is made of so many others at most.
const PARTS: usize = 4;

/// The missing lines, by index, that `line` is made of, if they are several.
fn parts(line: &[u8], missing: &[&Slot]) -> Option<Vec<usize>> {
    let longest = missing.iter().map(|slot| slot.line.len()).max();
    if line.len() > PARTS * longest.unwrap_or_default() {
        return None;
    }
    fn descend(rest: &[u8], missing: &[&Slot], used: &mut Vec<usize>) -> bool {
        if rest.is_empty() {
            return used.len() > 1;
        }
        for (index, slot) in missing.iter().enumerate() {
            // Of those that are the same, the first stands for all.
            let mut before = (0..index).filter(|other| !used.contains(other));
            let is_repeated = before.any(|other| missing[other].line == slot.line);
            let is_free = !used.contains(&index) && !is_repeated;
            if is_free
                && !slot.line.is_empty()
                && used.len() < PARTS
                && let Some(rest) = rest.strip_prefix(slot.line)
            {
                used.push(index);
                if descend(rest, missing, used) {
                    return true;
                }
                used.pop();
            }
        }
        false
    }
    let mut used = Vec::new();
    descend(line, missing, &mut used).then_some(used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::notation;
    use crate::judgement::tests::seen;
    use crate::message;
    use observer::{Ending, Life, Line, Observation};
    use std::time::Duration;

    const THREADS: &str = "[0s]\nS1\nS2\n\n[2s]\nF1\nF2\n\nAll done!";
    const TASKS: &str = "[0s]\nS1\n\nS2\n\n[2s]\nF1\n\n[0s..1s]\nF2";

    const TIMED_END: &str = "[0s]\nS1\nS2\n\n[2s]\nF1\nF2\n\n[0s..1s]\nAll done!";
    const NO_END: &str = "[0s]\nS1\nS2\n\n[2s]\nF1\nF2";

    fn sentences(expectation: &str, observation: &Observation) -> String {
        let expectation = notation::parse(expectation.as_bytes()).expect("an expectation");
        let faults = diagnose(&Matched::new(&expectation, observation));
        let faults = faults.iter().map(message::fault);
        let sentences: Vec<String> = faults.map(|fault| fault.sentence).collect();
        sentences.join("; ")
    }

    #[test]
    fn who_ends_too_early_did_not_wait() {
        let missing = "`F1` is missing; `F2` is missing";
        let ended = "it ended 0.01 s after `S2`, and `F1` and `F2` did not come";
        let not_waited = format!("{ended}: main did not wait");
        let three = NO_END.replace("F2", "F2\nF3");
        let ended_of_three = not_waited.replace("`F1` and `F2`", "`F1`, `F2` and 1 more");
        let cases = [
            (NO_END, "S1@0 S2@9", 19, 0, not_waited.as_str()),
            (&three, "S1@0 S2@9", 19, 0, &ended_of_three),
            // It waited long enough, or failed, or one of them ended.
            (NO_END, "S1@0 S2@9", 2100, 0, missing),
            (NO_END, "S1@0 S2@9", 19, 1, missing),
            (NO_END, "S1@0 S2@9 F1@2000", 2019, 0, "`F2` is missing"),
            // Main's own line is missing.
            (
                "[0s]\nS1\n\n[2s]\nF1\n\nend",
                "S1@9",
                19,
                0,
                "`F1` is missing; `end` is missing",
            ),
        ];
        for (text, came, elapsed, code, expected) in cases {
            let observation = Observation {
                elapsed: Duration::from_millis(elapsed),
                ending: Ending::Exited(code),
                ..seen(came)
            };
            assert_eq!(sentences(text, &observation), expected, "{came} {elapsed}");
        }
        // Nobody was there to be waited for.
        let mut alone = Observation {
            elapsed: Duration::from_millis(19),
            ..seen("S1@0 S2@9")
        };
        let life = |tid| Life {
            pid: 7,
            tid,
            parent: None,
            born: Duration::ZERO,
            ended: None,
            delayed: None,
        };
        alone.lives = Ok(vec![life(7)]);
        assert_eq!(sentences(NO_END, &alone), ended);
        alone.lives = Ok(vec![life(7), life(8)]);
        assert_eq!(sentences(NO_END, &alone), not_waited);
    }

    #[test]
    fn only_who_took_the_time_took_turns() {
        let cases = [
            (
                "S1@0 F1@2000 S2@2000 F2@4000 All_done!@4000",
                "`F1` came before `S2`: the workers took turns",
            ),
            (
                "S1@0 F1@1 S2@1 F2@2 All_done!@2",
                "`F1` came before `S2`, and only 0.00 s after `S1`: nobody waited between them",
            ),
            // The prints are swapped.
            (
                "F1@0 F2@0 S1@2000 S2@2000 All_done!@2000",
                "`F1` came before `S1`, but belongs after it",
            ),
        ];
        for (came, expected) in cases {
            assert_eq!(sentences(THREADS, &seen(came)), expected, "{came}");
        }
    }

    #[test]
    fn main_did_not_wait_where_it_closes_before_all_have_begun() {
        let cases = [
            (
                "S1@0 All_done!@1 S2@1",
                "`All done!` came, but `F1` is missing: main did not wait; \
                 `All done!` came, but `F2` is missing: main did not wait; \
                 `All done!` came before `S2`: main did not wait",
            ),
            (
                "All_done!@1",
                "`All done!` came, but `S1` is missing: main did not wait; \
                 `All done!` came, but `S2` is missing: main did not wait; \
                 `All done!` came, but `F1` is missing: main did not wait; \
                 `All done!` came, but `F2` is missing: main did not wait",
            ),
        ];
        for (came, expected) in cases {
            assert_eq!(sentences(THREADS, &seen(came)), expected, "{came}");
        }
    }

    #[test]
    fn lines_on_stderr_are_found() {
        let all = "all its lines came on stderr; print them to stdout, or judge it with `--stderr`";
        let missing: Vec<String> = ["S1", "S2", "F1", "F2", "All done!"]
            .map(|line| format!("`{line}` is missing"))
            .into();
        let cases = [
            ("", "S1\nS2\nF1\nF2\nAll done!\n", all),
            (
                "",
                "INFO:root:S1\n2026 S2\nINFO F1\r\n[x]F2\nAll done!",
                all,
            ),
            ("", "xS1\nS2x\n", &missing.join("; ")),
            (
                "S1@0 S2@0 F1@2000 All_done!@2000",
                "F2\n",
                "`F2` came on stderr; print it to stdout",
            ),
        ];
        for (came, stderr, expected) in cases {
            let observation = Observation {
                stderr: stderr.into(),
                ..seen(came)
            };
            assert_eq!(sentences(THREADS, &observation), expected, "{stderr}");
        }
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        let cases = [
            (
                THREADS,
                "S1 F1 S2 F2 All_done!",
                "`F1` came before `S2`: the workers took turns",
            ),
            (
                TASKS,
                "S1 F1 S2 F2",
                "`F1` came before `S2`: the workers took turns",
            ),
            (
                TASKS,
                "S1 S2 F2 F1",
                "`F2` came before `F1`, but belongs after it",
            ),
            (
                TASKS,
                "S2 S1 F1 F2",
                "`S2` came before `S1`, but belongs after it",
            ),
            (
                THREADS,
                "S1 S2 F1 All_done! F2",
                "`All done!` came before `F2`: main did not wait",
            ),
            (
                THREADS,
                "S1 S2 All_done!",
                "`All done!` came, but `F1` is missing: main did not wait; \
              `All done!` came, but `F2` is missing: main did not wait",
            ),
            (THREADS, "S1 S2 F1 F2", "`All done!` is missing"),
            (
                THREADS,
                "S1 S2 F1 F2 F2 All_done!",
                "`F2` was printed too many times",
            ),
            (
                THREADS,
                "S1 S2 F1 F2 All_done! Thanks_for_all_the_fish.",
                "`Thanks for all the fish.` is not expected there",
            ),
            (
                THREADS,
                "S1S2 _ F1 F2 All_done!",
                "two lines ran together in `S1S2`; print each in one write",
            ),
            (
                THREADS,
                "S1 S2 F1 F2 all_Done!",
                "`all Done!` came, but `All done!` was expected",
            ),
            (
                THREADS,
                "S1 S2 F1 F2 All_done!_",
                "`All done! ` came, but `All done!` was expected",
            ),
            ("a\n\nb\n\n...", "x a b", "`x` is not expected there"),
            (
                "a\n\nb\n\n...",
                "b a x",
                "`b` came before `a`, but belongs after it",
            ),
            ("a\n\nb\n\n...", "b x", "`a` is missing"),
            // `...` stands for lines that are as like, too.
            (
                "Worker 1 done\n...\n\nAll done!",
                "Worker_2_done All_done!",
                "`Worker 1 done` is missing",
            ),
            (
                "Worker 1 done\n...\n\nAll done!",
                "worker_1__Done All_done!",
                "`worker 1  Done` came, but `Worker 1 done` was expected",
            ),
            (
                THREADS,
                "S1 S2 F1 F2 _ All_done!",
                "an empty line is not expected there",
            ),
            ("a\n\n\\\n\nb", "a b", "an empty line is missing"),
            (
                "[2..3 times]\ntick\n\nend",
                "tick end",
                "`tick` came 1 time; expected 2 at least",
            ),
            (
                "[2 times]\ntick\n\nend",
                "end",
                "`tick` is missing; `tick` is missing",
            ),
            // Main's line may have a time.
            (
                TIMED_END,
                "S1 S2 F1 All_done! F2",
                "`All done!` came before `F2`: main did not wait",
            ),
            (
                TIMED_END,
                "S1 S2 All_done!",
                "`All done!` came, but `F1` is missing: main did not wait; \
                 `All done!` came, but `F2` is missing: main did not wait",
            ),
            (TASKS, "S1 S2 F2", "`F1` is missing"),
            (
                "[0s]\nS\n\n[1s]\nM\n\n[1s]\nF\n\nend",
                "S end",
                "`end` came, but `M` is missing: main did not wait; \
                 `end` came, but `F` is missing: main did not wait",
            ),
            // Nobody waited for what comes right before.
            (
                "[0s]\nA waits\nB waits\n\n[1s]\nset\n\n[0s..1s]\nA goes on\nB goes on",
                "A_waits A_goes_on B_waits B_goes_on set",
                "`A goes on` came before `set`, but belongs after it",
            ),
            (
                THREADS,
                "All_done! S1 S2 F1 F2",
                "`All done!` came before `F1`: main did not wait",
            ),
        ];
        for (expectation, came, expected) in cases {
            let lines = came.split(' ').map(|line| match line {
                "_" => String::new(),
                line => line.replace('_', " "),
            });
            let at = (0..).map(|number| Duration::from_secs(2 * number));
            let observation = Observation {
                lines: at
                    .zip(lines)
                    .map(|(at, text)| Line::new(at, text))
                    .collect(),
                elapsed: Duration::from_secs(60),
                ..seen("")
            };
            assert_eq!(sentences(expectation, &observation), expected, "{came}");
        }
    }
}
