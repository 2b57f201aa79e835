//! `--html`: everything on one page, for a browser.

use crate::records::{Beside, Records};
#[cfg(target_os = "linux")]
use crate::scale;
use crate::{mixed, report};
use maud::html;
use observer::timeline::html;

/// The whole page.
pub fn page(records: &Records) -> String {
    let others = records.beside.iter().map(|beside| match beside {
        Beside::Mixed(record) => mixed::section(record),
        #[cfg(target_os = "linux")]
        Beside::Scale(record) => scale::section(record),
    });
    html::page(
        "Threads, processes and coroutines, measured",
        &html! {
            (report::html::measured(&records.own))
            @for section in others { (section) }
            (report::html::lesson(&records.own))
        },
    )
}
