source("stack.R")
stack <- new_stack()
for (word in scan("words.txt", "", quiet = TRUE)) push(stack, word)
stack
cat(pop(stack), pop(stack), length(stack), "\n")
items <- stack$state$items
write.csv(data.frame(word = items, size = nchar(items)), "sizes.csv", row.names = FALSE)
cat(readLines("sizes.csv"), sep = "\n")
print(file.exists(c("sizes.csv", "none.csv")))
print(sapply(split(items, nchar(items)), paste, collapse = "+"))
