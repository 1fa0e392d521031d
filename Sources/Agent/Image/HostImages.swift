import Core

/// The images that this machine has without a registry: its own /usr, once for each language found there.
struct HostImages {
    let languages: [HostLanguage]
    /// Such as `x86_64`.
    let architecture: String
    /// Such as `debian12`.
    let distribution: String
    /// Asks an executable for its version, inside a sandbox.
    let probe: @Sendable (HostExecutable, HostLanguage) async throws(ContainerError) -> String

    /// Finds the images.
    ///
    /// - Parameter versions: What is known already; what is learnt is added.
    /// - Returns: One image for each language that is there and tells its version.
    /// - Throws: ``ContainerError`` when no sandbox could be made to ask in.
    func discover(_ versions: inout HostVersions) async throws(ContainerError) -> [ImageReport] {
        var images: [ImageReport] = []
        for language in languages {
            guard let executable = HostExecutable.find(language.executable) else { continue }
            var version = versions[executable]
            if version == nil {
                version = HostLanguage.version(in: try await probe(executable, language))
                versions[executable] = version
            }
            guard let version else { continue }
            images.append(
                ImageReport(
                    name: "\(ImageReference.localRegistry)/\(language.name):\(version)",
                    architecture: architecture,
                    labels: language.labels(path: executable.path, distribution: distribution)
                ))
        }
        return images
    }

    /// The distribution's name and version from the text of os-release(5): `debian12`.
    static func distribution(osRelease text: String) -> String {
        var values: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: equals)...].trimmingPrefix("\"")
            values[line[..<equals]] = String(value.last == "\"" ? value.dropLast() : value)
        }
        return (values["ID"] ?? "linux") + (values["VERSION_ID"] ?? "")
    }
}
