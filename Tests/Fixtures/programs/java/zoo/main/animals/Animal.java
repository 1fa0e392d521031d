package main.animals;

public sealed interface Animal permits Dog, Fish {
    String name();

    default String sound() { return "nothing"; }

    static Animal of(String line) {
        String[] words = line.split(" ");
        return switch (words[0]) {
            case "dog" -> new Dog(words[1]);
            case "fish" -> new Fish(words[1], Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(line);
        };
    }
}
