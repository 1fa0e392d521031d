import Testing

/// What a kept interpreter of one language is given, and what has to come of it.
struct EvaluatorCase: Sendable, CustomTestStringConvertible {
    var testDescription: String { language }

    /// The name of the language, as in `Language.named`.
    let language: String
    /// The interpreter.
    let path: String
    /// Code that leaves something behind.
    let define: String
    /// Code of a later run that needs it.
    let use: String
    /// What `use` prints, exactly.
    let shown: String
    /// Code that ends with an error nobody catches.
    let failing: String
    /// Its exit code.
    let failureCode: Int
    /// Code that never ends and never waits.
    let loop: String
    /// Whether the state is there after an interrupt.
    let survivesInterrupt: Bool
    /// An expression.
    let value: String
    /// What an interactive run shows of it.
    let valueShown: String
    /// Code that prints the next line of standard input as `got:<line>`.
    let readsLine: String
    /// The text before a cursor.
    let complete: String
    /// One of the candidates for its last word; empty where the language has none.
    let candidate: String
}

/// One case for each language with a driver.
enum EvaluatorCases {
    /// Languages for scripts and web pages.
    static let scripting: [EvaluatorCase] = [
        EvaluatorCase(
            language: "nodejs", path: "/usr/bin/node",
            define: "const kept = [1, 2]; let y = 40; class Kept {}",
            use: "console.log(kept[1] + y, typeof Kept)", shown: "42 function\n",
            failing: "throw new Error('x')", failureCode: 1,
            loop: "while (true);", survivesInterrupt: true,
            value: "({a: [1 + 1]})", valueShown: "{ a: [ 2 ] }",
            readsLine: """
                void process.stdin.once('data', function (data) {
                  console.log('got:' + String(data).split('\\n')[0])
                  process.stdin.destroy()
                })
                """,
            complete: "1 + Math.ma", candidate: "Math.max"),
        EvaluatorCase(
            language: "ruby", path: "/usr/bin/ruby",
            define: "kept = [1, 2]; $y = 40; def twice(n) = n * 2",
            use: "puts kept[1] + $y, twice(21)", shown: "42\n42\n",
            failing: "raise 'x'", failureCode: 1,
            loop: "while true; end", survivesInterrupt: true,
            value: "['a', :b]", valueShown: #"["a", :b]"#,
            readsLine: "puts 'got:' + gets",
            complete: "1 + File.exis", candidate: "File.exist?"),
        EvaluatorCase(
            language: "perl", path: "/usr/bin/perl",
            define: "@kept = (1, 2); our $y = 40; sub twice { 2 * $_[0] }",
            use: #"print $kept[1] + $y, ",", twice(21), "\n""#, shown: "42,42\n",
            failing: #"die "x\n""#, failureCode: 255,
            loop: "while (1) {}", survivesInterrupt: true,
            value: "1 + 1", valueShown: "",
            readsLine: #"print "got:", scalar <STDIN>"#,
            complete: "1 + whil", candidate: "while"),
        EvaluatorCase(
            language: "php", path: "/usr/bin/php",
            define: "$kept = [1, 2]; const Y = 40; function twice($n) { return 2 * $n; }",
            use: #"echo $kept[1] + Y, ",", twice(21), "\n";"#, shown: "42,42\n",
            failing: "throw new Exception('x');", failureCode: 255,
            loop: "while (true) {}", survivesInterrupt: true,
            value: "1 + 1;", valueShown: "",
            readsLine: #"echo "got:", fgets(STDIN);"#,
            complete: "1 + str_rep", candidate: "str_repeat"),
        EvaluatorCase(
            language: "lua", path: "/usr/bin/lua5.4",
            define: "kept = {1, 2}; function twice(n) return 2 * n end",
            use: "print(kept[2] + 40, twice(21))", shown: "42\t42\n",
            failing: "error('x')", failureCode: 1,
            loop: "while true do end", survivesInterrupt: true,
            value: "1 + 1, 'a'", valueShown: "2\ta",
            readsLine: "print('got:' .. io.read())",
            complete: "1 + string.form", candidate: "string.format"),
    ]
}
