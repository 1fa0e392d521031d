/// The networks that somebody's requests may come from, or that proxies stand in.
///
/// - SeeAlso: `allowed_client_ip` of users in the original.
public struct ClientNetworks: Sendable, Equatable {
    /// A text that names no network.
    public struct Malformed: Error, Equatable, CustomStringConvertible {
        /// The text.
        public let text: String

        public var description: String { "`\(text)` is neither an address nor a network such as 10.0.0.0/8" }
    }

    /// The networks, in the order they were given.
    public let networks: [IPNetwork]

    /// Takes addresses, networks in CIDR notation, and wildcards such as `10.1.*.*`.
    ///
    /// - Throws: ``Malformed`` naming the first text that is none.
    public init(parsing texts: [String]) throws(Malformed) {
        var networks: [IPNetwork] = []
        for text in texts {
            guard let network = IPNetwork(parsing: text) else { throw Malformed(text: text) }
            networks.append(network)
        }
        self.networks = networks
    }

    /// No network.
    public static let none = ClientNetworks(networks: [])

    private init(networks: [IPNetwork]) {
        self.networks = networks
    }

    /// Whether `address` lies in one of the networks.
    public func contains(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }
}

extension ClientNetworks {
    /// The JSON list of texts that a database keeps.
    public var stored: String { JSONValue.array(networks.map { .string($0.description) }).encodedText }

    /// Reads what ``stored`` has written.
    ///
    /// - Throws: ``Malformed``: a list that cannot be read must not be taken for one that allows everything.
    public init(stored text: String) throws(Malformed) {
        guard let items = (try? JSONValue(parsing: Array(text.utf8)))?.items else { throw Malformed(text: text) }
        var texts: [String] = []
        for item in items {
            guard let text = item.text else { throw Malformed(text: item.encodedText) }
            texts.append(text)
        }
        try self.init(parsing: texts)
    }
}

/// Who a request comes from, through the proxies that are trusted to say so.
public enum ClientOrigin {
    /// The client's address.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - forwarded: The value of `X-Forwarded-For`, if there is one; each proxy appends whom it has heard from.
    ///   - proxies: Who is believed. Read from the last entry, the first that is none of them is the client.
    /// - Returns: The address; that of the last proxy where an entry cannot be read.
    public static func address(peer: IPAddress, forwarded: String?, proxies: ClientNetworks) -> IPAddress {
        var address = peer
        guard let forwarded, !proxies.networks.isEmpty else { return address }
        for entry in forwarded.split(separator: ",", omittingEmptySubsequences: false).reversed() {
            guard proxies.contains(address), let next = IPAddress(forwarded: entry) else { break }
            address = next
        }
        return address
    }
}

extension IPAddress {
    /// An entry of `X-Forwarded-For`: an address, in brackets and with a port as some proxies write it.
    fileprivate init?(forwarded entry: Substring) {
        var text = entry.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        if text.first == "[" {
            text = text.dropFirst().prefix { $0 != "]" }
        } else if text.contains("."), let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
            text = text[..<colon]
        }
        self.init(parsing: text)
    }
}
