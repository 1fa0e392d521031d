import Core
import Testing

@Suite("ImageCatalog")
struct ImageCatalogTests {
    private let catalog = ImageCatalog(
        ["local/python:3.9", "local/python:3.11", "local/r-base:4.2", "cr.backend.ai/stable/python:3.12-debian"].map {
            ImageReport(name: $0, architecture: "x86_64", labels: [:])
        } + [ImageReport(name: "local/python:3.13", architecture: "aarch64", labels: [:])])

    @Test(
        "a name means the image of the highest version that it fits",
        arguments: [
            ("python", "local/python:3.11"), ("python:3", "local/python:3.11"), ("python:3.9", "local/python:3.9"),
            ("local/python", "local/python:3.11"), ("local/python:3.11", "local/python:3.11"),
            ("python:latest", "local/python:3.11"), ("stable/python", "cr.backend.ai/stable/python:3.12-debian"),
            ("cr.backend.ai/stable/python:3.12", "cr.backend.ai/stable/python:3.12-debian"),
        ])
    func resolves(text: String, name: String) {
        #expect(
            catalog.resolve(text, architecture: "x86_64")
                == .image(.init(name: name, architecture: "x86_64", labels: [:])))
    }

    @Test(
        "an unknown name comes with the nearest one",
        arguments: [
            ("pyhton", "python"), ("pyhton:3.11", "python"), ("r-bsae", "r-base"), ("python:2.7", "local/python:3.11"),
            ("cr.example.com/python:3.11", "local/python:3.11"), ("tensorflow", nil), ("", nil), ("a b", nil),
        ] as [(String, String?)])
    func suggests(text: String, suggestion: String?) {
        #expect(catalog.resolve(text, architecture: "x86_64") == .unknown(suggestion: suggestion))
    }

    @Test("any architecture will do unless one is named")
    func architecture() {
        #expect(
            catalog.resolve("python") == .image(.init(name: "local/python:3.13", architecture: "aarch64", labels: [:])))
    }
}
