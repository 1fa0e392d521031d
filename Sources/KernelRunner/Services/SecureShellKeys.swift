import Glibc

/// The keys of a session's SSH server: its own, and the one that opens it, `~/id_container`.
enum SecureShellKeys {
    /// What the private key is called, in the home directory.
    static let file = "id_container"

    /// A shell script that makes what is missing, and leaves where the keys are in `keys`.
    ///
    /// Made when first needed, not with every session: that takes longer than to start one.
    static let script = #"""
        set -eu
        umask 077
        cd "$HOME"
        keys=$HOME/.ssh
        mkdir -p "$keys"
        if [ -x /usr/sbin/dropbear ] && command -v dropbearkey > /dev/null; then
            [ -f "$keys/host" ] || dropbearkey -t ed25519 -f "$keys/host" > /dev/null 2>&1
            if ! [ -f id_container ]; then
                dropbearkey -t ed25519 -f "$keys/client" > "$keys/client.text" 2> /dev/null
                dropbearconvert dropbear openssh "$keys/client" id_container > /dev/null 2>&1
                grep '^ssh-' "$keys/client.text" >> "$keys/authorized_keys"
                rm -f "$keys/client" "$keys/client.text"
            fi
        elif [ -x /usr/sbin/sshd ] && command -v ssh-keygen > /dev/null; then
            [ -f "$keys/host" ] || ssh-keygen -q -t ed25519 -N '' -f "$keys/host"
            if ! [ -f id_container ]; then
                ssh-keygen -q -t ed25519 -N '' -C work@session -f id_container
                cat id_container.pub >> "$keys/authorized_keys"
                rm -f id_container.pub
            fi
        else
            echo 'there is no SSH server in the image; install dropbear-bin or openssh-server' >&2
            exit 127
        fi
        """#

    /// Makes the keys when the private one is asked for and is not there; what goes wrong shows in its absence.
    static func makeIfMissing() {
        if access(file, F_OK) != 0 { _ = try? CapturedCommand.run(["/bin/sh", "-c", script]) }
    }
}
