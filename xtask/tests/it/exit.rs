//! Each exit code says one thing; and whatever becomes of the output, a task ends
//! with the code that it has earned.

use crate::support::{command, root, temporary, write};
use std::fs::OpenOptions;
use std::path::Path;
use std::process::{Command, Stdio};

/// Where nothing can be written.
fn full() -> Stdio {
    let full = OpenOptions::new().write(true).open("/dev/full");
    full.expect("/dev/full").into()
}

fn code(command: &mut Command) -> Option<i32> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("xtask").code()
}

/// Of each task, something that works in this workspace without cargo's help.
fn works(folder: &Path) -> [Vec<String>; 3] {
    write(folder.join("README.md"), "# A page\n");
    let to = folder.join("to").display().to_string();
    [
        vec!["docs", "--check"],
        vec!["exercise"],
        vec!["copy", "threading", &to],
    ]
    .map(|arguments| arguments.into_iter().map(str::to_string).collect())
}

#[test]
fn a_lost_report_is_the_tasks_failure() {
    for number in 0..3 {
        let (_folder, folder) = temporary();
        let arguments = &works(&folder)[number];
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let workspace = if number == 0 { folder } else { root() };
        let mut xtask = command(&workspace, &arguments);
        let status = xtask.stdout(full()).stderr(full()).status();
        assert_eq!(status.expect("xtask").code(), Some(4), "{arguments:?}");
    }
}

#[test]
fn without_cargo_the_task_itself_has_failed() {
    let (_folder, folder) = temporary();
    let to = folder.join("to").display().to_string();
    for arguments in [
        vec!["verify", "threading"],
        vec!["exercise", "turns"],
        vec!["copy", "threading", &to],
        vec!["docs", "--check", "threading"],
    ] {
        let mut xtask = command(&root(), &arguments);
        let code = code(xtask.env("CARGO", folder.join("no-cargo")));
        assert_eq!(code, Some(4), "{arguments:?}");
    }
}

#[test]
fn wrong_usage_is_told_from_it_even_where_stderr_is_full() {
    for arguments in [
        vec!["verify", "treading"],
        vec!["verify", "threading", "--"],
        vec!["verify", "threading", "asyncio", "--", "x"],
        vec!["verify", "no.txt", "--", "x"],
        vec!["exercise", "turnz"],
        vec!["copy", "treading", "to"],
        vec!["docs", "treading"],
        vec!["nothing"],
    ] {
        let mut xtask = command(&root(), &arguments);
        let status = xtask.stdout(Stdio::null()).stderr(full()).status();
        assert_eq!(status.expect("xtask").code(), Some(2), "{arguments:?}");
    }
}
