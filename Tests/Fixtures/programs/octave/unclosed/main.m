x = [1, 2, 3;
disp(sum(x)
