package main.animals;

public record Fish(String name, int depth) implements Animal {
}
