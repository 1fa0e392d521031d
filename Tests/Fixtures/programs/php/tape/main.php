<?php
// A generator's blocks, hashed and shown as hexadecimal: one megabyte and a little.
function blocks(int $count): Generator
{
    $block = 'seed';
    while ($count-- > 0) {
        yield $count => $block = hash('sha512', $block, true);
    }
}

foreach (blocks(8000) as $left => $block) {
    echo $left, ' ', bin2hex($block), "\n";
}
