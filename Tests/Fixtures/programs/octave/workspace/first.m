a = magic(4);
scale = @(x) x / 2;
b.name = "first";
x = a(2, :)
function r = twice(n)
  r = 2 * n;
end
