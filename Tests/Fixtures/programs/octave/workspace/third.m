global total
total = twice(b.sum) + a(1, 1);
printf("%s %d %d\n", b.name, total, exist("scale"));
clear a
disp(exist("a"))
