#if os(Linux)
    /// Which processors and how much memory each NUMA node of a machine has.
    ///
    /// - SeeAlso: `Documentation/ABI/stable/sysfs-devices-node` of the kernel.
    public struct MachineTopology: Sendable, Equatable {
        /// One NUMA node.
        public struct Node: Sendable, Equatable {
            /// Its number.
            public let number: Int
            /// The processors that are online, ascending.
            public let processors: [Int]
            /// Its memory in bytes.
            public let memory: Int64

            /// Describes a node.
            public init(number: Int, processors: [Int], memory: Int64) {
                self.number = number
                self.processors = processors
                self.memory = memory
            }
        }

        /// The nodes by number; none where the machine does not tell.
        public let nodes: [Node]

        /// Takes the nodes as they are.
        public init(nodes: [Node]) {
            self.nodes = nodes
        }

        /// Reads the nodes of the machine whose `/sys` is at `root`.
        ///
        /// What is missing or not understood is left out, as on machines without NUMA.
        public init(root: String = "/sys") {
            let directory = "\(root)/devices/system/node"
            let online = Self.text("\(root)/devices/system/cpu/online").flatMap(ProcessorList.init)
            let numbers = Self.text("\(directory)/online").flatMap(ProcessorList.init)?.numbers ?? []
            nodes = numbers.compactMap { number in
                let node = "\(directory)/node\(number)"
                guard let list = Self.text("\(node)/cpulist").flatMap(ProcessorList.init),
                    let memory = Self.text("\(node)/meminfo").flatMap(Self.memory)
                else { return nil }
                let processors = list.numbers.filter { processor in online.map { $0.contains(processor) } ?? true }
                return Node(number: number, processors: processors, memory: memory)
            }
        }

        /// The bytes of a line `Node 0 MemTotal:  16301024 kB`.
        private static func memory(in text: String) -> Int64? {
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "MemTotal:"), index + 1 < words.count else { continue }
                return Int64(words[index + 1]).map { $0 << 10 }
            }
            return nil
        }

        private static func text(_ path: String) -> String? { try? FileText.read(path) }
    }

    /// Numbers as the kernel lists them: `0-3,8`.
    public struct ProcessorList: Sendable, Equatable, CustomStringConvertible {
        /// More than the kernel can be built for.
        private static let most = 8192

        /// The numbers, ascending, each once.
        public let numbers: [Int]

        /// Takes numbers in any order.
        public init(_ numbers: [Int]) {
            self.numbers = Set(numbers).sorted()
        }

        /// Reads a list; nil for a text that is none.
        public init?(_ text: String) {
            var numbers: Set<Int> = []
            for part in text.filter({ !$0.isWhitespace }).split(separator: ",") {
                let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
                guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
                    first >= 0, first <= last, last < ProcessorList.most
                else { return nil }
                numbers.formUnion(first...last)
            }
            self.numbers = numbers.sorted()
        }

        /// Whether a number is in it.
        public func contains(_ number: Int) -> Bool { numbers.contains(number) }

        public var description: String {
            var runs: [ClosedRange<Int>] = []
            for number in numbers {
                if let last = runs.last, last.upperBound + 1 == number {
                    runs[runs.count - 1] = last.lowerBound...number
                } else {
                    runs.append(number...number)
                }
            }
            return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
                .joined(separator: ",")
        }
    }
#endif
