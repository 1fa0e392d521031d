interface Priced { public function price(): int; }
class Fruit implements Priced {
    public function __construct(private string $name, private int $price) {}
    public function price(): int { return $this->price; }
    public function __toString(): string { return $this->name; }
}
$basket = [new Fruit('fig', 3), new Fruit('kiwi', 2)];
$sum = fn (Priced ...$all) => array_sum(array_map(fn ($one) => $one->price(), $all));
echo $sum(...$basket), "\n";
