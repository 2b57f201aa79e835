//! OS threads: one computes, the other answers. They share nothing but the machine.

use crate::mixed::requester::BUFFER;
use crate::work::cpu::{check, count_primes};
use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

pub fn run(requester: TcpStream) -> Result<u64> {
    let done = &AtomicBool::new(false);
    thread::scope(|scope| {
        let computing = scope.spawn(|| compute(done));
        let answered = answer(requester);
        done.store(true, Ordering::Relaxed);
        let counts = computing.join().expect("a panic is a bug");
        answered.and(counts)
    })
}

fn compute(done: &AtomicBool) -> Result<u64> {
    let mut counts = 0;
    while !done.load(Ordering::Relaxed) {
        check(count_primes())?;
        counts += 1;
    }
    Ok(counts)
}

fn answer(mut requester: TcpStream) -> Result<()> {
    let mut request = [0; BUFFER];
    loop {
        let bytes = requester.read(&mut request);
        let bytes = bytes.context("failed to read a request")?;
        if bytes == 0 {
            return Ok(());
        }
        let answered = requester.write_all(&request[..bytes]);
        answered.context("failed to answer")?;
    }
}
