lines <- readLines(file("stdin", encoding = "UTF-8"))
for (line in lines) {
  cat(line, nchar(line), nchar(line, "bytes"), toupper(line), rev(utf8ToInt(line))[1], "\n")
  cat(paste(rev(strsplit(line, "")[[1]]), collapse = ""), sub("[[:upper:]]", "_", line), "\n")
}
print(c(größe = 1.5, "naïve", "\u65e5\u672c"))
cat(sprintf("%-8s|", c("ñ", "éé")), intToUtf8(c(0x1F427, 0x3BB)), chartr("äöü", "aou", "Müößig"), "\n")
