% Strings are bytes, and characters where a function counts them.
while ischar(line = fgetl(stdin))
  printf("%s: %d bytes, %d characters\n", line, length(line), length(unicode2native(line, "latin1")));
end
names = {"Zürich", "Ålesund", "Århus"};
printf("%s | ", names{:}); printf("\n");
disp(strrep("naïve café", "é", "e"))
printf("%s\n", regexprep("größe→maß", "ß", "ss"), native2unicode(uint8([252 98 101 114]), "latin1"));
