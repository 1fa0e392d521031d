extension EvaluatorCases {
    /// Shells, Scheme and languages for mathematics.
    static let shells: [EvaluatorCase] = [
        EvaluatorCase(
            language: "tcl", path: "/usr/bin/tclsh",
            define: "set kept {1 2}; proc twice {n} { expr {2 * $n} }",
            use: "puts [lindex $kept 1],[twice 21]", shown: "2,42\n",
            failing: "error x", failureCode: 1,
            loop: "while 1 {}", survivesInterrupt: false,
            value: "list 1 {a b}", valueShown: "1 {a b}",
            readsLine: "puts got:[gets stdin]",
            complete: "puts [string leng", candidate: "length"),
        EvaluatorCase(
            language: "bash", path: "/usr/bin/bash",
            define: "kept=(1 2); twice() { echo $((2 * $1)); }",
            use: "echo ${kept[1]},$(twice 21)", shown: "2,42\n",
            failing: "no_such_command", failureCode: 127,
            loop: "while :; do :; done", survivesInterrupt: true,
            value: ": 1", valueShown: "",
            readsLine: "read -r line; echo got:$line",
            complete: "echo hi; unal", candidate: "unalias"),
        EvaluatorCase(
            language: "scheme", path: "/usr/bin/guile",
            define: "(define kept '(1 2)) (define (twice n) (* 2 n))",
            use: "(write (cons (cadr kept) (twice 21))) (newline)", shown: "(2 . 42)\n",
            failing: "(car 5)", failureCode: 1,
            loop: "(let loop () (loop))", survivesInterrupt: true,
            value: #"(list 1 "a")"#, valueShown: #"(1 "a")"#,
            readsLine: #"(use-modules (ice-9 rdelim)) (display (string-append "got:" (read-line) "\n"))"#,
            complete: "(display (string-app", candidate: "string-append"),
        EvaluatorCase(
            language: "r", path: "/usr/bin/Rscript",
            define: "kept <- c(1, 2); twice <- function(n) 2 * n",
            use: #"cat(kept[2], ",", twice(21), "\n", sep = "")"#, shown: "2,42\n",
            failing: #"stop("x")"#, failureCode: 1,
            loop: "while (TRUE) {}", survivesInterrupt: true,
            value: "invisible(1); 1:3", valueShown: "[1] 1 2 3\n",
            readsLine: #"cat("got:", readLines(file("stdin"), 1), "\n", sep = "")"#,
            complete: "print(stats::medi", candidate: "stats::median"),
        EvaluatorCase(
            language: "octave", path: "/usr/bin/octave",
            define: "kept = [1 2]; function r = twice (n) r = 2 * n; end",
            use: #"printf ("%d,%d\n", kept(2), twice (21))"#, shown: "2,42\n",
            failing: #"error ("x")"#, failureCode: 1,
            loop: "while true, end", survivesInterrupt: true,
            value: "1, x = 1 + 1", valueShown: "ans = 1\nx = 2\n",
            readsLine: #"printf ("got:%s\n", fgetl (stdin))"#,
            complete: "disp (strspl", candidate: "strsplit"),
        // A loop without a call or an allocation never looks for an interrupt.
        EvaluatorCase(
            language: "julia", path: "/usr/bin/julia",
            define: "kept = [1, 2]; twice(n) = 2n",
            use: #"println(kept[2], ",", twice(21))"#, shown: "2,42\n",
            failing: #"error("x")"#, failureCode: 1,
            loop: "while true; yield(); end", survivesInterrupt: true,
            value: #"[1, "a"][2]"#, valueShown: #""a""#,
            readsLine: #"println("got:", readline())"#,
            complete: "println(Base.read", candidate: "Base.readline"),
    ]
}
