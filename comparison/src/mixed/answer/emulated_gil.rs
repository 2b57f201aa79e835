//! The same threads sharing one lock, as the threads of CPython share its GIL: who
//! answers gives it up while it waits, and asks for it to go on.

use crate::mixed::requester::BUFFER;
use crate::technique::gil::{Gil, SWITCH_INTERVAL};
use crate::work::cpu::check;
use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

pub fn run(requester: TcpStream) -> Result<u64> {
    let gil = &Gil::new(SWITCH_INTERVAL);
    let done = &AtomicBool::new(false);
    thread::scope(|scope| {
        let computing = scope.spawn(|| compute(gil, done));
        let answered = answer(gil, requester);
        done.store(true, Ordering::Relaxed);
        let counts = computing.join().expect("a panic is a bug");
        answered.and(counts)
    })
}

fn compute(gil: &Gil, done: &AtomicBool) -> Result<u64> {
    let held = gil.take();
    let mut counts = 0;
    while !done.load(Ordering::Relaxed) {
        check(held.count_primes())?;
        counts += 1;
    }
    Ok(counts)
}

fn answer(gil: &Gil, mut requester: TcpStream) -> Result<()> {
    let held = gil.take();
    let mut request = [0; BUFFER];
    loop {
        let bytes = held.released(|| requester.read(&mut request));
        let bytes = bytes.context("failed to read a request")?;
        if bytes == 0 {
            return Ok(());
        }
        let answered = held.released(|| requester.write_all(&request[..bytes]));
        answered.context("failed to answer")?;
    }
}
