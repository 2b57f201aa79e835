//! The binary `judge`, against programs that are right and programs that are
//! wrong, each in its own way.
//!
//! | file | idea |
//! | --- | --- |
//! | `support.rs` | how a program is judged here |
//! | `verdicts.rs` | what is said of each way to be wrong |
//! | `perturb.rs` | workers that are held back |
//! | `learn.rs` | expectations that are learned from programs |
//! | `corpus.rs` | whole folders of fakes and right programs |
//! | `writers.rs` | who writes: no fake passes |
//! | `hostile.rs` | programs that mean no good |
//! | `graders.rs` | many runs, many submissions, and reports for other programs |
//! | `grades.rs` | the points of each submission |
//! | `languages.rs` | a folder of submissions in several languages |
//! | `contracts.rs` | what the readers of our reports want of them |
//! | `folders.rs` | a course of one's own, and users who run programs |
//! | `exits.rs` | wrong usage, and reports that are lost |
//! | `signals.rs` | a judge that is stopped, whatever it is doing |
//! | `resume.rs` | a judge that was stopped and goes on |
//! | `shortage.rs` | a system that is short of something |

#![cfg(target_os = "linux")]

mod contracts;
mod corpus;
mod exits;
mod folders;
mod graders;
mod grades;
mod hostile;
mod languages;
mod learn;
mod perturb;
mod resume;
mod shortage;
mod signals;
mod support;
mod transcript;
mod verdicts;
mod writers;
