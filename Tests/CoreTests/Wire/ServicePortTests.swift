import Core
import Testing

@Suite("Service ports")
struct ServicePortTests {
    @Test("are read from an image's label, in order, and written the same way")
    func reading() throws {
        let label = "jupyter:http:8080,triton:tcp:[8000,8001,8002],own:preopen:9000,sshd:tcp:2200"
        let services = try ServicePort.parse(label: label)
        #expect(services.map(\.name) == ["jupyter", "triton", "own", "sshd"])
        #expect(services.map(\.kind) == [.http, .tcp, .preopen, .tcp])
        #expect(services[1].ports == [8000, 8001, 8002])
        #expect(services.map(\.label).joined(separator: ",") == label)
        #expect(try ServicePort.parse(label: "").isEmpty)
        #expect(try ServicePort.parse(label: " a:tcp:[5000, 5001] ").first?.ports == [5000, 5001])
    }

    @Test(
        "a label that declares something impossible is refused with what it is",
        arguments: [
            "jupyter", "jupyter:http", "jupyter:http:", "jupyter:ftp:8080", "ju pyter!:http:8080", ":http:8080",
            "a:http:80", "a:http:65535", "a:http:2200", "ttyd:http:2200", "a:http:x", "a:http:[8080", "a:http:[8080]x",
            "a:http:8080,a:http:8081", "a:http:8080,b:tcp:8080", "a:http:[8080,]",
        ])
    func impossible(label: String) {
        #expect(throws: ServicePort.LabelError.self) { try ServicePort.parse(label: label) }
    }
}
