function [len, corners] = perimeter(p)
  corners = rows(p);
  len = sum(arrayfun(@(i) side(p, i), 1:corners));
end
function s = side(p, i)
  s = norm(p(i, :) - p(mod(i, rows(p)) + 1, :));
end
