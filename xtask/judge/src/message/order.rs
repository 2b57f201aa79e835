//! Which order lines came in that may come in another one.

use super::words::quoted;
use crate::expectation::{Expectation, Paragraph};
use crate::judgement::{Clause, Judgement, Text};

/// What is never judged of lines that a program printed elsewhere.
pub const NOT_IN_A_TRANSCRIPT: &str = "a transcript shows no times, processes, threads, writers or \
                                       exit code: they were not judged";

/// So many lines of a paragraph are told.
const TOLD: usize = 6;

/// A sentence for each paragraph of which another order is allowed, too; `printed`
/// is each line as it is compared.
pub fn orders(expectation: &Expectation, judgement: &Judgement, printed: &[Text]) -> Vec<String> {
    let clauses = judgement.clauses.iter();
    let orders = clauses.filter_map(|clause| match clause {
        Clause::Order {
            paragraph,
            seen: Some(lines),
            ..
        } => {
            let lines = lines.iter().map(|&line| printed[line].as_slice());
            order(
                &expectation.paragraphs[*paragraph],
                &lines.collect::<Vec<_>>(),
            )
        }
        _ => None,
    });
    let orders: Vec<String> = orders.collect();
    match orders.is_empty() {
        true => vec!["its lines came in the only order that is allowed".to_string()],
        false => orders,
    }
}

fn order(paragraph: &Paragraph, lines: &[&[u8]]) -> Option<String> {
    let has_sequences = paragraph.lines.iter().any(|line| line.sequence.is_some());
    let allowed = match lines {
        [] => return None,
        _ if !paragraph.is_undetermined() && !paragraph.open => return None,
        _ if !paragraph.is_undetermined() => "other lines are allowed beside that",
        [_, _] => "the other order is allowed, too",
        _ if has_sequences => "any order that keeps each `[in order]` is allowed",
        _ => "any other order is allowed, too",
    };
    let told = lines.iter().take(TOLD).map(|line| quoted(line));
    let told: Vec<String> = told.collect();
    let more = match lines.len() - told.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    Some(format!("{}{more}: {allowed}", told.join(", then ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::judge_order;
    use crate::judgement::tests::{expectation, seen};

    #[test]
    fn what_may_come_in_another_order_is_told() {
        let other = |lines: &str| format!("{lines}: the other order is allowed, too");
        let cases = [
            (
                "[0s]\nS1\nS2\n\n[2s]\nF1\nF2\n\nend",
                "S2 S1 F1 F2 end",
                vec![other("`S2`, then `S1`"), other("`F1`, then `F2`")],
            ),
            (
                "a\n\nb\n\n[3 times]\nc",
                "a b c c c",
                vec!["its lines came in the only order that is allowed".to_string()],
            ),
            (
                "1\n2\n3\n4\n5\n6\n7\n8",
                "8 7 6 5 4 3 2 1",
                vec![
                    "`8`, then `7`, then `6`, then `5`, then `4`, then `3`, and 2 more: any other \
                     order is allowed, too"
                        .to_string(),
                ],
            ),
            (
                "[in order]\na\nb\n[in order]\nc",
                "a c b",
                vec![
                    "`a`, then `c`, then `b`: any order that keeps each `[in order]` is allowed"
                        .to_string(),
                ],
            ),
            (
                "a\n...\n\nb\n\n...",
                "a x b",
                vec!["`a`: other lines are allowed beside that".to_string()],
            ),
        ];
        for (text, came, expected) in cases {
            let expectation = expectation(text);
            let came = came.replace(' ', "@0 ") + "@0";
            let seen = seen(&came);
            let judgement = judge_order(&expectation, &seen);
            assert_eq!(judgement.findings, [], "{text}");
            let lines: Vec<Text> = seen.lines.iter().map(|line| line.bytes.clone()).collect();
            assert_eq!(orders(&expectation, &judgement, &lines), expected, "{text}");
        }
    }
}
