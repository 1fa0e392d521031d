# Folding, recursion, matrices, dispatch, dates, strings and a pipe.
fib <- local({
  known <- c(1, 1)
  function(n) {
    if (n > length(known) || is.na(known[n])) known[n] <<- fib(n - 1) + fib(n - 2)
    known[n]
  }
})
print(format(sapply(c(10, 50, 78), fib), big.mark = ",", digits = 16, scientific = FALSE, trim = TRUE))
print(Reduce(`+`, 1:5, accumulate = TRUE))
print(do.call(rbind, Map(function(k, v) data.frame(k, v), c("a", "b"), 1:2)))
describe <- function(x, ...) UseMethod("describe")
describe.default <- function(x, ...) paste("a", class(x)[1])
describe.disc <- function(x, ...) paste("disc,", NextMethod())
print(c(describe(1L), describe(structure(list(), class = "disc"))))
m <- outer(1:3, 1:3, function(i, j) i^j)
print(m %*% t(m))
print(round(det(m)))
print(seq(as.Date("2024-02-28"), by = "day", length.out = 3))
print(regmatches("a1b22c333", gregexpr("[0-9]+", "a1b22c333"))[[1]])
cat(system("sort -r", input = c("b", "c", "a"), intern = TRUE), "\n")
print(switch("b", a = 1, b = , c = "fell through"))
print(factor(c("low", "high", "low"), levels = c("low", "high")))
c(1, NA, 3) |> mean(na.rm = TRUE)
