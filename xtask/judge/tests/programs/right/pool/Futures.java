// Right: a pool of threads, whose results are asked for one by one.
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

class Futures {
    static int square(int number) throws InterruptedException {
        System.out.println("start " + number);
        Thread.sleep(500);
        System.out.println("end " + number);
        return number * number;
    }

    public static void main(String[] args) throws Exception {
        var pool = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> tasks =
            IntStream.rangeClosed(1, 4).mapToObj(n -> (Callable<Integer>) () -> square(n)).toList();
        int sum = 0;
        for (var result : pool.invokeAll(tasks)) sum += result.get();
        pool.shutdown();
        System.out.println("the sum is " + sum);
    }
}
