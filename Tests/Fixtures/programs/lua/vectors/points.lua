return {
  { x = 1, y = 2, weight = 1 },
  { x = 3, y = 1.5, weight = 4 },
  { x = 0.5, y = 0, weight = 2 },
}
