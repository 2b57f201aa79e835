//! A program that does not end, and what its threads wait for.

use super::words::quoted;
use crate::judgement::Hang;
use observer::{Wait, Waiting};

/// So many threads are told by name.
const NAMED: usize = 5;

/// What is said of it, and what many runs have in common.
pub struct Hanging {
    pub sentence: String,
    pub kind: String,
}

pub fn hanging(hang: &Hang) -> Hanging {
    let is_there = |wait: Wait| hang.waits.iter().any(|waiting| waiting.wait == wait);
    let (did, guess) = match hang {
        Hang { computes: true, .. } => ("computing", ": an endless loop?"),
        // Whoever sleeps will wake.
        _ if is_there(Wait::Sleep) => ("running", ""),
        _ => ("waiting", ": a deadlock?"),
    };
    let elapsed = hang.elapsed.as_secs_f64();
    let still = format!("the program was still {did} after {elapsed:.1} s{guess}");
    let missing = hang
        .waits_for
        .as_deref()
        .map(|line| format!("{} did not come", quoted(line)));
    let missing = missing.or_else(|| hang.complete.then(|| "all its lines had come".to_string()));
    let details: Vec<String> = missing.iter().cloned().chain(waits(hang)).collect();
    let details = details.join("; ");
    let sentence = match details.as_str() {
        "" => still,
        details if guess.is_empty() => format!("{still}; {details}"),
        details => format!("{still} {details}"),
    };
    Hanging {
        sentence,
        kind: missing.unwrap_or("it did not end".to_string()),
    }
}

/// What each thread waited for: those that wait for the same together.
fn waits(hang: &Hang) -> Option<String> {
    let mut groups: Vec<(Wait, Vec<String>)> = Vec::new();
    for &Waiting { thread, wait } in &hang.waits {
        let name = name(hang, thread).to_string();
        match groups.iter_mut().find(|(other, _)| *other == wait) {
            Some((_, names)) => names.push(name),
            None => groups.push((wait, vec![name])),
        }
    }
    let told = groups
        .iter()
        .map(|(wait, names)| format!("{} {}", all(names), did(hang, *wait)));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn all(names: &[String]) -> String {
    match names {
        [names @ .., last] if (1..NAMED).contains(&names.len()) => {
            format!("{} and {last}", names.join(", "))
        }
        [first @ .., _] if first.len() >= NAMED => {
            format!(
                "{} and {} more",
                first[..NAMED].join(", "),
                names.len() - NAMED
            )
        }
        names => names.concat(),
    }
}

fn did(hang: &Hang, wait: Wait) -> String {
    let did = match wait {
        Wait::Thread(thread) => return format!("waited for {} to end", name(hang, thread)),
        Wait::Lock => "waited in a lock, a queue or a join",
        Wait::Sleep => "slept",
        Wait::Process => "waited for a process to end",
        Wait::Event => "waited for an event",
        Wait::Read => "waited for something to read",
        Wait::Write => "waited for somebody to read",
        Wait::Other => "waited",
        Wait::Computes => "computed",
    };
    did.to_string()
}

fn name(hang: &Hang, thread: usize) -> &str {
    hang.names.get(thread).map_or("a thread", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn few_threads_are_told_by_name() {
        let names = |number: usize| {
            let names: Vec<String> = (1..=number).map(|n| n.to_string()).collect();
            all(&names)
        };
        let expected = [
            "1",
            "1 and 2",
            "1, 2 and 3",
            "1, 2, 3, 4 and 5",
            "1, 2, 3, 4, 5 and 2 more",
        ];
        assert_eq!([1, 2, 3, 5, 7].map(names), expected);
    }

    #[test]
    fn a_hang_is_told_with_what_each_thread_waits_for() {
        let names = ["main", "thread 1", "thread 2", "silent thread 1"];
        let hang = |waits: &[Wait], computes, complete, line: Option<&str>| Hang {
            elapsed: Duration::from_millis(11_530),
            waits_for: line.map(|line| line.into()),
            complete,
            computes,
            waits: (0..)
                .zip(waits)
                .map(|(thread, &wait)| Waiting { thread, wait })
                .collect(),
            names: names.map(str::to_string).to_vec(),
        };
        let cases = [
            (
                hang(
                    &[Wait::Thread(1), Wait::Lock, Wait::Lock],
                    false,
                    false,
                    Some("F1"),
                ),
                "the program was still waiting after 11.5 s: a deadlock? `F1` did not come; \
                 main waited for thread 1 to end, thread 1 and thread 2 waited in a lock, a queue \
                 or a join",
            ),
            (
                hang(&[Wait::Lock, Wait::Sleep], false, true, None),
                "the program was still running after 11.5 s; all its lines had come; main waited \
                 in a lock, a queue or a join, thread 1 slept",
            ),
            (
                hang(&[Wait::Lock, Wait::Computes], true, false, Some("F1")),
                "the program was still computing after 11.5 s: an endless loop? `F1` did not \
                 come; main waited in a lock, a queue or a join, thread 1 computed",
            ),
            (
                hang(&[], false, false, None),
                "the program was still waiting after 11.5 s: a deadlock?",
            ),
        ];
        for (hang, expected) in cases {
            assert_eq!(hanging(&hang).sentence, expected);
        }
    }
}
