heights[["dee"]] <- 200
cat(tallest, counter(), counter(), median(to_metres(heights)), "\n")
exists("undefined_name")
