import java.util.*;
import java.util.stream.*;

public class Main {
    record Reading(String station, double value) {
        static Reading parse(String line) {
            String[] fields = line.split(";");
            return new Reading(fields[0], Double.parseDouble(fields[1]));
        }
    }

    public static void main(String[] arguments) {
        var readings = new ArrayList<Reading>();
        try (var in = new Scanner(System.in)) {
            while (in.hasNextLine()) readings.add(Reading.parse(in.nextLine()));
        }
        Map<String, DoubleSummaryStatistics> byStation = readings.stream().collect(Collectors.groupingBy(
            Reading::station, TreeMap::new, Collectors.summarizingDouble(Reading::value)));
        byStation.forEach((station, s) ->
            System.out.printf("%-7s%6.2f %5.1f..%.1f%n", station, s.getAverage(), s.getMin(), s.getMax()));
        System.out.println(readings.stream().max(Comparator.comparingDouble(Reading::value)).get());
    }
}
