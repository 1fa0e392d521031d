import java.math.BigInteger;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import java.util.stream.*;

public class Main {
    enum Operation implements IntBinaryOperator {
        PLUS("+") { public int applyAsInt(int a, int b) { return a + b; } },
        POWER("^") { public int applyAsInt(int a, int b) { return IntStream.range(0, b).reduce(1, (p, i) -> p * a); } };

        final String sign;
        Operation(String sign) { this.sign = sign; }
    }

    static <T, R> Function<T, R> remembered(Function<T, R> slow, Map<T, R> known) {
        return key -> known.computeIfAbsent(key, slow);
    }

    public static void main(String[] arguments) throws Exception {
        var pool = Executors.newFixedThreadPool(3);
        List<Future<BigInteger>> results = new ArrayList<>();
        for (int n : new int[] {10, 20, 30}) {
            results.add(pool.submit(() -> IntStream.rangeClosed(1, n).mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ONE, BigInteger::multiply)));
        }
        for (var result : results) System.out.println(result.get());
        pool.shutdown();
        System.out.println(pool.awaitTermination(5, TimeUnit.SECONDS));
        for (Operation o : Operation.values()) System.out.print("2" + o.sign + "10=" + o.applyAsInt(2, 10) + " ");
        var known = new TreeMap<Integer, String>();
        var hex = remembered((Integer n) -> Integer.toHexString(n), known);
        System.out.println(hex.apply(-1) + hex.apply(255) + known.keySet());
        Object thing = 42;
        if (thing instanceof Integer i && i > 40) System.out.println(String.join("-", Collections.nCopies(3, "" + i)));
        System.out.println(Stream.iterate(new int[] {0, 1}, f -> new int[] {f[1], f[0] + f[1]})
            .limit(15).map(f -> "" + f[0]).collect(Collectors.joining(",", "[", "]")) + 0.1f + 1e10 + (char) 97);
    }
}
