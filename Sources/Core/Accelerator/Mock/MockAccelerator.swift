/// An accelerator that is not there: for clusters without GPUs, and for tests of all that is done with devices.
public struct MockAccelerator: Accelerator {
    private let description: MockDescription
    private let faults: @Sendable () -> String

    /// Makes an accelerator.
    ///
    /// - Parameters:
    ///   - description: What it is like.
    ///   - faults: Reads what has failed, anew each time: a line for each device, its id and the reason after it. `*` is every
    ///     device; lines that begin with `#` say nothing.
    public init(_ description: MockDescription, faults: @escaping @Sendable () -> String = { "" }) {
        self.description = description
        self.faults = faults
    }

    public var profile: AcceleratorProfile {
        AcceleratorProfile(
            name: "mock \(description.kind)", rules: description.rules, variable: description.variable)
    }

    public func devices() async -> [DeviceReport] {
        let reasons = MockAccelerator.reasons(in: faults())
        return description.devices.map { device in
            var device = device
            device.problem = reasons[device.id.rawValue] ?? reasons["*"]
            return device
        }
    }

    /// Nothing uses them.
    public func usage() async -> [DeviceUsage] {
        await devices().filter { $0.problem == nil }.map { DeviceUsage(device: $0.id, memory: 0, percent: 0) }
    }

    private static func reasons(in text: String) -> [String: String] {
        var reasons: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            guard let id = words.first else { continue }
            reasons[String(id)] = words.count > 1 ? String(words[1]) : "it was told to fail"
        }
        return reasons
    }
}
