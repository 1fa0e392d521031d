/// A service that a session offers, as images declare it in the label `ai.backend.service-ports`.
public struct ServicePort: Codable, Sendable, Equatable {
    /// What is spoken at its ports.
    public enum Kind: String, Codable, Sendable {
        case http
        case tcp
        /// The program listens by itself; nothing is started.
        case preopen
        /// Known to old images; terminals have a route of their own.
        case pty
    }

    /// Ports that the platform uses itself.
    public static let reserved: Set<Int> = [2000, 2001, 2002, 2003, 2200, 7681]
    // The services that two of these are for.
    private static let intrinsic = ["sshd": 2200, "ttyd": 7681]

    /// What users call it.
    public let name: String
    /// What is spoken.
    public let kind: Kind
    /// Its ports on the sandbox's loopback, the first one being the main one.
    public let ports: [Int]

    /// A service.
    public init(name: String, kind: Kind, ports: [Int]) {
        self.name = name
        self.kind = kind
        self.ports = ports
    }

    /// A label that declares no services.
    public struct LabelError: Error, Equatable, Sendable, CustomStringConvertible {
        /// What is wrong with it.
        public let description: String
    }

    /// Reads a label: `name:protocol:port` or `name:protocol:[port,port]`, separated by commas.
    ///
    /// - Parameter label: The label's value; an empty one declares none.
    /// - Returns: The services in order.
    /// - Throws: ``LabelError`` that names what is wrong.
    public static func parse(label: String) throws(LabelError) -> [ServicePort] {
        var services: [ServicePort] = []
        var rest = Substring(label.filter { $0 != " " })
        while !rest.isEmpty {
            let service = try next(&rest)
            let taken = services.flatMap(\.ports)
            guard !services.contains(where: { $0.name == service.name }) else {
                throw LabelError(description: "service `\(service.name)` is declared twice")
            }
            for port in service.ports {
                try check(port, of: service.name)
                guard !taken.contains(port) else {
                    throw LabelError(description: "port \(port) of service `\(service.name)` is taken")
                }
            }
            services.append(service)
        }
        return services
    }

    /// The declaration that ``parse(label:)`` reads.
    public var label: String {
        let list = ports.map(String.init).joined(separator: ",")
        return "\(name):\(kind.rawValue):\(ports.count == 1 ? list : "[\(list)]")"
    }

    private static func check(_ port: Int, of name: String) throws(LabelError) {
        guard (1025...65534).contains(port), !reserved.contains(port) || intrinsic[name] == port else {
            throw LabelError(
                description: "port \(port) of service `\(name)` is not between 1025 and 65534, or reserved")
        }
    }

    private static func next(_ rest: inout Substring) throws(LabelError) -> ServicePort {
        func field(_ end: Character) throws(LabelError) -> Substring {
            guard let place = rest.firstIndex(of: end) else {
                throw LabelError(description: "`\(rest)` is not `name:protocol:port`")
            }
            defer { rest = rest[rest.index(after: place)...] }
            return rest[..<place]
        }
        let name = try field(":")
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) })
        else { throw LabelError(description: "`\(name)` is no name of a service") }
        let kind = try field(":")
        guard let known = Kind(rawValue: String(kind)) else {
            throw LabelError(description: "`\(kind)` is no protocol of a service")
        }
        let list: [Substring]
        if rest.first == "[" {
            rest = rest.dropFirst()
            list = try field("]").split(separator: ",", omittingEmptySubsequences: false)
            guard rest.isEmpty || rest.first == "," else {
                throw LabelError(description: "`\(rest)` follows the ports of service `\(name)`")
            }
            rest = rest.dropFirst()
        } else {
            let end = rest.firstIndex(of: ",") ?? rest.endIndex
            list = [rest[..<end]]
            rest = end == rest.endIndex ? "" : rest[rest.index(after: end)...]
        }
        var ports: [Int] = []
        for text in list {
            guard let port = Int(text) else {
                throw LabelError(description: "`\(text)` is no port of service `\(name)`")
            }
            ports.append(port)
        }
        return ServicePort(name: String(name), kind: known, ports: ports)
    }
}
