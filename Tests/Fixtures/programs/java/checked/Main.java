import java.io.*;

public class Main {
    static class Refused extends Exception {
        final int code;
        Refused(String why, int code, Throwable cause) { super(why, cause); this.code = code; }
    }
    static class Door implements AutoCloseable {
        Door() { System.out.println("open"); }
        public void close() { System.out.println("closed"); }
    }

    static int worth(String text) throws Refused {
        try (var door = new Door()) {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new Refused("no number", text.isBlank() ? 1 : 2, e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("shut down")));
        int code = 0;
        for (String line; (line = in.readLine()) != null; ) {
            try {
                System.out.println(worth(line));
            } catch (Refused e) {
                System.err.println(e.getMessage() + ": " + e.getCause().getMessage());
                code = code * 10 + e.code;
            }
        }
        System.exit(code);
    }
}
