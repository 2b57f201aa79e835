//! The tasks, end to end: the real program, in workspaces of its own.
#![cfg(target_os = "linux")]

mod contributing;
mod copy;
mod docs;
mod examples;
mod exercises;
mod exit;
mod new;
mod support;
mod verify;
