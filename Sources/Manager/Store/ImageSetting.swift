import Core

/// What administrators have said about an image.
struct ImageSetting: Sendable, Equatable {
    /// The least and the most of a slot that a session of the image may ask for; nil leaves the image's own.
    struct Limit: Sendable, Equatable {
        let slot: String
        let minimum: String?
        let maximum: String?
    }

    let image: String
    let architecture: String
    var isForgotten = false
    var limits: [Limit] = []
    var labels: [String: String] = [:]

    /// The image as it is to be taken.
    func applied(to report: ImageReport) -> ImageReport {
        var all = report.labels.merging(labels) { $1 }
        for limit in limits {
            if let minimum = limit.minimum { all["ai.backend.resource.min.\(limit.slot)"] = minimum }
            if let maximum = limit.maximum { all["ai.backend.resource.max.\(limit.slot)"] = maximum }
        }
        return ImageReport(name: report.name, architecture: report.architecture, labels: all)
    }

    /// For the audit log and the database.
    var body: JSONValue {
        [
            "resource_limits": .array(
                limits.map { ["key": .string($0.slot), "min": JSONValue($0.minimum), "max": JSONValue($0.maximum)] }),
            "labels": .object(labels.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
        ]
    }
}
