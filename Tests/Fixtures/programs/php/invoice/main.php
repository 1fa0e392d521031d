<?php
declare(strict_types=1);

$rows = [];
while (($fields = fgetcsv(STDIN)) !== false) {
    $rows[] = array_combine(['item', 'count', 'price'], $fields);
}
$total = 0.0;
foreach ($rows as ['item' => $item, 'count' => $count, 'price' => $price]) {
    $sum = (int) $count * (float) $price;
    $total += $sum;
    printf("%-20s %3d x %8.2f = %9.2f\n", $item, $count, $price, $sum);
}
echo str_repeat('-', 47), "\n", number_format($total, 2, '.', "'"), "\n";
usort($rows, fn ($a, $b) => [$b['price'], $a['item']] <=> [$a['price'], $b['item']]);
echo implode(' > ', array_column($rows, 'item')), "\n";
