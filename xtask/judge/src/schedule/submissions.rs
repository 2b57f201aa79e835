//! Many programs that one expectation judges: a list of commands, or the files of a
//! folder, each run by the command for its extension.

use super::command_line::words;
use super::recipes::Recipes;
use super::submission::Submission;
use crate::error::Error;
use crate::expectation::ExpectationFile;
use glob::{GlobResult, MatchOptions};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

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

/// Each file that the pattern matches, or that is in the folder of this name, by the
/// recipe of its extension; in the order of their names. `into` is where programs are
/// built. A file without a recipe is a submission that cannot be run.
///
/// # Errors
/// If the pattern is wrong or matches nothing.
pub fn each<'a>(
    expected: &'a ExpectationFile,
    pattern: &str,
    recipes: &Recipes,
    into: Option<&Path>,
) -> Result<Vec<Submission<'a>>, Error> {
    let of_folder = Path::new(pattern).is_dir();
    let pattern = match of_folder {
        true => format!("{}/*", glob::Pattern::escape(pattern.trim_end_matches('/'))),
        false => pattern.to_string(),
    };
    // Hidden files are nobody's submission.
    let options = MatchOptions {
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    let files = glob::glob_with(&pattern, options)
        .map_err(|error| Error::Pattern(pattern.clone(), error))?;
    let is_no_file = |file: &GlobResult| file.as_ref().is_ok_and(|file| !file.is_file());
    let files = files.filter(|file| !is_no_file(file)).enumerate();
    let submissions = files.map(|(number, file)| {
        let (path, recipe) = match &file {
            Ok(file) => (file.as_path(), recipes.of(file, into, number)),
            Err(error) => {
                let why = format!("cannot be read: {}", error.error());
                (error.path(), Err(why))
            }
        };
        let (command, build) = match recipe {
            Ok(recipe) => (Ok(recipe.command), recipe.build),
            Err(why) => (Err(why), None),
        };
        let name = path.display().to_string();
        Submission {
            build,
            ..Submission::on_terminal(name, "submission", expected, command)
        }
    });
    let submissions: Vec<Submission> = submissions.collect();
    if submissions.is_empty() {
        return Err(Error::NoFile(pattern));
    }
    Ok(submissions)
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
        let command = match words(command) {
            _ if label.is_empty() => Err("there is no label before the colon".to_string()),
            _ if !labels.insert(label.clone()) => Err(format!("duplicate label `{label}`")),
            Ok(words) if words.is_empty() => Err("there is no command behind a colon".to_string()),
            command => command,
        };
        let mistake = |mistake| format!("line {number}: {mistake}");
        submissions.push((label, command.map_err(mistake)));
    }
    submissions
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
}
