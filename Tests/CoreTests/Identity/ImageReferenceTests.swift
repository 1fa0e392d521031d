import Core
import Testing

@Suite("Image reference")
struct ImageReferenceTests {
    @Test(
        "is read into registry, path and tag, and written back as it was",
        arguments: [
            ("python", nil, "python", nil), ("python:3.11", nil, "python", "3.11"),
            ("local/python:3.11", "local", "python", "3.11"), ("stable/python", nil, "stable/python", nil),
            ("cr.backend.ai/stable/python:3.11-ubuntu22.04", "cr.backend.ai", "stable/python", "3.11-ubuntu22.04"),
            ("localhost/x", "localhost", "x", nil), ("registry:5000/a/b:c", "registry:5000", "a/b", "c"),
            ("a+b_c.d-e", nil, "a+b_c.d-e", nil),
        ] as [(String, String?, String, String?)]
    )
    func parsing(text: String, registry: String?, path: String, tag: String?) throws {
        let reference = try #require(ImageReference(parsing: text))

        #expect(reference == ImageReference(registry: registry, path: path, tag: tag))
        #expect(reference.description == text)
    }

    @Test(
        "is refused where a part is empty or a character is not allowed",
        arguments: [
            "", "/", "python:", ":3.11", "a//b", "/python", "python/", "a:b:c", "py thon", "python@sha256:0", "파이썬",
            String(repeating: "a", count: 513), "a\u{0}b",
        ]
    )
    func refused(text: String) {
        #expect(ImageReference(parsing: text) == nil)
    }

    @Test(
        "as typed, means every image that has its parts; a tag means its own refinements, too",
        arguments: [
            ("python", true), ("python:3", true), ("python:3.11", true), ("python:latest", true),
            ("local/python", true), ("local/python:3.11", true), ("python:3.1", false), ("python:3.11.2", false),
            ("pytho", false), ("other.host/python", false), ("stable/python", false), ("local/python:2", false),
        ]
    )
    func matching(typed: String, matches: Bool) throws {
        let image = try #require(ImageReference(parsing: "local/python:3.11"))

        #expect(try #require(ImageReference(parsing: typed)).matches(image) == matches)
    }

    @Test("a tag means an image of the same version for one platform, and no image without a tag")
    func refinements() throws {
        let typed = try #require(ImageReference(parsing: "python:3.11"))

        #expect(typed.matches(ImageReference(registry: nil, path: "python", tag: "3.11-debian")))
        #expect(!typed.matches(ImageReference(registry: nil, path: "python", tag: nil)))
    }
}
