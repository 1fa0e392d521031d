import Testing

@testable import Core

@Suite("Dotfiles")
struct DotfileTests {
    @Test("of several lists the first one with a path wins")
    func merging() {
        func file(_ path: String, _ data: String) -> Dotfile { Dotfile(path: path, mode: 0o644, data: data) }
        let merged = Dotfile.merged([
            [file(".b", "user")], [file(".a", "group"), file(".b", "group")],
            [file(".c", "domain"), file(".a", "domain")],
        ])
        #expect(merged == [file(".a", "group"), file(".b", "user"), file(".c", "domain")])
        #expect(Dotfile.merged([]) == [])
    }
}
