//! A command in one line of text, its words quoted as in a shell. No shell reads it.

use crate::text::shown;
use std::ffi::OsString;

/// The words of a command.
///
/// # Errors
/// If only a shell would understand it, or a quotation mark is not closed.
pub fn words(command: &str) -> Result<Vec<OsString>, String> {
    match (for_a_shell(command), shell_words::split(command)) {
        (_, Err(_)) => Err("a quotation mark is not closed".to_string()),
        (Some(mistake), _) => Err(mistake),
        (None, Ok(words)) => Ok(words.into_iter().map(OsString::from).collect()),
    }
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
}
