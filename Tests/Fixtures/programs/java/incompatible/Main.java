import java.util.List;

public class Main {
    interface Named { String name(); }

    static class Thing implements Named {
    }

    public static void main(String[] arguments) {
        List<String> words = List.of("a", "b");
        int count = words.get(0);
        System.out.println(counter);
    }
}
