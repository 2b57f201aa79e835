//! The tasks, end to end: the real program, in workspaces of its own.
#![cfg(target_os = "linux")]

mod browser;
mod contributing;
mod copy;
mod docs;
mod elsewhere;
mod examples;
mod exercises;
mod exit;
mod new;
mod pages;
mod support;
mod verify;
mod watch;
