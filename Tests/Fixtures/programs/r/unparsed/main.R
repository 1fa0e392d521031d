area <- function(r) {
  pi * r^2
}
print(area(2)))
