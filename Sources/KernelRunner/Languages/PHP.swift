extension Language {
    /// PHP by its command line; code has no opening tag, as for `php -r`.
    static func php(path: String) -> Language {
        Language(
            name: "php", path: path,
            form: .argument(["-r"], file: "main.php", opening: "<?php "),
            exec: execution(of: "main.php", by: path)
        )
    }
}
