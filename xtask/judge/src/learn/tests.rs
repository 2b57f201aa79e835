//! What is learned from runs, case by case.

use super::*;
use crate::judgement::Verdict;
use crate::judgement::tests::written;
use proptest::prelude::*;

/// A run whose first thread starts all others.
fn run(came: &str) -> Observation {
    let mut seen = written(came);
    let lives = seen.lives.as_mut().expect("a traced run");
    for life in &mut lives[1..] {
        life.parent = Some(0);
    }
    seen
}

fn learned(plain: &[&str], held: &[&str]) -> String {
    let held = held.iter().map(|came| {
        let held = HeldBack {
            worker: "thread 1".to_string(),
            after: None,
        };
        (held, run(came))
    });
    let runs = Runs {
        plain: plain.iter().map(|came| run(came)).collect(),
        held: held.collect(),
    };
    match learn(&runs) {
        Ok(expectation) => write(&expectation).trim_end().to_string(),
        Err(why) => why.to_string(),
    }
}

#[test]
fn what_stayed_the_same_is_written() {
    let threads = "1:S_T-1@0 2:S_T-2@1 1:F_T-1@2001 2:F_T-2@2002 0:All_done@2003";
    let cases: [(&str, &[&str], &[&str], &str); 12] = [
        (
            "threads that are waited for",
            &[threads, threads],
            &[
                "2:S_T-2@0 1:S_T-1@2000 2:F_T-2@2001 1:F_T-1@4000 0:All_done@4001",
                "1:S_T-1@0 2:S_T-2@1 2:F_T-2@2001 1:F_T-1@4000 0:All_done@4001",
                "1:S_T-1@0 1:F_T-1@2000 2:S_T-2@2001 2:F_T-2@4001 0:All_done@4002",
            ],
            "[0s]/S T-1/S T-2//[2 processes, 6 threads, 3 threads write: T-1, T-2, All]//[2s]/F T-1/F T-2//All done",
        ),
        (
            "one that is not",
            &[threads],
            &["2:S_T-2@0 1:S_T-1@500 2:F_T-2@2001 0:All_done@2002 1:F_T-1@2500"],
            "[0s]/S T-1/S T-2//[2 processes, 6 threads, 3 threads write: T-1, T-2, All]//[2s]/All done/F T-1/F T-2",
        ),
        (
            "one that is gone",
            &[threads, threads],
            &["2:S_T-2@0 1:S_T-1@500 2:F_T-2@2001 0:All_done@2002"],
            "[0s]/S T-1/S T-2//[2 processes, 6 threads, 3 threads write: T-1, T-2, All]//[2s]/.../F T-2//All done",
        ),
        (
            "one order",
            &["0:S_1@0 0:S_2@1 0:F_1@1000 0:F_2@1001"],
            &[],
            "[1 thread writes]//[0s]/S 1//S 2//[2 processes, 6 threads]//[1s]/F 1//F 2",
        ),
        (
            "rounds in step",
            &[
                "1:a1@0 2:b1@1 1:a2@300 2:b2@301 2:b3@601 1:a3@602",
                "2:b1@0 1:a1@1 1:a2@301 2:b2@302 1:a3@602 2:b3@603",
            ],
            &["2:b1@0 2:b2@300 1:a1@301 2:b3@600 1:a2@601 1:a3@901"],
            "[0s]/a1/b1//[2 processes, 6 threads, 2 threads write: a1, b1]//[300ms]/a2/b2//[300ms]/a3/b3",
        ),
        (
            "steps that interleave",
            &[
                "1:a1@0 2:b1@1 1:a2@2 2:b2@3 0:end@4",
                "2:b1@0 2:b2@1 1:a1@2 1:a2@3 0:end@4",
            ],
            &[],
            "[3 threads write: a1, b1, end]//[in order]/a1/a2/[in order]/b1/b2//end",
        ),
        (
            "a pool",
            &[
                "1:job_1@0 2:job_2@0 1:job_3@300 0:took_0.31@301",
                "2:job_1@0 1:job_2@0 1:job_3@300 0:took_0.32@301",
            ],
            &[],
            "[3 threads write]//[0s]/job 1/job 2//[2 processes, 6 threads]//[300ms]/job 3//took [*]",
        ),
        (
            "some lines come now and then",
            &["0:tick@0 0:tick@100 0:end@150", "0:tick@0 0:end@150"],
            &[],
            "[1 thread writes: end]//.../end",
        ),
        (
            "a name that another's line has now and then",
            &["1:a@0 2:b@0 1:b_x@100 0:end@150", "2:b@0 1:a@0 0:end@150"],
            &[],
            "[3 threads write]//[0s]/a/b//[2 processes, 6 threads]//[150ms]/.../end",
        ),
        (
            "names that stand in a line that varies",
            &[
                "1:end_7@0 2:end_8@0 0:ids_7.8@1",
                "1:end_7@0 2:end_8@0 0:ids_8.7@1",
            ],
            &[],
            "[3 threads write]//end 7/end 8//ids [*]",
        ),
        ("nothing", &["", ""], &[], "it printed nothing"),
        (
            "nothing that stays the same",
            &["0:a@0", "0:b@0"],
            &[],
            "no line came equally often in each of its runs",
        ),
    ];
    for (what, plain, held, expected) in cases {
        assert_eq!(learned(plain, held).replace('\n', "/"), expected, "{what}");
    }
}

/// How the lines of some workers, each in its own order, came in a run: `picks` says
/// whose is next. The first thread waits for them.
fn interleaved(lengths: &[usize], picks: &[usize]) -> String {
    let mut next = vec![0; lengths.len()];
    let mut came = String::new();
    for pick in picks.iter().chain(&[0; 12]) {
        let left: Vec<usize> = (0..lengths.len())
            .filter(|&worker| next[worker] < lengths[worker])
            .collect();
        if !left.is_empty() {
            let worker = left[pick % left.len()];
            came += &format!("{}:w{worker}_line{}@0 ", worker + 1, next[worker]);
            next[worker] += 1;
        }
    }
    came + "0:end@0"
}

proptest! {
    /// A step that a worker skips is found by what was learned, and a main that does
    /// not wait.
    #[test]
    fn each_workers_order_is_learned(
        lengths in proptest::collection::vec(1_usize..=4, 1..=3),
        picks in proptest::collection::vec(proptest::collection::vec(0_usize..6, 12), 5),
        swapped in 0_usize..12,
    ) {
        let runs: Vec<String> = picks.iter().map(|picks| interleaved(&lengths, picks)).collect();
        let runs = Runs {
            plain: runs.iter().map(|came| run(came)).collect(),
            held: Vec::new(),
        };
        let learned = learn(&runs).expect("what they have in common");
        let mut wrong = runs.plain[0].clone();
        let lines = &mut wrong.lines;
        let swapped = swapped % (lines.len() - 1);
        let own = |line: &observer::Line| line.writer;
        let follows = (swapped + 1..lines.len()).find(|&at| own(&lines[at]) == own(&lines[swapped]));
        let follows = follows.unwrap_or(lines.len() - 1);
        lines.swap(swapped, follows);
        prop_assert_eq!(judge(&learned, &wrong).verdict(), Verdict::Fail, "{}", write(&learned));
    }
}
