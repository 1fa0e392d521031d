b.sum = sum(a(:));
a(1, 1) = twice(a(1, 1));
disp(scale(b.sum))
b
