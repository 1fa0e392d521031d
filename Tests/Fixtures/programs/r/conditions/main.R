# Warnings and errors are conditions: some are muffled, some counted, one is of a class of its own.
too_large <- function(x) {
  condition <- list(message = paste(x, "is too large"), call = NULL)
  structure(condition, class = c("too_large", "error", "condition"))
}
check <- function(text) {
  x <- as.numeric(text)
  if (is.na(x)) stop("no number: ", text, call. = FALSE)
  if (x > 100) stop(too_large(x))
  sqrt(x)
}
bad <- 0
for (line in readLines(file("stdin"))) {
  root <- withCallingHandlers(
    tryCatch(check(line),
      too_large = function(e) { message("refused: ", conditionMessage(e)); -1 },
      error = function(e) { bad <<- bad + 1; message("error: ", conditionMessage(e)); NULL },
      finally = cat("checked", line, "\n")),
    warning = function(w) { message("warning: ", conditionMessage(w)); invokeRestart("muffleWarning") })
  if (!is.null(root)) cat(format(root, digits = 4), "\n")
}
quit(status = 30 + bad)
