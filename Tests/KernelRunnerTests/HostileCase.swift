import Testing

/// Code of one language that does what nobody should, for its kept interpreter.
struct HostileCase: Sendable, CustomTestStringConvertible {
    var testDescription: String { language }

    /// The name of the language, as in `Language.named`.
    let language: String
    /// The interpreter.
    let path: String
    /// Prints `fine` and a newline.
    let fine: String
    /// Prints the bytes 255 and 254, which are no UTF-8.
    let noText: String
    /// Closes standard output; nil where the language cannot.
    let closesOutput: String?
    /// Ends the process with 7, without what the language does at its end where it can.
    let exits: String
    /// Opens `/dev/null` 10,000 times and keeps it open, as far as it gets.
    let opensFiles: String
    /// What stands before and after a shell command that shares the program's streams; the command holds no quotes.
    let shell: (String, String)

    /// Whether what it starts is given the driver's two pipes: it has no way to keep descriptors to itself.
    var passesPipes: Bool { ["php", "lua", "tcl", "r", "octave"].contains(language) }

    /// Code that has the shell do something.
    func run(_ command: String) -> String { shell.0 + command + shell.1 }

    static let all: [HostileCase] = [
        HostileCase(
            language: "python", path: "/usr/bin/python3", fine: "print('fine')",
            noText: "import sys; sys.stdout.buffer.write(bytes([255, 254]))",
            closesOutput: "import os; os.close(1)", exits: "import os; os._exit(7)",
            opensFiles: "kept = [open('/dev/null') for _ in range(10000)]",
            shell: ("import subprocess; subprocess.run('", "', shell=True)")),
        HostileCase(
            language: "nodejs", path: "/usr/bin/node", fine: "console.log('fine')",
            noText: "process.stdout.write(Buffer.from([255, 254]))",
            closesOutput: "require('fs').closeSync(1)", exits: "process.reallyExit(7)",
            opensFiles: "for (let i = 0; i < 10000; i++) require('fs').openSync('/dev/null')",
            shell: ("require('child_process').execSync('", "', {stdio: 'inherit'})")),
        HostileCase(
            language: "ruby", path: "/usr/bin/ruby", fine: "puts 'fine'",
            noText: #"$stdout.write("\xff\xfe".b)"#, closesOutput: "$stdout.close", exits: "exit!(7)",
            opensFiles: "$kept = (1..10000).map { File.open('/dev/null') }", shell: ("system('", "')")),
        HostileCase(
            language: "perl", path: "/usr/bin/perl", fine: #"print "fine\n""#,
            noText: #"print "\xff\xfe""#, closesOutput: "close(STDOUT)", exits: "use POSIX (); POSIX::_exit(7)",
            opensFiles: #"our @kept; for (1..10000) { open(my $f, '<', '/dev/null') or die; push @kept, $f }"#,
            shell: ("system('", "')")),
        HostileCase(
            language: "php", path: "/usr/bin/php", fine: #"echo "fine\n";"#, noText: #"echo "\xff\xfe";"#,
            closesOutput: "fclose(STDOUT);", exits: "exit(7);",
            opensFiles: "for ($i = 0; $i < 10000; $i++) $kept[] = fopen('/dev/null', 'r');",
            shell: ("passthru('", "');")),
        HostileCase(
            language: "lua", path: "/usr/bin/lua5.4", fine: "print('fine')", noText: #"io.write("\xff\xfe")"#,
            closesOutput: "io.stdout:close()", exits: "os.exit(7)",
            opensFiles: "kept = {} for i = 1, 10000 do kept[i] = assert(io.open('/dev/null')) end",
            shell: ("os.execute('", "')")),
        HostileCase(
            language: "tcl", path: "/usr/bin/tclsh", fine: "puts fine",
            noText: #"fconfigure stdout -translation binary; puts -nonewline "\xff\xfe""#,
            closesOutput: "close stdout", exits: "exit 7",
            opensFiles: "for {set i 0} {$i < 10000} {incr i} {open /dev/null}",
            shell: ("exec sh -c {", "} >@stdout 2>@stderr")),
        HostileCase(
            language: "bash", path: "/bin/bash", fine: "echo fine", noText: #"printf '\xff\xfe'"#,
            closesOutput: "exec 1>&-", exits: "exit 7",
            opensFiles: "for i in {1..10000}; do exec {kept}</dev/null || break; done", shell: ("sh -c '", "'")),
        HostileCase(
            language: "scheme", path: "/usr/bin/guile", fine: #"(display "fine\n")"#,
            noText: #"(set-port-encoding! (current-output-port) "ISO-8859-1") (display "\xff\xfe")"#,
            closesOutput: "(close-port (current-output-port))", exits: "(primitive-_exit 7)",
            opensFiles: #"(define kept (map (lambda (n) (open-input-file "/dev/null")) (iota 10000)))"#,
            shell: (#"(system ""#, #"")"#)),
        HostileCase(
            language: "r", path: "/usr/bin/Rscript", fine: #"cat("fine\n")"#,
            noText: #"p <- file("/dev/stdout", "wb"); writeBin(as.raw(c(255, 254)), p); close(p)"#,
            closesOutput: nil, exits: "quit(status = 7)",
            opensFiles: #"for (i in 1:10000) file("/dev/null", "r")"#, shell: (#"invisible(system(""#, #""))"#)),
        HostileCase(
            language: "octave", path: "/usr/bin/octave-cli", fine: "disp('fine')",
            noText: "fwrite(stdout, uint8([255 254]));", closesOutput: nil, exits: "exit(7)",
            opensFiles: "for i = 1:10000, f = fopen('/dev/null'); if f < 0, error('x'), end, end",
            shell: ("system('", "');")),
    ]
}
