unset($basket[0]);
echo implode(',', $basket), ' ', $sum(...$basket), ' ', LIMIT, ' ', isset($undefined) ? 'set' : 'unset', "\n";
