extension Language {
    /// R by Rscript.
    static func r(path: String) -> Language {
        interpreted("r", path: path, ["-e"], file: "main.R")
            .keeping(.driven(path: path, [], file: "driver.R", driver))
    }
}

/// An error that nobody handles is reported by R itself and then meets our `abort`, as it would the top level.
private let driver = #"""
    local(envir = new.env(parent = baseenv()), {
        pid <- Sys.getpid()
        input <- NULL # keeps descriptor 0 open
        calls <- "" # those of the error that is being reported
        warned <- FALSE
        options(showErrorCalls = FALSE) # R would name ours too
        try(dyn.load(file.path(R.home("library"), "parallel", "libs", "parallel.so")), TRUE)

        reply <- function(...) {
            pipe <- fifo("/proc/self/fd/4", "w")
            cat(paste0(paste(...), "\n"), file = pipe)
            close(pipe)
        }

        request <- function() {
            pipe <- fifo("/proc/self/fd/3", "r", blocking = TRUE)
            on.exit(close(pipe))
            strsplit(c(readLines(pipe, 1), "")[1], " ", fixed = TRUE)[[1]]
        }

        # A file gets the lowest free number, that of the input.
        open_streams <- function(path) {
            while (sink.number() > 0) sink()
            sink(type = "message")
            try(close(input), TRUE)
            try(.Call("mc_close_fds", 0L, PACKAGE = "parallel"), TRUE)
            input <<- fifo(path, "rb", blocking = TRUE)
        }

        read_file <- function(path) {
            `Encoding<-`(readChar(path, file.size(path), useBytes = TRUE), "UTF-8")
        }

        # All expressions, or those before an error in the text and the error.
        parse_text <- function(text) {
            whole <- try(parse(text = text, keep.source = FALSE, encoding = "UTF-8"), TRUE)
            if (!inherits(whole, "try-error")) return(whole)
            count <- 0
            start <- expression()
            for (step in 2 ^ (20:0)) {
                part <- try(parse(text = text, n = count + step, keep.source = FALSE, encoding = "UTF-8"), TRUE)
                if (!inherits(part, "try-error")) {
                    count <- count + step
                    start <- part
                }
            }
            lines <- strsplit(conditionMessage(attr(whole, "condition")), "\n", fixed = TRUE)[[1]]
            message <- sub("^<text>:[0-9]+:[0-9]+: ", "", lines[1])
            near <- sub("^[0-9]+: ", "", lines[length(lines) - 1])
            if (nzchar(near)) message <- paste0(message, " in \"", near, "\"")
            c(start, as.expression(call("stop", message, call. = FALSE)))
        }

        # As R names the calls after an error; the last of ours is the one at the top.
        concise <- function(calls) {
            calls <- calls[-seq_len(max(0, which(vapply(calls, identical, NA, top))))]
            name <- function(call) if (is.name(call[[1]])) as.character(call[[1]]) else "<Anonymous>"
            names <- vapply(calls, name, "")
            names <- names[seq_len(match("stop", names, length(names) + 1) - 1)]
            last <- names
            while (length(last) > 1 && nchar(paste(last[-1], collapse = " -> ")) > 50) last <- last[-1]
            line <- paste(last, collapse = " -> ")
            if (length(last) < length(names)) line <- paste(names[1], "...", line)
            if (length(names) > 1) paste0("Calls: ", line, "\n") else ""
        }

        # R would print them here of itself, had the expression been at its own top.
        print_warnings <- function() if (warned) {
            warned <<- FALSE
            text <- textConnection(NULL, "w", local = TRUE)
            sink(text, type = "message")
            .Internal(printDeferredWarnings())
            sink(type = "message")
            writeLines(sub("^In addition: ", "", textConnectionValue(text)), stderr())
            close(text)
        }

        top <- quote(eval(expression, globalenv()))
        run <- function(text) {
            warned <<- FALSE
            ended <- interrupted <- FALSE
            if (is.null(getOption("error"))) {
                options(error = as.call(list(function() cat(calls, file = stderr()))))
            }
            at_top <- function(condition) identical(conditionCall(condition), top)
            withRestarts({
                withCallingHandlers(
                    allowInterrupts(for (expression in parse_text(text)) {
                        shown <- withVisible(eval(expression, globalenv()))
                        if (shown$visible) print(shown$value)
                        print_warnings()
                    }),
                    interrupt = function(condition) {
                        calls <<- ""
                        interrupted <<- TRUE
                    },
                    warning = function(condition) {
                        warned <<- TRUE
                        if (at_top(condition)) {
                            condition["call"] <- list(NULL)
                            warning(condition)
                            invokeRestart("muffleWarning")
                        }
                    },
                    error = function(condition) {
                        calls <<- if (is.null(conditionCall(condition))) "" else concise(sys.calls())
                        if (at_top(condition)) {
                            calls <<- ""
                            condition["call"] <- list(NULL)
                            stop(condition)
                        }
                    })
                ended <- TRUE
            }, abort = function() NULL)
            if (interrupted && !ended) 130L else if (ended) 0L else 1L
        }

        complete <- function(text) {
            line <- sub(".*\n", "", text)
            if (!grepl("[[:alnum:]._$@:]$", line)) return()
            utils:::.assignLinebuffer(line)
            utils:::.assignEnd(nchar(line))
            token <- utils:::.guessTokenFromLine()
            if (!grepl("^[[:alnum:]._$@:]+$", token)) return()
            utils:::.completeToken()
            found <- utils:::.retrieveCompletions()
            writeLines(utils::head(sort(unique(found), method = "radix"), 1000))
        }

        suspendInterrupts({
            reply("H")
            while (length(words <- request()) > 2) {
                code <- 0L
                if (words[1] == "run") {
                    open_streams(words[5])
                    text <- read_file(words[4])
                    tryCatch(allowInterrupts(Sys.sleep(0)), interrupt = function(condition) NULL) # one of before
                    reply("B", words[2])
                    code <- run(text)
                    if (code == 1 && bitwAnd(as.integer(words[3]), 2L) == 0) cat("Execution halted\n", file = stderr())
                } else {
                    try(complete(read_file(words[3])), TRUE)
                }
                if (Sys.getpid() != pid) quit("no", code, FALSE)
                reply("F", words[2], code, as.integer(code == 130))
            }
        })
        quit("no")
    })
    """#
