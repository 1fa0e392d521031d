import ArgumentParser
import Core
import Testing

@testable import BackendAICLI

@Suite("Pages of help about no command")
struct HelpTopicTests {
    @Test("are asked for by name behind `help`", arguments: HelpTopic.allCases)
    func names(topic: HelpTopic) throws {
        #expect(HelpTopic(["help", topic.rawValue]) == topic)
        #expect(HelpTopic(["help", topic.rawValue, "more"]) == nil)
        #expect(try BackendAI.parseAsRoot(["topics", topic.rawValue]) is HelpTopicCommand)
        #expect(!topic.text.isEmpty && topic.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test("commands keep their own help")
    func commands() {
        #expect(HelpTopic(["help", "run"]) == nil && HelpTopic(["help"]) == nil && HelpTopic([]) == nil)
    }

    @Test("the page of exit codes has all of them")
    func exitCodes() {
        let page = HelpTopic.exitCodes.text

        #expect(BackendAICLI.ExitStatus.allCases.allSatisfy { page.contains("\($0.rawValue)  \($0.meaning)") })
    }

    @Test("the page of formatting has every format that there is")
    func formats() {
        let page = HelpTopic.formatting.text
        for format in OutputFormat.allCases { #expect(page.contains("--output \(format.rawValue)")) }
    }
}
