import Core
import Testing

@testable import ManualPages

@Suite("The reference of commands")
struct ManualPagesTests {
    private static let dump: JSONValue = [
        "serializationVersion": 0,
        "command": [
            "commandName": "tool", "abstract": "Do things", "shouldDisplay": true, "arguments": [],
            "subcommands": [
                [
                    "commandName": "make", "abstract": "Make `one`", "shouldDisplay": true, "superCommands": ["tool"],
                    "aliases": ["new"], "discussion": "A first line.\n\n.second 'line' — \\end",
                    "arguments": [
                        [
                            "kind": "positional", "valueName": "name", "abstract": "Its name|s", "isOptional": false,
                            "isRepeating": true, "shouldDisplay": true,
                        ],
                        [
                            "kind": "option", "valueName": "size", "abstract": "How large", "isOptional": true,
                            "defaultValue": "big", "allValueStrings": ["big", "small"], "shouldDisplay": true,
                            "names": [["kind": "long", "name": "size"], ["kind": "short", "name": "s"]],
                        ],
                        [
                            "kind": "flag", "valueName": "help", "abstract": "Show help", "isOptional": true,
                            "shouldDisplay": true, "names": [["kind": "long", "name": "help"]],
                        ],
                        ["kind": "flag", "shouldDisplay": false, "names": [["kind": "long", "name": "secret"]]],
                    ],
                ],
                ["commandName": "hidden", "shouldDisplay": false], ["commandName": "help", "shouldDisplay": true],
            ],
        ],
    ]

    @Test("has the commands and options that help shows, and no others")
    func shown() throws {
        let program = try CommandDescription(dump: Self.dump)

        #expect(program.all.map(\.path) == ["tool", "tool make"])
        #expect(program.subcommands[0].usage == "tool make [options] <name> ...")
        #expect(program.subcommands[0].options.map(\.title) == ["<name>", "-s, --size <size>", "--help"])
    }

    @Test("as Markdown it is one page with a table that leads to each command")
    func markdown() throws {
        let program = try CommandDescription(dump: Self.dump)
        let topics = [HelpPage(name: "exit-codes", abstract: "What they mean", text: "EXIT CODES")]
        let page = MarkdownReference(program: program, topics: topics).text

        #expect(page.contains("| [`tool make`](#tool-make) | Make `one` |\n"))
        #expect(page.contains("\n## tool make\n\nMake `one`.\n\n    tool make [options] <name> ...\n\nAlso: `new`.\n"))
        #expect(page.contains("| `<name>` | Its name\\|s |\n"))
        #expect(page.contains("| `-s, --size <size>` | How large (values: big, small; default: big) |\n"))
        #expect(!page.contains("--help`") && !page.contains("secret") && !page.contains("hidden"))
        #expect(page.hasSuffix("## exit-codes\n\n```\nEXIT CODES\n```\n"))
    }

    @Test("as a manual page it is ASCII, and no line of text is an order to groff")
    func manual() throws {
        let program = try CommandDescription(dump: Self.dump)
        let page = ManualPage(command: program.subcommands[0], source: "tool 1.0")

        #expect(page.fileName == "tool-make.1")
        #expect(page.text.utf8.allSatisfy { $0 < 0x7f })
        #expect(page.text.contains(".TH \"TOOL\\-MAKE\" 1 \"\" \"tool 1.0\" \"User Commands\"\n"))
        #expect(page.text.contains("\n.PP\n\\&.second \\(aqline\\(aq \\[u2014] \\eend\n"))
        #expect(
            page.text.contains("\n.TP\n\\fB\\-s, \\-\\-size <size>\\fR\nHow large (values: big, small; default: big)\n")
        )
        #expect(page.text.contains("\n.SH NAME\ntool\\-make \\- Make \\(gaone\\(ga\n"))
    }

    @Test("the program's own page leads to the others and has the pages about no command")
    func root() throws {
        let program = try CommandDescription(dump: Self.dump)
        let topic = HelpPage(name: "exit-codes", abstract: "", text: "EXIT CODES\n\n  0  done\n.x")
        let text = ManualPage(command: program, source: "tool 1.0", topics: [topic]).text

        #expect(text.contains("\n.SH COMMANDS\n.TP\n\\fBtool\\-make\\fR(1)\nMake \\fBone\\fR\n"))
        #expect(text.hasSuffix("\n.SH \"EXIT CODES\"\n.nf\n  0  done\n\\&.x\n.fi\n"))
    }

    @Test("what is no description of a program is refused")
    func malformed() {
        for dump in [nil, [:], ["serializationVersion": 1, "command": [:]], ["serializationVersion": 0]] as [JSONValue]
        {
            #expect(throws: CommandDescription.Malformed.self) { try CommandDescription(dump: dump) }
        }
    }
}
