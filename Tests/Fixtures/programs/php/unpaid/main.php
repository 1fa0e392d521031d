<?php
// Run as text without a file, so that the error names none; finally blocks run before it is shown.
final class Unpaid extends DomainException
{
}

function pay(array &$accounts, string $from, int $amount): int
{
    try {
        return ($accounts[$from] -= $amount) >= 0 ? $accounts[$from] : throw new Unpaid("$from: $accounts[$from]", 7);
    } finally {
        echo "asked $from for $amount\n";
    }
}

$accounts = ['ann' => 10, 'bob' => 1];
echo pay($accounts, 'ann', 4), "\n";
try {
    echo intdiv(pay($accounts, 'ann', 6), 0), "\n";
} catch (DivisionByZeroError $error) {
    echo get_class($error), ': ', $error->getMessage(), "\n";
}
echo pay($accounts, 'bob', 2), "\n";
