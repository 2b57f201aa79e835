//! What differs from one kind of processor to another: numbers, and where the
//! registers hold a system call's arguments. Another one is another table.

use nix::sys::ptrace::getregs;
use nix::unistd::Pid;
use std::io;

/// How the kernel names the processor (`linux/audit.h`).
#[cfg(target_arch = "x86_64")]
pub(super) const AUDIT_ARCH: u32 = 0xc000_003e;

/// The same of a 32-bit program, which the kernel runs as well.
#[cfg(target_arch = "x86_64")]
pub(super) const AUDIT_ARCH_32: u32 = 0x4000_0003;

/// The numbers from here on are those of the x32 interface: the same calls once
/// more, by other numbers.
#[cfg(target_arch = "x86_64")]
pub(super) const X32: u32 = 0x4000_0000;

/// The two calls that start a thread or a process as their flags say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clones {
    /// Its flags are its first argument.
    pub clone: u32,
    /// Its flags are in memory, where no filter can read them.
    pub clone3: u32,
}

/// Their numbers.
pub(super) const CLONES: Clones = Clones {
    clone: libc::SYS_clone as u32,
    clone3: libc::SYS_clone3 as u32,
};

/// Their numbers in a 32-bit program.
#[cfg(target_arch = "x86_64")]
pub(super) const CLONES_32: Clones = Clones {
    clone: 120,
    clone3: 435,
};

/// A system call that can bring bytes into a terminal or a pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OutputCall {
    pub number: libc::c_long,
    /// Which of its arguments is the descriptor that it writes to.
    descriptor: usize,
    /// Where the bytes are.
    content: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// At the second argument.
    Buffer,
    /// At the addresses that the list at the second argument names, so many as
    /// the third says.
    Vector,
    /// Inside the kernel.
    Hidden,
}

const fn call(number: libc::c_long, descriptor: usize, content: Source) -> OutputCall {
    OutputCall {
        number,
        descriptor,
        content,
    }
}

/// Those system calls. `io_uring` writes without one: such bytes have no known
/// writer, nor have those of a program for another kind of processor.
pub(super) const CALLS: [OutputCall; 9] = [
    call(libc::SYS_write, 0, Source::Buffer),
    call(libc::SYS_pwrite64, 0, Source::Buffer),
    call(libc::SYS_writev, 0, Source::Vector),
    call(libc::SYS_pwritev, 0, Source::Vector),
    call(libc::SYS_pwritev2, 0, Source::Vector),
    call(libc::SYS_vmsplice, 0, Source::Vector),
    call(libc::SYS_sendfile, 0, Source::Hidden),
    call(libc::SYS_tee, 1, Source::Hidden),
    call(libc::SYS_splice, 2, Source::Hidden),
];

/// The system calls after which a thread may be woken though no other one of its
/// program runs: by an alarm, by what the kernel does in a thread's place, or by who
/// is at the other end of a socket. (Two sockets made as a pair have no other end.)
pub(super) const WAKERS: [libc::c_long; 6] = [
    libc::SYS_alarm,
    libc::SYS_setitimer,
    libc::SYS_timer_settime,
    libc::SYS_io_setup,
    libc::SYS_io_uring_setup,
    libc::SYS_socket,
];

/// A call of [`CALLS`], about to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// Where the bytes go.
    pub descriptor: u64,
    /// Where they are.
    pub content: Content,
}

/// Where in the caller's memory the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// In one piece at this address.
    Buffer(usize),
    /// In as many pieces as the list at `list` names.
    Vector { list: usize, pieces: usize },
    /// Nowhere: the kernel moves them.
    Hidden,
}

/// The call that a thread is stopped at; `None` if it is none of [`CALLS`].
pub(super) fn output(tid: i32) -> io::Result<Option<Output>> {
    let registers = getregs(Pid::from_raw(tid))?;
    #[cfg(target_arch = "x86_64")]
    let (number, arguments) = (
        registers.orig_rax,
        [registers.rdi, registers.rsi, registers.rdx],
    );
    let of_number = |call: &&OutputCall| u64::try_from(call.number) == Ok(number);
    let Some(call) = CALLS.iter().find(of_number) else {
        return Ok(None);
    };
    let [_, address, length] = arguments.map(|argument| argument as usize);
    Ok(Some(Output {
        descriptor: arguments[call.descriptor],
        content: match call.content {
            Source::Buffer => Content::Buffer(address),
            Source::Vector => Content::Vector {
                list: address,
                pieces: length,
            },
            Source::Hidden => Content::Hidden,
        },
    }))
}

/// What the call that a thread is stopped after has returned: how many bytes it
/// wrote, or a negative error.
pub(super) fn returned(tid: i32) -> io::Result<i64> {
    let registers = getregs(Pid::from_raw(tid))?;
    #[cfg(target_arch = "x86_64")]
    let value = registers.rax;
    Ok(value.cast_signed())
}
