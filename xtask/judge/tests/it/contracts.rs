//! What the readers of our reports want of them, put down once more: by their own
//! documents, not by our code.

use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

/// `results.json` of Gradescope, as its "Autograder Specifications" have it
/// (docs/specs.md of gradescope/autograder_samples, "Output format").
pub fn gradescope(text: &str) -> Value {
    let results: Value = serde_json::from_str(text).expect("JSON");
    let top = [
        "score",
        "execution_time",
        "output",
        "visibility",
        "stdout_visibility",
        "extra_data",
        "tests",
        "leaderboard",
    ];
    only(&results, &top);
    let tests = results["tests"].as_array().expect("a list");
    for test in tests {
        let fields = [
            "score",
            "max_score",
            "name",
            "number",
            "output",
            "tags",
            "visibility",
            "extra_data",
        ];
        only(test, &fields);
        let [score, most] = ["score", "max_score"].map(|key| test[key].as_f64().expect(key));
        assert!((0.0..=most).contains(&score), "{test}");
        assert!(
            test["name"].is_string() && test["output"].is_string(),
            "{test}"
        );
        let visibilities = ["hidden", "after_due_date", "after_published", "visible"];
        let visibility = test["visibility"].as_str().expect("visibility");
        assert!(visibilities.contains(&visibility), "{test}");
    }
    // It is optional beside those of the tests, and replaces their sum.
    let sum: f64 = tests.iter().filter_map(|test| test["score"].as_f64()).sum();
    assert_eq!(results["score"].as_f64(), Some(sum), "{results}");
    results
}

/// `result.json` of Classroom 50 (schemas/result-v1.schema.json of
/// foundation50/classroom50, and the rules that its runner adds in code).
pub fn classroom50(text: &str) -> Value {
    let result: Value = serde_json::from_str(text).expect("JSON");
    let texts = [
        "schema",
        "classroom",
        "assignment",
        "assignment_type",
        "owner",
        "submission",
        "commit",
        "release",
        "review",
        "datetime",
    ];
    let numbers = ["score", "max-score"];
    let all: Vec<&str> = texts.into_iter().chain(numbers).chain(["tests"]).collect();
    // Two more are allowed, which the runner writes.
    only(&result, &all);
    for key in texts {
        let text = result[key].as_str().expect(key);
        assert!(!text.is_empty(), "{key}: {result}");
    }
    assert_eq!(result["schema"], "classroom50/result/v1");
    let kind = result["assignment_type"].as_str();
    assert!(matches!(kind, Some("individual" | "group")), "{result}");
    let submission = result["submission"].as_str();
    assert!(
        submission.is_some_and(|tag| tag.starts_with("submit/")),
        "{result}"
    );
    let moment = result["datetime"].as_str().expect("a moment");
    let shape: String = moment
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    assert_eq!(shape, "0000-00-00T00:00:00Z");
    let points = |of: &Value| numbers.map(|key| of[key].as_u64().expect(key));
    let mut sums = [0, 0];
    for test in result["tests"].as_array().expect("a list") {
        let name = test["test-name"].as_str();
        assert!(name.is_some_and(|name| !name.is_empty()), "{test}");
        let passed = test["passed"].as_bool().expect("yes or no");
        let [score, most] = points(test);
        assert!(score <= most && passed == (score == most), "{test}");
        sums = [sums[0] + score, sums[1] + most];
    }
    assert_eq!(points(&result), sums);
    result
}

fn only(object: &Value, fields: &[&str]) {
    let object = object.as_object().expect("an object");
    for key in object.keys() {
        assert!(fields.contains(&key.as_str()), "{key}");
    }
}

/// An element of JUnit's: its name, the attributes that it must have and may have,
/// what may be in it, and whether text may.
type Element = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
    bool,
);

/// The schema of Jenkins' xUnit plugin (junit-10.xsd of jenkinsci/xunit-plugin), without
/// what nobody here writes: reruns, and attributes of where a test ran.
const JUNIT: [Element; 8] = [
    (
        "testsuites",
        &[],
        &["name", "time", "tests", "failures", "errors"],
        &["testsuite"],
        false,
    ),
    (
        "testsuite",
        &["name", "tests", "failures", "errors"],
        &["time", "skipped", "timestamp", "hostname", "id", "package"],
        &["testcase", "system-out", "system-err"],
        false,
    ),
    (
        "testcase",
        &["name"],
        &["time", "classname", "group"],
        &["skipped", "error", "failure", "system-out", "system-err"],
        false,
    ),
    ("failure", &[], &["type", "message"], &[], true),
    ("error", &[], &["type", "message"], &[], true),
    ("skipped", &[], &["type", "message"], &[], true),
    ("system-out", &[], &[], &[], true),
    ("system-err", &[], &[], &[], true),
];

/// Checks a report by that schema.
pub fn junit(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open: Vec<&Element> = Vec::new();
    let begin = |start: &BytesStart, parent: Option<&&Element>| -> &Element {
        let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
        let element = JUNIT.iter().find(|element| element.0 == name).expect(&name);
        let may_be_here =
            parent.map_or(name == "testsuites", |parent| parent.3.contains(&element.0));
        assert!(may_be_here, "{name} in {:?}", parent.map(|parent| parent.0));
        let attributes = start.attributes().map(|attribute| {
            let key = attribute.expect("an attribute").key;
            String::from_utf8_lossy(key.as_ref()).into_owned()
        });
        let attributes: Vec<String> = attributes.collect();
        for key in &attributes {
            let known = element.1.contains(&key.as_str()) || element.2.contains(&key.as_str());
            assert!(known, "{key} of {name}");
        }
        let is_there = |key: &&str| attributes.iter().any(|attribute| attribute == key);
        assert!(element.1.iter().all(is_there), "{name}: {attributes:?}");
        element
    };
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => open.push(begin(&start, open.last())),
            Event::Empty(start) => drop(begin(&start, open.last())),
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => {
                let blank = text.iter().all(u8::is_ascii_whitespace);
                assert!(
                    blank || open.last().is_some_and(|element| element.4),
                    "{text:?}"
                );
            }
            Event::GeneralRef(_) => assert!(open.last().is_some_and(|element| element.4)),
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
}
