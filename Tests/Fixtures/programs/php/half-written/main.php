<?php
function greet(string $name): string {
    return "Hello, $name"
}
echo greet('you');
