import Core
import Testing

@testable import Agent

@Suite("What a runtime prints")
struct RuntimeTextTests {
    @Test("the last error is the reason, without the words of its callers")
    func reason() {
        let log = """
            {"level":"warning","msg":"something else","time":"2024-01-01T00:00:00Z"}
            {"level":"error","msg":"runc run failed: unable to start container process: exec: \\"/x\\": no such file.\\n","time":"t"}
            """
        #expect(RuntimeLog.reason(in: log) == "exec: \"/x\": no such file")
    }

    @Test(
        "a log without errors, or that is no log, has no reason",
        arguments: ["", "not json", #"{"level":"info","msg":"x"}"#])
    func noReason(log: String) {
        #expect(RuntimeLog.reason(in: log) == nil)
    }

    @Test("containers are listed with their kernel; a stopped one has no process")
    func list() {
        let text = """
            [{"ociVersion":"1.0.2","id":"a","pid":12,"status":"running","bundle":"/b",
              "annotations":{"ai.backend.kernel-id":"k"}},
             {"ociVersion":"1.0.2","id":"b","pid":0,"status":"stopped"},
             {"ociVersion":"1.0.2","id":"c","pid":77,"status":"stopped","annotations":null}]
            """
        #expect(
            RuntimeList.containers(in: text) == [
                ContainerReport(name: "a", pid: 12, kernel: KernelID(rawValue: "k")),
                ContainerReport(name: "b", pid: nil, kernel: nil),
                ContainerReport(name: "c", pid: nil, kernel: nil),
            ])
    }

    @Test("no containers are printed as null", arguments: ["null", "null\n", "[]", ""])
    func empty(text: String) {
        #expect(RuntimeList.containers(in: text) == [])
    }
}
