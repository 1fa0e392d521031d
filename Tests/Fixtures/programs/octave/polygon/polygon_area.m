function area = polygon_area(p)
  % By Gauss's formula; p has one corner in each row.
  next = circshift(p, -1);
  area = abs(sum(p(:, 1) .* next(:, 2) - next(:, 1) .* p(:, 2))) / 2;
end
