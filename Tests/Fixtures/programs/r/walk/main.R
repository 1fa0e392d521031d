# A walk of a generator of its own, written as a table: about a megabyte.
state <- 42
step <- function() { state <<- (state * 16807) %% 2147483647; state %% 3 - 1 }
steps <- vapply(1:42000, function(i) step(), 0)
walk <- cumsum(steps)
cat(sprintf("%06d %5d %5d %s\n", seq_along(walk), as.integer(steps), as.integer(walk), walk %% 7 == 0), sep = "")
