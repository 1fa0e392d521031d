import Core

/// The services that host images offer, by what is installed under /usr.
enum HostServices {
    /// A service, the program that shows it is there, and the languages whose images offer it; nil is all.
    private struct Known {
        let service: ServicePort
        let programs: [String]
        var languages: Set<String>?
    }

    private static let all = [
        Known(
            service: ServicePort(name: "sshd", kind: .tcp, ports: [2200]),
            programs: ["/usr/sbin/dropbear", "/usr/sbin/sshd"]),
        Known(service: ServicePort(name: "ttyd", kind: .http, ports: [7681]), programs: ["/usr/bin/ttyd"]),
        Known(
            service: ServicePort(name: "jupyter", kind: .http, ports: [8080]),
            programs: ["/usr/bin/jupyter-notebook"], languages: ["python"]),
        Known(
            service: ServicePort(name: "jupyterlab", kind: .http, ports: [8090]),
            programs: ["/usr/bin/jupyter-lab"], languages: ["python"]),
        Known(
            service: ServicePort(name: "tensorboard", kind: .http, ports: [6006]),
            programs: ["/usr/bin/tensorboard"], languages: ["python"]),
    ]

    /// The label of the images of `language`.
    static func label(for language: String) -> String {
        all.filter { known in
            known.languages?.contains(language) != false
                && known.programs.contains { HostExecutable(path: $0) != nil }
        }.map(\.service.label).joined(separator: ",")
    }
}
