// Right by luck: nobody waits for two daemons, and main sleeps for longer.
// Verdict: thread 1 did not wait
class Daemons {
    static void sleep(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void task(String name) {
        System.out.println("Starting " + name);
        sleep(2000);
        System.out.println("Finished " + name);
    }

    public static void main(String[] args) {
        for (var name : new String[] {"Thread-1", "Thread-2"}) {
            var worker = new Thread(() -> task(name));
            worker.setDaemon(true);
            worker.start();
        }
        sleep(3000);
        System.out.println("All threads completed!");
    }
}
