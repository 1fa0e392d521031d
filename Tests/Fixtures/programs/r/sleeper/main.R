for (i in 1:2) cat("round", i, "\n")
repeat Sys.sleep(0.01)
