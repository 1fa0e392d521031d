extension Language {
    /// PHP by its command line; code has no opening tag, as for `php -r`.
    static func php(path: String) -> Language {
        interpreted("php", path: path, ["-r"], file: "main.php", opening: "<?php ")
    }
}
