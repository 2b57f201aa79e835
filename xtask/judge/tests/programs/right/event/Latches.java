// Right: threads and main wait at latches.
import java.util.concurrent.CountDownLatch;

class Latches {
    static final CountDownLatch READY = new CountDownLatch(2);
    static final CountDownLatch BEGUN = new CountDownLatch(1);

    static void task(String name) {
        System.out.println(name + " is ready");
        READY.countDown();
        try {
            BEGUN.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        System.out.println(name + " begins");
    }

    public static void main(String[] args) throws InterruptedException {
        for (var name : new String[] {"Thread-1", "Thread-2"}) {
            new Thread(() -> task(name)).start();
        }
        READY.await();
        Thread.sleep(500);
        System.out.println("Main says go");
        BEGUN.countDown();
    }
}
