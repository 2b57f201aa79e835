//! Programs that do not run under a tracer: leak sanitizers, debuggers, and what
//! traces itself.

use observer::Observation;

/// The line of stderr in which a program that was traced says that it cannot be.
pub fn refusal(seen: &Observation) -> Option<Vec<u8>> {
    seen.lives.as_ref().ok()?;
    let mut lines = seen.stderr.split(|&byte| byte == b'\n');
    let line = lines.find(|line| {
        let line = String::from_utf8_lossy(line).to_lowercase();
        // `ptrace` is the system call of tracers, and each process has one at most.
        let refuses = ["leaksanitizer", "operation not permitted"];
        line.contains("ptrace") && refuses.iter().any(|words| line.contains(words))
    })?;
    Some(line.to_vec())
}
