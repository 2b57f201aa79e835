//! The comparison: which reports there are, and what is measured for them.

use crate::claims::lesson::Record;
use crate::flow::Flow;
use crate::measure::measure;
use crate::options::CompareArguments;
use crate::page::page;
use crate::records::Records;
use crate::report;
use observer::exit::Exit;

/// Reports what is measured, or what was recorded.
pub fn compare(arguments: &CompareArguments) -> Exit {
    let report = &arguments.report;
    let flow = Flow {
        check: report.check,
        from: &arguments.from,
        reports: vec![
            (&report.json, |records: &Records| records.own.json()),
            (&report.markdown, |records| report::markdown(&records.own)),
            (&arguments.trace, |records| report::trace(&records.own)),
            (&report.svg, |records| report::svg(&records.own)),
            (&arguments.html, page),
        ],
        text: |records| report::text(&records.own),
        read: Records::read,
        exit: |records, checked| records.own.exit(checked),
    };
    let (rounds, closely) = (arguments.rounds.into(), arguments.html.is_some());
    flow.run(|observer| {
        let results = measure(observer, rounds, closely)?;
        Ok(Records::alone(Record::of(results)))
    })
}
