import java.util.BitSet;

public class Main {
    // Primes below 2,000,000, through a builder and through a printing stream.
    public static void main(String[] arguments) {
        int limit = 2_000_000;
        BitSet composite = new BitSet(limit);
        for (int n = 2; (long) n * n < limit; n++) {
            if (!composite.get(n)) for (int m = n * n; m < limit; m += n) composite.set(m);
        }
        StringBuilder text = new StringBuilder();
        int n = 2;
        for (; n < limit - 20_000; n = composite.nextClearBit(n + 1)) text.append(n).append('\n');
        System.out.print(text);
        for (; n < limit; n = composite.nextClearBit(n + 1)) System.out.println(n);
    }
}
