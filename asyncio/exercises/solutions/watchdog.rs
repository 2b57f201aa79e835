//! Solution: The event loop waits for the limit, as it waits for the
//! coroutines. If it comes first, the coroutines are cancelled.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let both = async { tokio::join!(biased; task("Task-1"), task("Task-2")) };
    let in_time = tokio::time::timeout(Duration::from_secs(5), both).await;
    in_time.expect("it took too long");
}

async fn task(name: &str) {
    println!("Starting {name}");
    tokio::time::sleep(Duration::from_secs(1)).await; // simulates I/O
    println!("Finished {name}");
}
