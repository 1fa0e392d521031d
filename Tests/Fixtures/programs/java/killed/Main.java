import java.io.IOException;
import java.util.List;

public class Main {
    static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
    }

    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("never printed")));
        System.out.println("child ends with " + run("sh", "-c", "exit 4"));
        System.out.println("child ends with " + run("sh", "-c", "kill -KILL $$"));
        System.out.print("not the end of a line");
        System.out.flush();
        run("kill", "-KILL", Long.toString(ProcessHandle.current().pid()));
        Thread.sleep(5000);
    }
}
