// Right: three threads that meet at a barrier, of a pool that is closed and awaited.
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

class Meet {
    static final CyclicBarrier BARRIER = new CyclicBarrier(3);

    static Void task(String name) throws Exception {
        System.out.println(name + " did part 1");
        BARRIER.await();
        Thread.sleep(500);
        System.out.println(name + " did part 2");
        return null;
    }

    public static void main(String[] args) throws InterruptedException {
        var pool = Executors.newFixedThreadPool(3);
        for (var name : new String[] {"Thread-1", "Thread-2", "Thread-3"}) {
            pool.submit(() -> task(name));
        }
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.DAYS);
        System.out.println("All did all");
    }
}
