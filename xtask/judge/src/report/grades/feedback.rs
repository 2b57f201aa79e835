//! What a student is told: the judge's words, without the paths of the grader's
//! machine.

use crate::grade::CheckGrade;
use crate::judgement::Verdict;
use std::path::Path;

/// What tells a path of this machine from other text.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// What is in its root folder.
    top: Vec<String>,
    /// The folder that relative paths begin in.
    here: String,
}

impl Machine {
    /// This one.
    #[must_use]
    pub fn this() -> Machine {
        let entries = std::fs::read_dir("/").into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let here = std::env::current_dir().unwrap_or_default();
        Machine {
            top: names.collect(),
            here: here.display().to_string(),
        }
    }

    /// The text with the last part alone of each path of this machine, the one of
    /// the submission of this name among them.
    fn without_paths(&self, text: &str, name: &str) -> String {
        let own = Path::new(name).file_name();
        let mut text = match (own, self.here.as_str()) {
            (_, "/" | "") => text.to_string(),
            (_, here) => text.replace(&format!("{here}/"), ""),
        };
        if let Some(own) = own.filter(|_| name.contains('/')) {
            text = text.replace(name, &own.to_string_lossy());
        }
        let mut told = String::new();
        let mut rest = text.as_str();
        while let Some(slash) = rest.find('/') {
            let (before, path) = rest.split_at(slash);
            let end = path.find(ends_a_path).unwrap_or(path.len());
            let (path, after) = path.split_at(end);
            told.push_str(before);
            let begins = !before.ends_with(|c| !ends_a_path(c));
            let mut parts = path.split('/').filter(|part| !part.is_empty());
            let is_of_machine = parts
                .next()
                .is_some_and(|top| self.top.iter().any(|t| t == top));
            match parts.next_back() {
                Some(last) if begins && is_of_machine => told.push_str(last),
                _ => told.push_str(path),
            }
            rest = after;
        }
        told + rest
    }

    /// What is to be said of a check of the submission of this name.
    #[must_use]
    pub fn feedback(&self, grade: &CheckGrade, name: &str) -> String {
        let told = grade.messages.iter().map(|message| {
            let sentence = self.without_paths(&message.sentence, name);
            match &message.difference {
                Some(difference) => format!("{sentence}\n{}", difference.trim_end()),
                None => sentence,
            }
        });
        let told: Vec<String> = told.collect();
        match grade.verdict {
            Verdict::Pass => "as expected".to_string(),
            _ if told.is_empty() => {
                "nothing was seen of it: other lines came than those that it is about".to_string()
            }
            _ => told.join("\n"),
        }
    }
}

/// What is no part of a path, as paths are written in messages.
fn ends_a_path(c: char) -> bool {
    c.is_whitespace() || "`'\"‘’“”()[]{}<>,;:|=".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_the_machine_is_told() {
        let machine = Machine {
            top: ["usr", "tmp", "home"].map(str::to_string).to_vec(),
            here: "/home/teacher/my course".to_string(),
        };
        let cases = [
            (
                "it hangs: pid 7 (/usr/bin/python3 /tmp/x/anna.py) was",
                "it hangs: pid 7 (python3 anna.py) was",
            ),
            (
                "/home/teacher/my course/in/anna.c:3:14: error",
                "anna.c:3:14: error",
            ),
            ("in/anna.c:3:14: error", "anna.c:3:14: error"),
            (
                "File \"/usr/lib/python3.11/x.py\", line 3",
                "File \"x.py\", line 3",
            ),
            ("`--file=/tmp/a/b`", "`--file=b`"),
            // What a program is to print is no path of this machine.
            (
                "`GET /index/a.html` is missing",
                "`GET /index/a.html` is missing",
            ),
            (
                "`3/4` and `a/usr/b` and `/` and `/tmp`",
                "`3/4` and `a/usr/b` and `/` and `/tmp`",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(machine.without_paths(text, "in/anna.c"), expected);
        }
    }
}
