//! The lesson's claims, each with what was measured and a verdict.

use crate::claims::{Answer, Claim};
use crate::judgement::{Finding, Judged, Verdict};
use std::fmt::Write;

/// For a terminal.
pub fn text(judged: &[Judged], cpython: &str) -> String {
    let mut text = String::new();
    let mut part = "";
    for judged in judged {
        let claim = &judged.claim;
        if claim.part != part {
            part = claim.part;
            let _ = writeln!(text, "\n  {part}");
        }
        let _ = writeln!(text, "    {}", claim.says);
        for (name, finding) in [(cpython, &judged.cpython), ("Rust", &judged.rust)] {
            let verdict = verdict(claim, finding);
            let line = format!("      {name:16}{verdict:13}  {}", finding.figures);
            let _ = writeln!(text, "{}", line.trim_end());
        }
        if let Some(reason) = reason(judged) {
            let _ = writeln!(text, "      {:16}{reason}", "because");
        }
    }
    text
}

pub fn markdown(judged: &[Judged], cpython: &str) -> String {
    let mut text = format!("| the lesson says | {cpython} | Rust | because |\n");
    text.push_str("| --- | --- | --- | --- |\n");
    for judged in judged {
        let claim = &judged.claim;
        let cell = |finding: &Finding| {
            let figures = match finding.figures.as_str() {
                "" => String::new(),
                figures => format!(": {figures}"),
            };
            format!("**{}**{figures}", verdict(claim, finding))
        };
        let reason = reason(judged).unwrap_or_default();
        let (cpython, rust) = (cell(&judged.cpython), cell(&judged.rust));
        let _ = writeln!(
            text,
            "| {}: {} | {cpython} | {rust} | {reason} |",
            claim.part, claim.says
        );
    }
    text
}

fn verdict(claim: &Claim, finding: &Finding) -> String {
    match finding.verdict(claim.claimed) {
        Ok(verdict) if finding.contradicts() => {
            format!(
                "{}, UNEXPECTED ({})",
                verdict.name(),
                expected(finding.truth)
            )
        }
        Ok(verdict) => verdict.name().to_string(),
        Err(doubt) => doubt.to_string(),
    }
}

fn expected(truth: Answer) -> &'static str {
    match truth {
        Answer::Yes => "the truth table says yes",
        Answer::No => "the truth table says no",
        Answer::WhileWaiting => "the truth table says: while it waits",
    }
}

/// The reason, where a claim does not simply hold.
fn reason(judged: &Judged) -> Option<&'static str> {
    let differs = |finding: &Finding| {
        let verdict = finding.verdict(judged.claim.claimed);
        verdict.is_ok_and(|verdict| verdict != Verdict::Holds)
    };
    (differs(&judged.cpython) || differs(&judged.rust)).then_some(judged.claim.reason)
}

/// How the check ended, in one line.
pub fn summary(judged: &[Judged]) -> String {
    let findings = || {
        judged
            .iter()
            .flat_map(|judged| [&judged.cpython, &judged.rust])
    };
    let contradicted = findings().filter(|finding| finding.contradicts()).count();
    let inconclusive = findings()
        .filter(|finding| finding.is_inconclusive())
        .count();
    let answered = findings().filter(|finding| finding.answer.is_ok()).count();
    let missing = findings().count() - answered - inconclusive;
    let mut text = format!(
        "{} verdicts agree with the truth table, {contradicted} do not",
        answered - contradicted
    );
    for (number, what) in [(inconclusive, "inconclusive"), (missing, "not shown")] {
        if number > 0 {
            let _ = write!(text, ", {number} {what}");
        }
    }
    text
}
