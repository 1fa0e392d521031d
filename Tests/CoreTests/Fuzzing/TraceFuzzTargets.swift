import TestSupport

@testable import Core

extension FuzzTarget {
    /// A trace with named columns: what is read is written as a trace that is the same.
    static let csvTrace = FuzzTarget(
        "trace",
        seeds: [
            "submit,run,slots\n0,10,cpu=1\n5.5,3600.25,cpu=4 mem=16g\n",
            CSVTraceWriter.header + "a,0,u,g,python,2,cpu=4 mem=1g,multi-node,60,100,10,yes\n",
            "# text\r\nID,Submit,Run,Slots,Limit\r\n\"a,\"\"b\",1,2,\"cpu=1;cuda.shares=0.5\",10\r\n",
            "submit,run,slots,kernels,mode\n9,1,cpu=2,3,single-node\n3,1,mem=512m,1,multi-node\n", "submit,run\n",
            "submit,run,slots\nNaN,1,cpu=1\n", "submit,run,slots\n-1,1e9,cpu=inf\n", "",
        ],
        words: [
            "\n", ",", "\"", "=", " ", ";", "submit,run,slots\n", "cpu=1", "mem=1k", "single-node", "0.000001", "1e400",
            "99999999999999999999", "priority", "preemptible", "yes", "-1", "\u{a0}", "#",
        ],
        check: { text in
            let trace: Trace
            do throws(TraceError) { trace = try TraceReader.read(text, as: .csv) } catch {
                return .refused(String(error.what.prefix(12).filter { !$0.isNumber }))
            }
            let written = CSVTraceWriter.header + trace.sessions.map(CSVTraceWriter.line).joined()
            guard let again = try? TraceReader.read(written, as: .csv), again == trace else {
                throw BrokenProperty("it is written as `\(written)`")
            }
            return .accepted
        })

    /// A trace in the standard workload format: it has no more work than numbers on its lines.
    static let swfTrace = FuzzTarget(
        "swf",
        seeds: [
            "; UnixStartTime: 0\n1 0 5 100 64 -1 -1 64 3600 -1 1 3 1 2 1 -1 -1 -1\n",
            "1 10 -1 -1 -1 -1 -1 8 60 -1 5 1 1 1 1 1 -1 -1\n  2 3 0 1.5 8 -1.00 1024 -1 -1 2048 0 -1 -1 -1 -1 -1 -1 -1\r\n",
            "1 2 3\n", "1 -5 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n", "1 99999999999 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n",
            ";\n",
        ],
        words: [
            "\n", " ", "-1", "0", "; ", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18\n", "1.5", "9999999999", "NaN",
        ],
        check: { text in
            let trace: Trace
            do throws(TraceError) { trace = try TraceReader.read(text, as: .swf, coresPerAgent: 7) } catch {
                return .refused(String(error.what.prefix(24).filter { !$0.isNumber }))
            }
            guard
                trace.sessions.allSatisfy({ session in
                    session.runTime >= .zero && session.kernels > 0 && session.slots[.cpu] > .zero
                        && session.slots[.cpu] <= Quantity(7) && session.limit.map { $0.seconds > 0 } ?? true
                })
            else { throw BrokenProperty("a session is out of bounds") }
            return .accepted
        })
}
