import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Scanner;
import java.util.stream.Collectors;

public class Main {
    public static void main(String[] arguments) {
        try (var in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNextLine()) {
                String line = in.nextLine();
                String plain = Normalizer.normalize(line, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
                String points = line.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
                System.out.println(line + " " + line.length() + " " + line.getBytes(StandardCharsets.UTF_8).length
                    + " " + line.toUpperCase(Locale.ROOT) + " " + plain + " " + points);
            }
        }
        String größe = """
            Straße → "\u00e9" 🐘
              eingerückt\
            """;
        System.out.println(größe + new StringBuilder("a😀b").reverse());
    }
}
