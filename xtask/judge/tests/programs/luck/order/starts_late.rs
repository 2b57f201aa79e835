// Right by luck: the second one is started a while after the first.
// Verdict: when thread 1 was held back, `Dinner is served` came before `The table is laid`
use std::{thread, time::Duration};

fn main() {
    let lay = thread::spawn(|| println!("The table is laid"));
    thread::sleep(Duration::from_secs(1));
    let serve = thread::spawn(|| println!("Dinner is served"));
    lay.join().expect("no panic");
    serve.join().expect("no panic");
    println!("Good night");
}
