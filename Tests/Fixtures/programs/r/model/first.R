heights <- c(ann = 170, bob = 182, cid = 164)
scale_by <- function(factor) function(x) x * factor
to_metres <- scale_by(1 / 100)
heights["bob"]
