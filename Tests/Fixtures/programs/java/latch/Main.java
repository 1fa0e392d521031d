import java.util.concurrent.CountDownLatch;

public class Main {
    public static void main(String[] arguments) throws InterruptedException {
        var latch = new CountDownLatch(2);
        new Thread(latch::countDown).start();
        System.out.println("waiting for two");
        latch.await();
        System.out.println("never printed");
    }
}
