//! The filter under which a traced program runs: the kernel stops it at the
//! system calls that may print, and at no other, so that it loses no speed.

use super::arch::{AUDIT_ARCH, CALLS};
use seccompiler::{BpfProgram, sock_filter};
use std::io;

/// Puts the calling thread, and whatever it starts from now on, under the
/// filter. A thread under it that nobody traces cannot print any more.
///
/// What is started gains no rights by its file's owner (`no_new_privs`): the
/// system admits filters only so.
///
/// # Errors
/// If the system refuses filters.
pub(super) fn apply() -> io::Result<()> {
    seccompiler::apply_filter(&program()).map_err(io::Error::other)
}

/// The filter in the kernel's notation (`linux/bpf_common.h`): loads a word of
/// `seccomp_data`, compares it, returns a decision.
fn program() -> BpfProgram {
    const NUMBER: u32 = 0;
    const ARCH: u32 = 4;
    let load = |offset| instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, offset);
    let unless_equal = |value, skip| {
        let code = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
        instruction(code, 0, skip, value)
    };
    let decide = |decision| instruction(libc::BPF_RET | libc::BPF_K, 0, 0, decision);

    let mut program = vec![
        load(ARCH),
        unless_equal(AUDIT_ARCH, 1 + 2 * CALLS.len() as u8),
        load(NUMBER),
    ];
    for call in CALLS {
        program.push(unless_equal(call.number as u32, 1));
        program.push(decide(libc::SECCOMP_RET_TRACE));
    }
    program.push(decide(libc::SECCOMP_RET_ALLOW));
    program
}

fn instruction(code: u32, jt: u8, jf: u8, k: u32) -> sock_filter {
    let code = code as u16;
    sock_filter { code, jt, jf, k }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the filter decides, as the kernel would run it.
    fn decision(arch: u32, number: u32) -> u32 {
        let program = program();
        let (mut at, mut word) = (0, 0);
        loop {
            let sock_filter { code, jt, jf, k } = program[at];
            at += 1;
            match u32::from(code) & 0x07 {
                libc::BPF_LD => word = if k == 0 { number } else { arch },
                libc::BPF_JMP if word == k => at += usize::from(jt),
                libc::BPF_JMP => at += usize::from(jf),
                _ => return k,
            }
        }
    }

    #[test]
    fn only_calls_that_print_are_stopped_at() {
        for call in CALLS {
            let number = u32::try_from(call.number).expect("a number");
            assert_eq!(decision(AUDIT_ARCH, number), libc::SECCOMP_RET_TRACE);
            let x32 = number | 0x4000_0000;
            assert_eq!(decision(AUDIT_ARCH, x32), libc::SECCOMP_RET_ALLOW);
            assert_eq!(decision(AUDIT_ARCH ^ 1, number), libc::SECCOMP_RET_ALLOW);
        }
        for number in [libc::SYS_read, libc::SYS_futex, libc::SYS_clone3] {
            let number = u32::try_from(number).expect("a number");
            assert_eq!(decision(AUDIT_ARCH, number), libc::SECCOMP_RET_ALLOW);
        }
    }
}
