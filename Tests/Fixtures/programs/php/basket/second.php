function cheapest(array $all): Priced { usort($all, fn ($a, $b) => $a->price() <=> $b->price()); return $all[0]; }
define('LIMIT', $sum(...$basket) * 2);
$basket[] = new class extends Fruit { public function __construct() { parent::__construct('nut', 1); } };
echo cheapest($basket), ' ', LIMIT, "\n";
