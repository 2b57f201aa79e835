//! A file for each submission, or none where there are no points: an old one would
//! not be true any more, so it is taken away.

use super::super::entry::Entry;
use super::classroom50::{Identity, classroom50};
use super::feedback::Machine;
use super::gradescope::gradescope;
use crate::error::Error;
use crate::grade::{Grade, Points};
use crate::options::Grading;
use observer::report_file::ReportFile;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where the grades of each submission go.
pub struct GradeFiles {
    machine: Machine,
    formats: Vec<(Format, Vec<PathBuf>)>,
}

/// The files that were asked for and are not there.
#[derive(Default)]
#[must_use]
pub struct MissingGrades {
    /// Why some could not be written.
    pub lost: Vec<observer::Error>,
    /// Of these submissions, nobody knows the points.
    pub unknown: BTreeSet<String>,
}

/// What such a file is for.
enum Format {
    Gradescope,
    /// With the owner of each submission.
    Classroom50(Vec<Identity>),
}

impl GradeFiles {
    /// None.
    #[must_use]
    pub fn none() -> GradeFiles {
        GradeFiles {
            machine: Machine::default(),
            formats: Vec::new(),
        }
    }

    /// Those that are asked for: of one program its file, of many a folder with a
    /// file for each, by their names.
    ///
    /// # Errors
    /// If it will not be possible to write there, or two would have one file.
    pub fn open(grading: &Grading, submissions: &[&str], many: bool) -> Result<GradeFiles, Error> {
        let owners = if many {
            file_names(submissions)?
        } else {
            Vec::new()
        };
        let paths = |place: &Path| match many {
            true => owners
                .iter()
                .map(|name| place.join(format!("{name}.json")))
                .collect(),
            false => vec![place.to_path_buf()],
        };
        let mut formats = Vec::new();
        if let Some(place) = &grading.gradescope {
            formats.push((place, Format::Gradescope));
        }
        if let Some(place) = &grading.classroom50 {
            let identity = Identity::of_environment(|name| std::env::var(name).ok())?;
            let identities = match many {
                true => owners
                    .iter()
                    .map(|owner| identity.of_owner(owner))
                    .collect(),
                false => vec![identity],
            };
            formats.push((place, Format::Classroom50(identities)));
        }
        let formats = formats.into_iter().map(|(place, format)| {
            if many {
                let made = std::fs::create_dir_all(place);
                made.map_err(|error| Error::NoFolderForGrades(place.clone(), error))?;
            }
            let paths: Vec<PathBuf> = paths(place);
            // Found out now, not when all is judged.
            for path in &paths {
                drop(ReportFile::open(path)?);
            }
            Ok((format, paths))
        });
        Ok(GradeFiles {
            machine: Machine::this(),
            formats: formats.collect::<Result<_, Error>>()?,
        })
    }

    /// Whether the one file goes to standard output.
    #[must_use]
    pub fn use_stdout(&self) -> bool {
        let mut paths = self.formats.iter().flat_map(|(_, paths)| paths);
        paths.any(|path| path == Path::new("-"))
    }

    /// Writes them, and returns what is missing.
    pub fn write(&self, entries: &[Entry], points: &Points) -> MissingGrades {
        let mut missing = MissingGrades::default();
        for (format, paths) in &self.formats {
            for (index, (entry, path)) in entries.iter().zip(paths).enumerate() {
                let grade = entry.grade(points);
                let text = grade.and_then(|grade| self.text(format, index, &entry.name, &grade));
                let written = ReportFile::open(path).and_then(|file| match text {
                    Some(text) => file.write(&text),
                    None => {
                        missing.unknown.insert(entry.name.clone());
                        file.withdraw()
                    }
                });
                missing.lost.extend(written.err());
            }
        }
        missing
    }

    fn text(&self, format: &Format, index: usize, name: &str, grade: &Grade) -> Option<String> {
        match format {
            Format::Gradescope => gradescope(name, grade, &self.machine),
            Format::Classroom50(identities) => {
                classroom50(name, grade, &self.machine, identities.get(index)?)
            }
        }
    }
}

/// A name for the file of each submission: its own, without the folders that all have
/// in common.
///
/// # Errors
/// If two would have the same.
fn file_names(submissions: &[&str]) -> Result<Vec<String>, Error> {
    let parts: Vec<Vec<&str>> = submissions
        .iter()
        .map(|name| name.split('/').collect())
        .collect();
    let is_common = |depth: usize| {
        let mut folders = parts
            .iter()
            .map(|parts| parts.get(depth).filter(|_| depth + 1 < parts.len()));
        let first = folders.next().flatten();
        first.is_some() && folders.all(|folder| folder == first)
    };
    let common = (0..).take_while(|&depth| is_common(depth)).count();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let names = parts.iter().zip(submissions).map(|(parts, &whole)| {
        let name = parts[common..].join("-");
        let plain = |c: char| c.is_alphanumeric() || ".-_".contains(c);
        let mut name: String = name
            .chars()
            .map(|c| if plain(c) { c } else { '_' })
            .collect();
        if name.is_empty() || name.starts_with('.') {
            name.insert(0, '_');
        }
        match taken.insert(name.clone(), whole) {
            Some(other) => Err(Error::SameGradeFile(other.to_string(), whole.to_string())),
            None => Ok(name),
        }
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_submission_has_a_file_of_its_own() {
        let names = |submissions: &[&str]| file_names(submissions).ok();
        let cases: [(&[&str], &[&str]); 4] = [
            (&["in/anna.py", "in/ben.c"], &["anna.py", "ben.c"]),
            (
                &["in/anna/main.py", "in/ben/main.py"],
                &["anna-main.py", "ben-main.py"],
            ),
            (&["in/anna.py"], &["anna.py"]),
            (
                &["a b: <&>", ".ssh", "../x"],
                &["a_b_____", "_.ssh", "_..-x"],
            ),
        ];
        for (submissions, expected) in cases {
            let expected = expected.iter().map(|name| name.to_string()).collect();
            assert_eq!(names(submissions), Some(expected), "{submissions:?}");
        }
        assert_eq!(names(&["a b", "a_b"]), None);
    }
}
