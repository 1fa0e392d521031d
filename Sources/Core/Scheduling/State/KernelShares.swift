/// The shares of the kernels that go to one agent together; mostly of one, which then takes no list.
struct KernelShares: Sendable {
    private let first: [DeviceShare]
    private let others: [[DeviceShare]]

    init(_ first: [DeviceShare], _ others: [[DeviceShare]] = []) {
        self.first = first
        self.others = others
    }

    var count: Int { others.count + 1 }

    subscript(kernel: Int) -> [DeviceShare] { kernel == 0 ? first : others[kernel - 1] }

    /// The shares of all kernels.
    var all: [DeviceShare] { others.isEmpty ? first : first + others.joined() }
}
