// Right: one thread sends what it makes, and main receives it.
use std::{sync::mpsc, thread, time::Duration};

fn main() {
    let (send, made) = mpsc::channel();
    let maker = thread::spawn(move || {
        for number in 1..=3 {
            if number > 1 {
                thread::sleep(Duration::from_millis(400));
            }
            println!("made {number}");
            send.send(number).expect("a receiver");
        }
    });
    for number in made {
        println!("took {number}");
    }
    maker.join().expect("no panic");
    println!("All is taken");
}
