% Cells, maps, structures, closures, sorting, big integers, polynomials and linear equations.
ages = containers.Map({"bob", "ann"}, {27, 31});
ages("cid") = 4;
for name = keys(ages)
  printf("%s is %d\n", name{1}, ages(name{1}));
end
compose = @(f, g) @(x) f(g(x));
disp(cellfun(compose(@sqrt, @abs), {-16, 9, -4}))
[sorted, order] = sort([3 1 2], "descend")
people = struct("name", {"x", "yy"}, "size", {5, [1 2]});
disp(numel(people)), disp(people(2))
z = {1, "two", [3 4]}
bitshift(uint64(1), 63) - 1
int8(200) + int8(-7)
roots([1 -6 11 -6])'
A = [2 1; 1 3] \ [3; 5]
strjoin(cellfun(@(s) upper(s), strsplit("a,b,c", ","), "UniformOutput", false), "-")
do_count = 0;
do
  do_count += 2;
until do_count > 5
do_count, any([0 0 1]), 1:0
