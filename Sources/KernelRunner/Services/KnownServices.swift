import Core
import Glibc

/// Where the definition of a service is found: the image's own first, then those known here.
enum KnownServices {
    /// Where images have their definitions, a file `NAME.json` each.
    static let directory = "/etc/backend.ai/service-defs"

    /// The definition of a service.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: ``ServiceDefinition/Problem`` when the image's own cannot be followed.
    static func definition(of name: String, in directory: String = directory) throws(ServiceDefinition.Problem)
        -> ServiceDefinition?
    {
        guard let file = try? Descriptor.open("\(directory)/\(name).json", O_RDONLY) else { return standard(name) }
        var bytes: [UInt8] = []
        while bytes.count < 1 << 20, let part = try? file.read(upTo: 64 << 10), !part.isEmpty { bytes += part }
        guard let value = try? JSONValue(parsing: bytes) else {
            throw .init(description: "`\(directory)/\(name).json` is no JSON")
        }
        return try ServiceDefinition(value)
    }

    /// What is known without the image's help.
    static func standard(_ name: String) -> ServiceDefinition? {
        switch name {
        case "jupyter": jupyter("notebook")
        case "jupyterlab": jupyter("lab")
        case "tensorboard": tensorboard
        case "sshd": secureShell
        case "ttyd": webTerminal
        default: nil
        }
    }

    /// Nobody but the session's owner reaches it, so that it asks for no password of its own.
    private static func jupyter(_ application: String) -> ServiceDefinition {
        let settings = """
            import os
            c = get_config()
            for name in ("ServerApp", "NotebookApp"):
                c[name].ip = "127.0.0.1"
                c[name].port = {ports[0]}
                c[name].port_retries = 0
                c[name].open_browser = False
                c[name].allow_root = False
                c[name].allow_origin = "*"
                c[name].allow_remote_access = True
                c[name].disable_check_xsrf = True
                c[name].token = ""
                c[name].password = ""
                c[name].tornado_settings = {{"headers": {{"Content-Security-Policy": "frame-ancestors *"}}}}
            c.IdentityProvider.token = ""
            c.PasswordIdentityProvider.hashed_password = ""
            c.FileContentsManager.delete_to_trash = False
            """
        // It goes by the suffix whether settings are Python.
        let file = "/tmp/.jupyter-{ports[0]}.py"
        return ServiceDefinition(
            command: ["{runtime_path}", "-m", "jupyter", application, "--config", file],
            prestart: [.init(kind: .writeFile(path: file, body: [settings], mode: 0o600, appends: false))],
            urlTemplate: "{protocol}://{host}:{port}/")
    }

    private static let tensorboard = ServiceDefinition(
        command: ["{runtime_path}", "-m", "tensorboard.main", "--host", "127.0.0.1", "--port", "{ports[0]}"],
        prestart: [.init(kind: .makeDirectory(path: "/home/work/logs"))],
        allowedArguments: ["--logdir", "--reload_interval", "--samples_per_plugin", "--window_title"],
        defaultArguments: [("--logdir", ["/home/work/logs"])])

    /// Dropbear where it is installed, else OpenSSH; both run as the user and know one key, made at their first start.
    private static let secureShell = ServiceDefinition(
        command: [
            "/bin/sh", "-c",
            SecureShellKeys.script + """

                if [ -x /usr/sbin/dropbear ]; then
                    exec /usr/sbin/dropbear -F -E -w -s -j -k -K 15 -I 0 -r "$keys/host" -p "127.0.0.1:$1"
                fi
                exec /usr/sbin/sshd -D -e -f /dev/null -h "$keys/host" -p "$1" -o ListenAddress=127.0.0.1 \\
                    -o PasswordAuthentication=no -o KbdInteractiveAuthentication=no -o StrictModes=no \\
                    -o AuthorizedKeysFile=.ssh/authorized_keys -o PidFile=none -o PrintMotd=no \\
                    -o ClientAliveInterval=15 -o "Subsystem=sftp internal-sftp"
                """,
            "sshd", "{ports[0]}",
        ])

    private static let webTerminal = ServiceDefinition(
        command: [
            "/bin/sh", "-c",
            """
            for shell in zsh bash ash sh; do
                program=$(command -v "$shell") && exec ttyd -i lo -p "$1" "$program"
            done
            """,
            "ttyd", "{ports[0]}",
        ])
}
