package main;

import main.animals.*;
import java.nio.file.*;
import java.util.List;

public class Main {
    public static void main(String[] arguments) throws java.io.IOException {
        List<Animal> animals = Files.readAllLines(Path.of("zoo.txt")).stream().map(Animal::of).toList();
        for (Animal animal : animals) System.out.println(animal.name() + ": " + animal.sound());
        System.out.println(animals.get(0).equals(new Dog("Rex")) + " " + animals.get(1));
        Path copy = Files.write(Path.of("names.txt"), animals.stream().map(Animal::name).sorted().toList());
        System.out.println(Files.readString(copy).replace('\n', ',') + " " + Files.size(copy));
    }
}
