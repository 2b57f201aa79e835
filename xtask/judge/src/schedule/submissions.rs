//! Many programs that one expectation judges: a list of commands, or one command
//! for each file of a folder.

use super::submission::Submission;
use crate::error::Error;
use crate::expectation::ExpectationFile;
use crate::text::shown;
use glob::{GlobResult, MatchOptions};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

/// What stands for the file in a command.
const FILE: &str = "{}";

/// Reads a list: on each line a label, a colon and a command, its words quoted
/// as in a shell. Empty lines and those that begin with `#` say nothing. A line
/// that cannot be read is a submission that cannot be run.
///
/// # Errors
/// If the file cannot be read, or names no command at all.
pub fn batch<'a>(expected: &'a ExpectationFile, file: &Path) -> Result<Vec<Submission<'a>>, Error> {
    let text = fs::read_to_string(file).map_err(|error| Error::Unreadable(file.into(), error))?;
    let lines = parse(&text).into_iter().map(|(label, command)| {
        let command = command.map_err(|mistake| format!("{}: {mistake}", file.display()));
        Submission::on_terminal(label, "submission", expected, command)
    });
    let submissions: Vec<Submission> = lines.collect();
    if submissions.is_empty() {
        return Err(Error::EmptyList(file.into()));
    }
    Ok(submissions)
}

/// One command for each file that the pattern matches, in the order of their
/// names.
///
/// # Errors
/// If the pattern is wrong or matches nothing, or if the command does not say
/// where the file goes.
pub fn each<'a>(
    expected: &'a ExpectationFile,
    pattern: &str,
    template: &[OsString],
) -> Result<Vec<Submission<'a>>, Error> {
    let has_place = |word: &OsString| word.to_string_lossy().contains(FILE);
    if !template.iter().any(has_place) {
        return Err(Error::NoPlaceForFile);
    }
    // Hidden files are nobody's submission.
    let options = MatchOptions {
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    let files = glob::glob_with(pattern, options)
        .map_err(|error| Error::Pattern(pattern.to_string(), error))?;
    let is_no_file = |file: &GlobResult| file.as_ref().is_ok_and(|file| !file.is_file());
    let submissions = files.filter(|file| !is_no_file(file)).map(|file| {
        let (path, command) = match &file {
            Ok(file) => {
                let words = template.iter().map(|word| replace(word, file.as_os_str()));
                (file.as_path(), Ok(words.collect()))
            }
            Err(error) => {
                let why = format!("cannot be read: {}", error.error());
                (error.path(), Err(why))
            }
        };
        let name = path.display().to_string();
        Submission::on_terminal(name, "submission", expected, command)
    });
    let submissions: Vec<Submission> = submissions.collect();
    if submissions.is_empty() {
        return Err(Error::NoFile(pattern.to_string()));
    }
    Ok(submissions)
}

/// The word with the file in place of each `{}`.
fn replace(word: &OsStr, file: &OsStr) -> OsString {
    let Some(text) = word.to_str() else {
        return word.to_os_string();
    };
    let parts: Vec<&OsStr> = text.split(FILE).map(OsStr::new).collect();
    parts.join(file)
}

/// Each label with its command, or with what is wrong with its line.
fn parse(text: &str) -> Vec<(String, Result<Vec<OsString>, String>)> {
    let mut labels = BTreeSet::new();
    let mut submissions = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (label, command) = line.split_once(':').unwrap_or((line, ""));
        let label = label.trim().to_string();
        let words = shell_words::split(command);
        let command = match words {
            _ if label.is_empty() => Err("there is no label before the colon".to_string()),
            _ if !labels.insert(label.clone()) => Err(format!("duplicate label `{label}`")),
            Ok(words) if words.is_empty() => Err("there is no command behind a colon".to_string()),
            Ok(_) if let Some(mistake) = for_a_shell(command) => Err(mistake),
            Ok(words) => Ok(words.into_iter().map(OsString::from).collect()),
            Err(_) => Err("a quotation mark is not closed".to_string()),
        };
        let mistake = |mistake| format!("line {number}: {mistake}");
        submissions.push((label, command.map_err(mistake)));
    }
    submissions
}

/// What is wrong with a command that only a shell would understand.
fn for_a_shell(command: &str) -> Option<String> {
    let bare = without_quoted(command);
    let mut words = bare.split_whitespace().enumerate();
    words.find_map(|(number, word)| {
        let name = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '{' || c == '(';
        let mut after_dollar = word.split('$').skip(1);
        let is_variable = after_dollar.any(|after| after.starts_with(name));
        let is_home = word == "~" || word.starts_with("~/");
        let is_operator = word.starts_with(['|', '&', ';', '<', '>']) || word.ends_with(';');
        let assigned = word.split_once('=').map(|(name, _)| name);
        let is_assignment = assigned.is_some_and(|variable| {
            let rest = |c: char| c.is_ascii_alphanumeric() || c == '_';
            number == 0 && variable.starts_with(name) && variable.chars().all(rest)
        });
        let remedy = if is_assignment {
            format!("write `env {word}`")
        } else if is_variable || is_home || is_operator {
            "write what it stands for, or `sh -c '…'`".to_string()
        } else {
            return None;
        };
        Some(format!(
            "no shell reads `{}`: {remedy}",
            shown(word.as_bytes(), 60)
        ))
    })
}

/// The text without what a shell takes as it is; of what is between double
/// quotes, variables are left.
fn without_quoted(command: &str) -> String {
    let mut bare = String::new();
    let mut quote = None;
    let mut characters = command.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (None | Some('"'), '\\') => {
                characters.next();
                bare.push('_');
            }
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            (None, _) => bare.push(c),
            (Some('"'), _) if !" \t~|&;<>=".contains(c) => bare.push(c),
            (Some(_), _) => bare.push('_'),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_line_does_not_stop_the_rest() {
        let text = "\u{feff}# course 7\n\nanna: python3 anna.py\r\n\
            ben:./ben 'a b' \"c\"\ncleo python3 cleo.py\n: ./x\nanna: ./y\ndora:\n\
            emil: ./emil 'oops\nfred: a:b";
        let shown: Vec<String> = parse(text)
            .into_iter()
            .map(|(label, command)| match command {
                Ok(words) => format!("{label} = {}", words.join("|".as_ref()).display()),
                Err(mistake) => format!("{label} ! {mistake}"),
            })
            .collect();
        let expected = [
            "anna = python3|anna.py",
            "ben = ./ben|a b|c",
            "cleo python3 cleo.py ! line 5: there is no command behind a colon",
            " ! line 6: there is no label before the colon",
            "anna ! line 7: duplicate label `anna`",
            "dora ! line 8: there is no command behind a colon",
            "emil ! line 9: a quotation mark is not closed",
            "fred = a:b",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_only_a_shell_understands_is_said_so() {
        let mistakes = [
            ("$HOME/anna", "$HOME/anna", "write what it stands for"),
            ("python3 ~/anna.py", "~/anna.py", "write what it stands for"),
            ("python3 \"${DIR}/a.py\"", "${DIR}/a.py", "write what it"),
            ("FOO=1 ./anna", "FOO=1", "write `env FOO=1`"),
            ("./anna > out", ">", "write what it stands for"),
            ("cd x && ./anna", "&&", "write what it stands for"),
            ("sh -c 'echo $HOME; cd ~'", "", ""),
            ("./anna \\$HOME a$ $5 a~ a=1 'x > y' \"a ; b\"", "", ""),
            ("env FOO=1 ./anna", "", ""),
            ("./=x", "", ""),
        ];
        for (command, word, remedy) in mistakes {
            let mistake = for_a_shell(command).unwrap_or_default();
            let begin = match word {
                "" => String::new(),
                word => format!("no shell reads `{word}`: {remedy}"),
            };
            assert!(mistake.starts_with(&begin), "{command}: {mistake}");
            assert_eq!(mistake.is_empty(), word.is_empty(), "{command}: {mistake}");
        }
    }

    #[test]
    fn the_file_goes_where_the_braces_are() {
        let file = OsStr::new("a b.py");
        let cases = [("{}", "a b.py"), ("--file={}", "--file=a b.py"), ("x", "x")];
        for (word, expected) in cases {
            assert_eq!(replace(OsStr::new(word), file), expected);
        }
    }
}
