//! How the findings, held against the truth table, come out together.

use super::finding::{Finding, Findings, NoAnswer};
use super::table::NoQuestion;
use crate::measure::Machine;
use serde::Serialize;

/// The verdicts, counted, and what whoever reads of them should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    pub agree: usize,
    pub contradict: usize,
    /// Another, quieter try might answer these.
    pub inconclusive: usize,
    /// Without CPython, on one core, or because a program failed.
    pub not_shown: usize,
    /// Definitions, what does not apply, and what no figure here could show: on no
    /// machine are they verdicts.
    pub not_counted: usize,
    /// The same in a sentence.
    pub summary: String,
    /// Whether there are inconclusive verdicts, and somebody else's use of the
    /// machine is the cause of every one.
    pub only_foreign_load: bool,
    /// What failed, what contradicts, and what has no result: a sentence each.
    pub problems: Vec<String>,
}

impl Check {
    /// Counts the findings of a language each.
    pub fn of(findings: &[&Finding], problems: Vec<String>) -> Check {
        let count = |is: &dyn Fn(&Finding) -> bool| findings.iter().filter(|one| is(one)).count();
        let contradict = count(&Finding::contradicts);
        let agree = count(&|finding| finding.answer.is_ok() && !finding.contradicts());
        let inconclusive = count(&Finding::is_inconclusive);
        let not_counted = count(&|finding| match &finding.answer {
            Err(NoAnswer::NoQuestion(why)) => *why != NoQuestion::OneCore,
            _ => false,
        });
        let not_shown = findings.len() - agree - contradict - inconclusive - not_counted;
        let by_load = count(&|finding| {
            let answer = finding.answer.as_ref();
            answer.is_err_and(NoAnswer::is_foreign_load)
        });
        let mut summary =
            format!("{agree} verdicts agree with the truth table, {contradict} do not");
        for (number, what) in [(inconclusive, "inconclusive"), (not_shown, "not shown")] {
            if number > 0 {
                summary += &format!(", {number} {what}");
            }
        }
        Check {
            agree,
            contradict,
            inconclusive,
            not_shown,
            not_counted,
            summary,
            only_foreign_load: inconclusive > 0 && by_load == inconclusive,
            problems,
        }
    }
}

/// What contradicts the truth table, or is neither yes nor no.
pub fn contradictions(all: &[Findings], machine: &Machine) -> Vec<String> {
    let mut problems = Vec::new();
    for findings in all {
        for (language, finding) in findings.both() {
            if finding.is_unexpected() {
                let (says, name) = (&findings.claim.says, machine.name(language));
                problems.push(format!("{says}: {name} {finding}: {}", finding.figures));
            }
        }
    }
    problems
}
