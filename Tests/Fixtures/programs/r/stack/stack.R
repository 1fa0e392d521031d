# A stack whose state is in an environment, with methods for generic functions.
new_stack <- function() structure(list(state = list2env(list(items = character()))), class = "stack")
push <- function(x, ...) UseMethod("push")
push.stack <- function(x, item, ...) {
  x$state$items <- c(x$state$items, item)
  invisible(x)
}
pop <- function(x) {
  last <- tail(x$state$items, 1)
  x$state$items <- head(x$state$items, -1)
  last
}
length.stack <- function(x) length(x$state$items)
print.stack <- function(x, ...) cat("<stack of", length(x), "with", tail(x$state$items, 1), "on top>\n")
