"""Runs a command for which the system refuses one thing: `ptrace` or `seccomp`.

A filter answers the calls in question with EPERM.
"""
import ctypes
import errno
import os
import platform
import struct
import sys

NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
NUMBER, FIRST_ARGUMENT = 0, 16

if platform.machine() != "x86_64":
    sys.exit(77)
PTRACE, PRCTL, SECCOMP = 101, 157, 317

PROGRAMS = {
    "ptrace": [
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 1, PTRACE),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ],
    "seccomp": [
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 3, 0, SECCOMP),
        (EQUAL, 0, 3, PRCTL),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUAL, 0, 1, SET_SECCOMP),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ],
}

program = PROGRAMS[sys.argv[1]]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
filter = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(SET_SECCOMP, FILTER, filter, 0, 0):
    sys.exit(os.strerror(ctypes.get_errno()))
os.execvp(sys.argv[2], sys.argv[2:])
