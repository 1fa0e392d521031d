% A magic square of 100 by 100, turned and printed 18 times: about a megabyte.
m = magic(100);
text = {sprintf([repmat("%6d", 1, 100) "\n"], m'), sprintf([repmat("%6d", 1, 100) "\n"], m)};
for n = 1:18
  printf("square %d\n%s", n, text{mod(n, 2) + 1});
end
printf("%d %d\n", sum(m(:, 1)), trace(m));
