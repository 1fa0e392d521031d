import ArgumentParser
import NVML

struct ProbeGPUs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gpu-probe",
        abstract: "Print what NVML says of this machine's GPUs, a line of JSON each time",
        discussion:
            "Agents run it, since calls of NVML may never return. It ends when nobody reads its output any more."
    )

    @Option(help: ArgumentHelp("NVML, as a name or a file", valueName: "library"))
    var library = "libnvidia-ml.so.1"

    @Option(help: ArgumentHelp("Milliseconds from one reading to the next", valueName: "milliseconds"))
    var interval = 2000

    func validate() throws {
        guard (1...3_600_000).contains(interval) else {
            throw ValidationError("`--interval` must be 1 to 3600000 milliseconds")
        }
    }

    func run() { NVMLProbe(library: library, interval: .milliseconds(interval)).run() }
}
