import Testing

@testable import Core

@Suite("Traces")
struct TraceReaderTests {
    @Test("a trace with columns is read by their names, and sorted by time of submission")
    func columns() throws {
        let trace = try TraceReader.read(
            #"""
            # a comment
            id,submit,user,image,kernels,slots,run,limit,priority,preemptible,mode
            late,20.5,ann,python,2,cpu=4 mem=16g,3600,7200.2,50,yes,single-node

            early,3,bob,"a,""b""",,"cuda.shares=0.5;cpu=1",0.000001,,,,
            """#, as: .csv)

        #expect(trace.skipped == 0)
        #expect(
            trace.sessions == [
                TraceSession(
                    name: "early", submitted: UnixTime(microseconds: 3_000_000), user: "bob", image: "a,\"b\"",
                    slots: ResourceSlots([.cpu: Quantity(1), SlotName("cuda.shares"): Quantity(thousandths: 500)]),
                    runTime: .microseconds(1)),
                TraceSession(
                    name: "late", submitted: UnixTime(microseconds: 20_500_000), user: "ann", image: "python",
                    kernels: 2,
                    slots: ResourceSlots([.cpu: Quantity(4), .mem: Quantity(16 << 30)]), mode: .singleNode,
                    runTime: .seconds(3600), limit: TimeSpan(seconds: 7201), priority: 50, isPreemptible: true),
            ])
    }

    @Test(
        "what is wrong is said with its line and what could stand there",
        arguments: [
            ("", nil, "the trace is empty"),
            ("submit,run\n", 1, "no column `slots`"),
            ("submit,run,slots,runn\n", 1, "unknown column `runn`"),
            ("submit,run,slots,run\n", 1, "two columns `run`"),
            ("submit,run,slots\n1,2\n", 2, "2 fields where the first line names 3 columns"),
            ("submit,run,slots\n1,,cpu=1\n", 2, "`run` is missing"),
            ("submit,run,slots\n\n-1,2,cpu=1\n", 3, "`submit` cannot be `-1`"),
            ("submit,run,slots\nNaN,2,cpu=1\n", 2, "`submit` cannot be `NaN`"),
            ("submit,run,slots\n1,1e300,cpu=1\n", 2, "`run` cannot be `1e300`"),
            ("submit,run,slots\n1,99999999999999999999,cpu=1\n", 2, "`run` cannot be `99999999999999999999`"),
            ("submit,run,slots\n1,2,cpu=0\n", 2, "`slots` cannot be `cpu=0`"),
            ("submit,run,slots\n1,2,cpu=inf\n", 2, "`slots` cannot be `cpu=inf`"),
            ("submit,run,slots\n1,2,cpu=1 cpu=2\n", 2, "`slots` cannot be `cpu=1 cpu=2`"),
            ("submit,run,slots\n1,2,4\n", 2, "`slots` cannot be `4`"),
            ("submit,run,slots,kernels\n1,2,cpu=1,0\n", 2, "`kernels` cannot be `0`"),
            ("submit,run,slots,priority\n1,2,cpu=1,101\n", 2, "`priority` cannot be `101`"),
            ("submit,run,slots,limit\n1,2,cpu=1,0\n", 2, "`limit` cannot be `0`"),
            ("submit,run,slots,mode\n1,2,cpu=1,both\n", 2, "`mode` cannot be `both`"),
            ("submit,run,slots,preemptible\n1,2,cpu=1,maybe\n", 2, "`preemptible` cannot be `maybe`"),
            ("id,submit,run,slots\na,1,2,cpu=1\na,1,2,cpu=1\n", 3, "the id `a` is that of an earlier line, too"),
            ("submit,run,slots\n1,2,\"cpu=1\n", 2, "a quotation mark is not closed"),
        ] as [(String, Int?, String)])
    func refusals(text: String, line: Int?, what: String) {
        let error = #expect(throws: TraceError.self) { try TraceReader.read(text, as: .csv) }

        #expect(error?.line == line && error?.what == what)
    }

    @Test("a line that has no end is refused before it takes memory")
    func longLine() throws {
        var reader = TraceReader(.csv, coresPerAgent: 1)
        try reader.read(Array(repeating: UInt8(ascii: "a"), count: 60_000))

        #expect(throws: TraceError.self) { try reader.read(Array(repeating: UInt8(ascii: "a"), count: 6_000)) }
    }

    @Test("a trace comes in pieces of any size")
    func pieces() throws {
        let text = "submit,run,slots\r\n1,2,cpu=1\r\n3,4,cpu=2"
        let whole = try TraceReader.read(text, as: .csv)
        for size in 1...7 {
            var reader = TraceReader(.csv, coresPerAgent: 1)
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                try reader.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(try reader.finish() == whole)
        }
        #expect(whole.sessions.map(\.name) == ["line 2", "line 3"])
    }

    @Test("of SWF, processors are spread evenly over as few agents as will do, and what never ran is left out")
    func standardFormat() throws {
        let trace = try TraceReader.read(
            """
            ; Computer: any
            ;
            1  0 5 100  64 -1   -1 70 3600   -1 1  3  1 2 1 -1 -1 -1
            2 10 0  -1  -1 -1   -1  8   60   -1 5  1  1 1 1 -1 -1 -1
            3  5 0  50   1 -1 2048 -1   -1 1024 0 -1 -1 -1 1 -1 -1 -1
            4 12 0   0   4 -1   -1  4   60   -1 1  1  1 1 1 -1 -1 -1
            5 12 0   0   4 -1   -1  4   60   -1 5  1  1 1 1 -1 -1 -1
            """, as: .swf, coresPerAgent: 32)

        #expect(trace.skipped == 2)
        #expect(trace.sessions.map(\.name) == ["1", "3", "4"])
        #expect(
            trace.sessions.first
                == TraceSession(
                    name: "1", submitted: UnixTime(microseconds: 0), user: "user-3", group: "group-1", image: "image-2",
                    kernels: 3, slots: ResourceSlots([.cpu: Quantity(24)]), runTime: .seconds(100),
                    limit: TimeSpan(seconds: 3600)))
        #expect(trace.sessions[1].slots == ResourceSlots([.cpu: Quantity(1), .mem: Quantity(1 << 20)]))
        #expect(trace.sessions[1].user == "user-unknown" && trace.sessions[1].limit == nil)
        #expect(trace.sessions[2].runTime == .zero)
    }

    @Test(
        "what is wrong with a line of SWF is said",
        arguments: [
            ("1 2 3\n", "3 fields where SWF has 18"),
            ("1 -1 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n", "field 2, the submit time, is not known"),
            ("1 -7 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n", "field 2 cannot be `-7`"),
            ("1 7 0 nan 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n", "field 4 cannot be `nan`"),
            ("1 7 0 1 1 1 1 9999999999 1 1 1 1 1 1 1 1 1 1\n", "field 8: 9999999999 processors are too many"),
            (
                "1 7 0 1 1 1 1 2 1 9999999999 1 1 1 1 1 1 1 1\n",
                "field 10: 9999999999 KB for each processor are too many"
            ),
        ])
    func wrongStandard(text: String, what: String) {
        let error = #expect(throws: TraceError.self) { try TraceReader.read(text, as: .swf, coresPerAgent: 4) }

        #expect(error?.line == 1 && error?.what == what)
    }

    @Test("what is written is read again as it was")
    func roundTrip() throws {
        let cluster = SimulatedCluster(agents: 8, cores: 8)
        let trace = TraceModel(cluster: cluster).trace(of: 500, seed: 7)

        let text = CSVTraceWriter.header + trace.sessions.map(CSVTraceWriter.line).joined()

        #expect(try TraceReader.read(text, as: .csv) == trace)
    }
}
