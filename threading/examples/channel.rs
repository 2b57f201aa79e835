//! Two threads send what they have found to the main thread.
//!
//! The Python twin: `channel.py`, with a queue.
//! Run it: `cargo run -p threading --example channel`

use std::sync::mpsc;
use std::thread;

fn main() {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();

    thread::spawn(move || sender.send(count("abracadabra")));
    thread::spawn(move || other.send(count("banana")));

    // The channel ends when both senders are gone.
    let all: usize = receiver.iter().sum();
    println!("received {all}");
}

fn count(text: &str) -> usize {
    text.matches('a').count()
}
