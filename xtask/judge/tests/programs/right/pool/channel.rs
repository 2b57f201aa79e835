// Right: two threads that share the receiver of a channel, and send results.
use std::{
    sync::{Mutex, mpsc},
    thread,
    time::Duration,
};

fn main() {
    let (send, receive) = mpsc::channel();
    for number in [1, 2, 3, 4] {
        send.send(number).expect("a receiver");
    }
    drop(send);
    let tasks = Mutex::new(receive);
    let (send, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..2 {
            let (send, tasks) = (send.clone(), &tasks);
            scope.spawn(move || {
                let next = || tasks.lock().expect("no panic").recv();
                while let Ok(number) = next() {
                    println!("start {number}");
                    thread::sleep(Duration::from_millis(500));
                    println!("end {number}");
                    send.send(number * number).expect("a receiver");
                }
            });
        }
        drop(send);
        println!("the sum is {}", results.iter().sum::<i32>());
    });
}
