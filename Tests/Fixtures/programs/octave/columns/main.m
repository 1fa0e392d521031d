% Reads rows of numbers line by line, and gives the sums of columns.
rows = [];
while ischar(line = fgetl(stdin))
  rows(end + 1, :) = sscanf(line, "%f")';
end
disp(rows)
printf("%8.3f", sum(rows)), printf("\n")
[largest, place] = max(rows(:));
[i, j] = ind2sub(size(rows), place);
printf("largest %g in row %d, column %d\n", largest, i, j);
