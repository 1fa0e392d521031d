package main.animals;

public record Dog(String name) implements Animal {
    @Override public String sound() { return "woof"; }
}
