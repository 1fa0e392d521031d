extension Language {
    /// No language: an image for services alone.
    static let app = Language(name: "app", path: "", form: .none, exec: "")
}
