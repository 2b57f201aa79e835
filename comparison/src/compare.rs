//! The comparison: which reports there are, and what is measured for them.

use crate::flow::Flow;
use crate::measure::measure;
use crate::options::CompareArguments;
use crate::report::{self, Record};
use observer::exit::Exit;

/// Reports what is measured, or what was recorded.
pub fn compare(arguments: &CompareArguments) -> Exit {
    let report = &arguments.report;
    let flow = Flow {
        arguments: report,
        reports: vec![
            (&report.json, Record::json),
            (&report.markdown, report::markdown),
            (&arguments.trace, report::trace),
            (&report.svg, report::svg),
        ],
        text: report::text,
        read: Record::read,
        exit: |record, checked| record.check.exit(record.results.has_failed(), checked),
    };
    flow.run(|observer| measure(observer, arguments.rounds.into()).map(Record::of))
}
