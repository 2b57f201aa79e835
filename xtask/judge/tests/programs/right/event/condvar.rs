// Right: threads and main that wait for what a condition variable tells.
use std::{
    sync::{Condvar, Mutex},
    thread,
    time::Duration,
};

fn main() {
    let state = Mutex::new((0, false));
    let changed = Condvar::new();
    thread::scope(|scope| {
        for number in 1..=2 {
            let (state, changed) = (&state, &changed);
            scope.spawn(move || {
                println!("Thread-{number} is ready");
                let mut state = state.lock().expect("no panic");
                state.0 += 1;
                changed.notify_all();
                drop(changed.wait_while(state, |state| !state.1));
                println!("Thread-{number} begins");
            });
        }
        let ready = changed.wait_while(state.lock().expect("no panic"), |state| state.0 < 2);
        drop(ready);
        thread::sleep(Duration::from_millis(500));
        println!("Main says go");
        state.lock().expect("no panic").1 = true;
        changed.notify_all();
    });
}
