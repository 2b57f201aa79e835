//! The filter under which a traced program runs: the kernel stops it at the
//! system calls that may print, and at the few by which it has itself woken from
//! outside; at no other, so that it loses no speed.

use super::arch::{AUDIT_ARCH, AUDIT_ARCH_32, CALLS, CLONES, CLONES_32, Clones, WAKERS, X32};
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

/// Where in `seccomp_data` the words are that it loads (`linux/seccomp.h`).
const NUMBER: u32 = 0;
const ARCH: u32 = 4;
const FIRST_ARGUMENT: u32 = 16;

/// The filter in the kernel's notation (`linux/bpf_common.h`): loads a word of
/// `seccomp_data`, compares it, returns a decision.
fn program() -> BpfProgram {
    let mut own = vec![
        load(NUMBER),
        unless(libc::BPF_JGE, X32, 1),
        refuse(libc::ENOSYS),
    ];
    let printing = CALLS.iter().map(|call| call.number);
    for number in printing.chain(WAKERS) {
        own.push(unless(libc::BPF_JEQ, number as u32, 1));
        own.push(decide(libc::SECCOMP_RET_TRACE));
    }
    own.extend(births(CLONES));
    let mut of_32_bit = vec![load(NUMBER)];
    of_32_bit.extend(births(CLONES_32));

    let mut program = vec![load(ARCH)];
    for (arch, decisions) in [(AUDIT_ARCH, own), (AUDIT_ARCH_32, of_32_bit)] {
        program.push(unless(libc::BPF_JEQ, arch, decisions.len() as u8));
        program.extend(decisions);
    }
    program.push(decide(libc::SECCOMP_RET_ALLOW));
    program
}

/// Nobody is born whom no tracer learns of (`CLONE_UNTRACED`). What could ask for
/// that unseen is said not to exist: C libraries know kernels without `clone3`.
fn births(Clones { clone, clone3 }: Clones) -> [sock_filter; 7] {
    [
        unless(libc::BPF_JEQ, clone3, 1),
        refuse(libc::ENOSYS),
        unless(libc::BPF_JEQ, clone, 3),
        load(FIRST_ARGUMENT),
        unless(libc::BPF_JSET, libc::CLONE_UNTRACED.cast_unsigned(), 1),
        refuse(libc::EPERM),
        decide(libc::SECCOMP_RET_ALLOW),
    ]
}

fn load(offset: u32) -> sock_filter {
    instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, offset)
}

/// Skips so many instructions unless the loaded word compares so with `value`.
fn unless(comparison: u32, value: u32, skip: u8) -> sock_filter {
    instruction(libc::BPF_JMP | comparison | libc::BPF_K, skip, value)
}

fn decide(decision: u32) -> sock_filter {
    instruction(libc::BPF_RET | libc::BPF_K, 0, decision)
}

/// The call is not made, and its caller is given this error.
fn refuse(error: i32) -> sock_filter {
    decide(libc::SECCOMP_RET_ERRNO | error.cast_unsigned())
}

fn instruction(code: u32, jf: u8, k: u32) -> sock_filter {
    let code = code as u16;
    sock_filter { code, jt: 0, jf, k }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the filter decides, as the kernel would run it.
    fn decision_on(arch: u32, number: u32, argument: u32) -> u32 {
        let program = program();
        let (mut at, mut word) = (0, 0);
        loop {
            let sock_filter { code, jt, jf, k } = program[at];
            let code = u32::from(code);
            at += 1;
            let holds = match code & 0xf0 {
                libc::BPF_JEQ => word == k,
                libc::BPF_JGE => word >= k,
                libc::BPF_JSET => word & k != 0,
                _ => false,
            };
            match code & 0x07 {
                libc::BPF_LD => {
                    word = match k {
                        0 => number,
                        4 => arch,
                        16 => argument,
                        other => panic!("loads {other}"),
                    }
                }
                libc::BPF_JMP if holds => at += usize::from(jt),
                libc::BPF_JMP => at += usize::from(jf),
                _ => return k,
            }
        }
    }

    fn decision(arch: u32, number: u32) -> u32 {
        decision_on(arch, number, 0)
    }

    #[test]
    fn only_calls_that_print_or_have_it_woken_are_stopped_at() {
        for number in CALLS.iter().map(|call| call.number).chain(WAKERS) {
            let number = u32::try_from(number).expect("a number");
            assert_eq!(decision(AUDIT_ARCH, number), libc::SECCOMP_RET_TRACE);
            assert_eq!(decision(AUDIT_ARCH ^ 1, number), libc::SECCOMP_RET_ALLOW);
            assert_eq!(decision(AUDIT_ARCH_32, number), libc::SECCOMP_RET_ALLOW);
        }
        for number in [libc::SYS_read, libc::SYS_futex, libc::SYS_clone] {
            let number = u32::try_from(number).expect("a number");
            assert_eq!(decision(AUDIT_ARCH, number), libc::SECCOMP_RET_ALLOW);
        }
    }

    #[test]
    fn nobody_is_born_untraced() {
        let untraced = libc::CLONE_UNTRACED.cast_unsigned();
        let others = !untraced;
        for (arch, Clones { clone, clone3 }) in [(AUDIT_ARCH, CLONES), (AUDIT_ARCH_32, CLONES_32)] {
            let decide = |number, argument| decision_on(arch, number, argument);
            assert_eq!(decide(clone, others), libc::SECCOMP_RET_ALLOW);
            let refused = libc::SECCOMP_RET_ERRNO | libc::EPERM.cast_unsigned();
            assert_eq!(decide(clone, untraced), refused);
            assert_eq!(decide(clone, u32::MAX), refused);
            let unknown = libc::SECCOMP_RET_ERRNO | libc::ENOSYS.cast_unsigned();
            assert_eq!(decide(clone3, 0), unknown);
            // The same flags are an address, or a descriptor, to other calls.
            assert_eq!(decide(3, untraced), libc::SECCOMP_RET_ALLOW);
            assert_eq!(decision(AUDIT_ARCH, clone | X32), unknown);
        }
    }
}
