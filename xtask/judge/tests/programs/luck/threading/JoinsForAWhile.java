// Right by luck: main joins both threads, but gives up after a while.
// Verdict: thread 1 did not wait
class JoinsForAWhile {
    static void task(String name) {
        System.out.println("Starting " + name);
        try {
            Thread.sleep(2000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        System.out.println("Finished " + name);
    }

    public static void main(String[] args) throws InterruptedException {
        var workers = new Thread[] {
            new Thread(() -> task("Thread-1")),
            new Thread(() -> task("Thread-2")),
        };
        for (var worker : workers) worker.start();
        for (var worker : workers) worker.join(3000);
        System.out.println("All threads completed!");
    }
}
