// Right by luck: the result is read when it should be there.
// Verdict: when thread 2 was held back
class TooEarly {
    static volatile int result;

    static void sleep(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void compute() {
        System.out.println("Computing");
        sleep(1000);
        System.out.println("Computed 42");
        result = 42;
    }

    public static void main(String[] args) {
        new Thread(TooEarly::compute).start();
        sleep(2000);
        System.out.println("The result is " + result);
    }
}
