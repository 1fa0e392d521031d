#if os(Linux)
    import Testing

    @testable import Core

    @Suite("Cgroup statistics")
    struct CgroupStatisticsTests {
        private static let path = "/backend.ai/stack/kernel"

        private func unified(_ tree: ControlFileTree) throws -> CgroupGroup {
            try CgroupGroup(
                layout: CgroupLayout(hierarchies: [.init(mountPoint: tree.root, kind: .unified)]), path: Self.path)
        }

        private func legacy(_ tree: ControlFileTree) throws -> CgroupGroup {
            let controllers: [[CgroupController]] = [[.memory], [.cpu, .cpuacct], [.pids], [.blkio]]
            return try CgroupGroup(
                layout: CgroupLayout(
                    hierarchies: controllers.map { list in
                        let name = list.map(\.rawValue).joined(separator: ",")
                        return .init(
                            mountPoint: "\(tree.root)/\(name)", kind: .legacy(controllers: Set(list), name: nil))
                    }
                ),
                path: Self.path
            )
        }

        @Test("on v1 reads every controller in its own hierarchy")
        func v1() throws {
            let tree = try ControlFileTree([
                "memory\(Self.path)/memory.usage_in_bytes": "5000000\n",
                "memory\(Self.path)/memory.stat": "cache 1\ninactive_file 7\ntotal_inactive_file 1000000\n",
                "memory\(Self.path)/memory.max_usage_in_bytes": "6000000\n",
                "memory\(Self.path)/memory.limit_in_bytes": "67108864\n",
                "memory\(Self.path)/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n",
                "cpu,cpuacct\(Self.path)/cpuacct.usage": "1500000042\n",
                "cpu,cpuacct\(Self.path)/cpu.stat": "nr_periods 9\nnr_throttled 4\nthrottled_time 2000000001\n",
                "pids\(Self.path)/pids.current": "7\n",
                "pids\(Self.path)/pids.max": "64\n",
                "pids\(Self.path)/pids.events": "max 15605\n",
                "blkio\(Self.path)/blkio.throttle.io_service_bytes_recursive":
                    "254:0 Read 4096\n254:0 Write 100\n254:0 Total 4196\n8:0 Read 4\n8:0 Write 5\nTotal 4205\n",
            ])

            let statistics = try legacy(tree).statistics()

            #expect(
                statistics.memory
                    == .init(workingSetBytes: 4_000_000, peakBytes: 6_000_000, limitBytes: 67_108_864, oomKills: 3))
            #expect(
                statistics.cpu
                    == .init(
                        usage: .nanoseconds(1_500_000_042), throttledPeriods: 4, throttled: .nanoseconds(2_000_000_001))
            )
            #expect(statistics.pids == .init(current: 7, limit: 64, refused: 15605))
            #expect(statistics.io == .init(readBytes: 4100, writtenBytes: 105))
        }

        @Test("on v1 takes the largest number for no limit, and fields of a newer kernel for unknown")
        func oldV1() throws {
            let tree = try ControlFileTree([
                "memory\(Self.path)/memory.usage_in_bytes": "10\n",
                "memory\(Self.path)/memory.stat": "total_inactive_file 20\n",
                "memory\(Self.path)/memory.limit_in_bytes": "9223372036854771712\n",
                "memory\(Self.path)/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\n",
                "pids\(Self.path)/pids.current": "1\n",
                "pids\(Self.path)/pids.max": "max\n",
                "blkio\(Self.path)/blkio.throttle.io_service_bytes": "8:0 Read 11\n",
            ])

            let statistics = try legacy(tree).statistics()

            #expect(
                statistics.memory == .init(workingSetBytes: 0, peakBytes: nil, limitBytes: nil, oomKills: nil))
            #expect(statistics.pids == .init(current: 1, limit: nil, refused: nil))
            #expect(statistics.cpu == nil)
            #expect(statistics.io == .init(readBytes: 11, writtenBytes: 0))
        }

        @Test("on v2 reads every controller in the one directory")
        func v2() throws {
            let group = Self.path.dropFirst()
            let tree = try ControlFileTree([
                "\(group)/memory.current": "5000000\n",
                "\(group)/memory.stat": "anon 1\nfile 2\ninactive_file 1000000\n",
                "\(group)/memory.peak": "6000000\n",
                "\(group)/memory.max": "67108864\n",
                "\(group)/memory.events": "low 0\nhigh 0\nmax 12\noom 2\noom_kill 3\noom_group_kill 1\n",
                "\(group)/cpu.stat":
                    "usage_usec 1500042\nuser_usec 1\nsystem_usec 2\nnr_periods 9\nnr_throttled 4\nthrottled_usec 77\n",
                "\(group)/pids.current": "7\n",
                "\(group)/pids.max": "64\n",
                "\(group)/pids.events": "max 2\n",
                "\(group)/io.stat":
                    "254:0 rbytes=4096 wbytes=100 rios=1 wios=2 dbytes=9 dios=9\n8:0 7:1 rbytes=4 wbytes=5 rios=1\n",
            ])

            let statistics = try unified(tree).statistics()

            #expect(
                statistics.memory
                    == .init(workingSetBytes: 4_000_000, peakBytes: 6_000_000, limitBytes: 67_108_864, oomKills: 3))
            #expect(
                statistics.cpu
                    == .init(usage: .microseconds(1_500_042), throttledPeriods: 4, throttled: .microseconds(77)))
            #expect(statistics.pids == .init(current: 7, limit: 64, refused: 2))
            #expect(statistics.io == .init(readBytes: 4100, writtenBytes: 105))
        }

        @Test("on v2 knows no peak before Linux 5.19, no limit for `max`, no throttling without the controller")
        func oldV2() throws {
            let group = Self.path.dropFirst()
            let tree = try ControlFileTree([
                "\(group)/memory.current": "5\n",
                "\(group)/memory.stat": "anon 1\n",
                "\(group)/memory.max": "max\n",
                "\(group)/cpu.stat": "usage_usec 3\nuser_usec 1\nsystem_usec 2\n",
                "\(group)/io.stat": "",
            ])

            let statistics = try unified(tree).statistics()

            #expect(
                statistics.memory == .init(workingSetBytes: 5, peakBytes: nil, limitBytes: nil, oomKills: nil))
            #expect(statistics.cpu == .init(usage: .microseconds(3), throttledPeriods: nil, throttled: nil))
            #expect(statistics.pids == nil)
            #expect(statistics.io == .init(readBytes: 0, writtenBytes: 0))
        }

        @Test("knows nothing of a group that does not exist, and that is no error")
        func absent() throws {
            let tree = try ControlFileTree()

            #expect(try unified(tree).statistics() == CgroupStatistics())
            #expect(try legacy(tree).statistics() == CgroupStatistics())
            #expect(try unified(tree).members() == [])
            #expect(try unified(tree).exists == false)
        }

        @Test("names the file that holds no number")
        func malformed() throws {
            let tree = try ControlFileTree(["\(Self.path.dropFirst())/pids.current": "seven\n"])

            #expect(
                throws: CgroupError.malformed(path: "\(tree.root)\(Self.path)/pids.current", text: "seven\n")
            ) {
                try unified(tree).statistics()
            }
        }
    }
#endif
