//! Where the reports go. That one cannot be written is found out before anything
//! is run, as far as possible.

use super::entry::Entry;
use super::explain::explain;
use super::github::summary as github_summary;
use super::grades::{GradeFiles, MissingGrades};
use super::html::html;
use super::json::json;
use super::junit::junit;
use super::overview::csv;
use super::picture;
use super::text::render;
use crate::error::Error;
use crate::grade::Points;
use crate::options::{Grading, Reporting};
use anyhow::Context;
use observer::interrupt::wait_for;
use observer::report_file::ReportFile;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Where the reports go.
pub struct Destinations {
    files: Vec<(ReportFile, Render)>,
    grades: GradeFiles,
    explain: bool,
    github: Option<PathBuf>,
    /// The program that makes the reports, as they name it.
    by: &'static str,
    points: Points,
    /// Whether there is a table of all submissions at the end.
    many: bool,
}

/// What goes into a file.
type Render = fn(&[Entry], &Destinations) -> String;

impl Destinations {
    /// Only the text, and the summary of a job in GitHub Actions.
    #[must_use]
    pub fn for_people() -> Destinations {
        let github = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        Destinations {
            files: Vec::new(),
            grades: GradeFiles::none(),
            explain: false,
            github: github.map(PathBuf::from),
            by: "judge",
            points: Points::default(),
            many: false,
        }
    }

    /// All that are asked for, by the program of this name. `inputs` are the
    /// files that it reads: no report replaces one.
    ///
    /// # Errors
    /// If it will not be possible to write there.
    pub fn open(
        reporting: &Reporting,
        grading: &Grading,
        by: &'static str,
        inputs: &[&Path],
    ) -> Result<Destinations, Error> {
        let wanted: [(&Option<PathBuf>, Render); 6] = [
            (&reporting.json, |entries, of| json(entries, &of.points)),
            (&reporting.junit, |entries, of| junit(entries, of.by)),
            (&grading.csv, |entries, of| csv(entries, &of.points)),
            (&reporting.html, |entries, of| html(entries, of.by)),
            (&reporting.svg, |entries, _| picture::svg(entries)),
            (&reporting.trace, |entries, _| picture::trace(entries)),
        ];
        let wanted: Vec<(&PathBuf, Render)> = wanted
            .into_iter()
            .filter_map(|(path, render)| Some((path.as_ref()?, render)))
            .collect();
        let for_people = Destinations::for_people();
        let inputs: Vec<Place> = inputs.iter().map(|path| Place::of(path)).collect();
        let mut taken: Vec<Place> = for_people.github.iter().map(|p| Place::of(p)).collect();
        for (path, _) in &wanted {
            let place = Place::of(path);
            if inputs.contains(&place) {
                return Err(Error::ReportOverInput(path.to_path_buf()));
            }
            if taken.contains(&place) {
                return Err(Error::SharedReport(path.to_path_buf()));
            }
            taken.push(place);
        }
        let open = |(path, render): (&PathBuf, Render)| Ok((ReportFile::open(path)?, render));
        let files = wanted.into_iter().map(open);
        Ok(Destinations {
            files: files.collect::<Result<_, Error>>()?,
            explain: reporting.explain,
            by,
            points: grading.points,
            ..for_people
        })
    }

    /// The same, with the grades of each submission, by their names. Of many, there
    /// is a table at the end.
    ///
    /// # Errors
    /// If it will not be possible to write them.
    pub fn with_grades(
        self,
        grading: &Grading,
        submissions: &[&str],
        many: bool,
    ) -> Result<Destinations, Error> {
        let grades = GradeFiles::open(grading, submissions, many)?;
        Ok(Destinations {
            grades,
            many,
            ..self
        })
    }

    /// Takes away the grades of what has none.
    pub(crate) fn withdraw_grades(&self, entries: &[Entry]) -> MissingGrades {
        self.grades.write(entries, &self.points)
    }

    /// Writes all of them, and returns what could not be written, of the grades apart.
    pub(crate) fn write(mut self, entries: &[Entry]) -> (Vec<anyhow::Error>, MissingGrades) {
        let mut text = render(entries, self.many.then_some(&self.points));
        if self.explain {
            text = explain(entries) + &text;
        }
        // The text for a person gives way to a report for programs.
        let files_use_stdout = self.files.iter().any(|(file, _)| file.is_stdout());
        let written = match files_use_stdout || self.grades.use_stdout() {
            true => print(anstream::stderr, &text),
            false => print(anstream::stdout, &text).inspect_err(|error| {
                // Whoever has seen enough has seen the verdicts; and where a signal
                // ended the wait, there is no time for another.
                if ![ErrorKind::BrokenPipe, ErrorKind::Interrupted].contains(&error.kind()) {
                    let _ = print(anstream::stderr, &text);
                }
            }),
        };
        let mut written = vec![written.context("failed to write the report")];
        for (file, render) in std::mem::take(&mut self.files) {
            let text = render(entries, &self);
            written.push(file.write(&text).map_err(anyhow::Error::from));
        }
        let missing = self.grades.write(entries, &self.points);
        if let Some(path) = self.github {
            let (to, summary) = (path.clone(), github_summary(entries));
            let appended = wait_for(move || {
                let file = OpenOptions::new().append(true).create(true).open(to);
                file?.write_all(summary.as_bytes())
            });
            written
                .push(appended.with_context(|| format!("failed to append to {}", path.display())));
        }
        let lost = written.into_iter().filter_map(Result::err);
        (lost.collect(), missing)
    }
}

/// Prints to a stream, which is opened where it may have to be waited for.
fn print<W: Write + 'static>(to: fn() -> W, text: &str) -> io::Result<()> {
    let text = text.to_string();
    wait_for(move || {
        let mut to = to();
        to.write_all(text.as_bytes()).and_then(|()| to.flush())
    })
}

/// A file, whatever it is called.
#[derive(PartialEq, Eq)]
enum Place {
    /// By its device and its number there.
    File(u64, u64),
    /// There is none yet.
    Free(PathBuf),
}

impl Place {
    fn of(path: &Path) -> Place {
        let stdout = Path::new("/dev/stdout");
        let path = if path == Path::new("-") { stdout } else { path };
        if let Ok(file) = path.metadata() {
            return Place::File(file.dev(), file.ino());
        }
        let in_folder = || {
            let folder = path.parent()?;
            let here = folder.as_os_str().is_empty();
            let folder = if here { Path::new(".") } else { folder };
            Some(folder.canonicalize().ok()?.join(path.file_name()?))
        };
        Place::Free(in_folder().unwrap_or_else(|| path.to_path_buf()))
    }
}
