// Right: two threads of a JVM, which has many threads of its own.
class Threads {
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
        for (var worker : workers) worker.join();
        System.out.println("All threads completed!");
    }
}
