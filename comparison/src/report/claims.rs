//! The lesson's claims, each with what was measured and a verdict.

use crate::claims::{Finding, Findings, Verdict};
use crate::measure::{Language, Machine};
use std::fmt::Write;

/// For a terminal.
pub fn text(all: &[Findings], machine: &Machine) -> String {
    let mut text = String::new();
    let mut part = "";
    for findings in all {
        let claim = &findings.claim;
        if claim.part != part {
            part = &claim.part;
            let _ = writeln!(text, "\n  {part}");
        }
        let _ = writeln!(text, "    {}", claim.says);
        for (language, finding) in findings.both() {
            let (name, verdict) = (machine.name(language), finding.to_string());
            let line = format!("      {name:16}{verdict:13}  {}", finding.figures);
            let _ = writeln!(text, "{}", line.trim_end());
        }
        if let Some(reason) = reason(findings) {
            let _ = writeln!(text, "      {:16}{reason}", "because");
        }
        if let Some(source) = &claim.source {
            let _ = writeln!(text, "      {source}");
        }
    }
    text
}

/// As a table; `heading` stands over what is said.
pub fn markdown(all: &[Findings], machine: &Machine, heading: &str) -> String {
    let cpython = machine.name(Language::CPython);
    let mut text = format!("| {heading} | {cpython} | Rust | because |\n");
    text.push_str("| --- | --- | --- | --- |\n");
    for findings in all {
        let claim = &findings.claim;
        let cell = |finding: &Finding| {
            let figures = match finding.figures.as_str() {
                "" => String::new(),
                figures => format!(": {figures}"),
            };
            format!("**{finding}**{figures}")
        };
        let reason = reason(findings).unwrap_or_default();
        let (cpython, rust) = (cell(&findings.cpython), cell(&findings.rust));
        let says = match &claim.source {
            Some(source) => format!("[{}]({source})", claim.says),
            None => claim.says.clone(),
        };
        let part = &claim.part;
        let _ = writeln!(text, "| {part}: {says} | {cpython} | {rust} | {reason} |");
    }
    text
}

/// The reason, where a claim does not simply hold.
pub fn reason(findings: &Findings) -> Option<&str> {
    let verdicts = [findings.cpython.verdict, findings.rust.verdict];
    let mut verdicts = verdicts.into_iter().flatten();
    verdicts
        .any(|verdict| verdict != Verdict::Holds)
        .then_some(&findings.claim.reason)
}
