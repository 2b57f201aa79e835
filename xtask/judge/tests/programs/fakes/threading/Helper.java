// Fake: the threads hand their lines to a helper, which prints them.
// Verdict: were both written by
import java.util.concurrent.Executors;

class Helper {
    static final java.util.concurrent.ExecutorService helper = Executors.newSingleThreadExecutor();

    static void say(String line) {
        try {
            helper.submit(() -> System.out.println(line)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static void task(String name) {
        say("Starting " + name);
        try {
            Thread.sleep(2000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        say("Finished " + name);
    }

    public static void main(String[] args) throws InterruptedException {
        var workers = new Thread[] {
            new Thread(() -> task("Thread-1")),
            new Thread(() -> task("Thread-2")),
        };
        for (var worker : workers) worker.start();
        for (var worker : workers) worker.join();
        System.out.println("All threads completed!");
        helper.shutdown();
    }
}
