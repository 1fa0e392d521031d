<?php
spl_autoload_register(function (string $class): void {
    require __DIR__ . '/src/' . str_replace('\\', '/', $class) . '.php';
});

use Web\{Request, Router};

$router = new Router(require 'routes.php');
foreach (file('requests.txt', FILE_IGNORE_NEW_LINES) as $line) {
    echo $router->dispatch(new Request(...explode(' ', $line))), "\n";
}
file_put_contents('seen.txt', implode(',', Request::$seen));
echo file_get_contents('seen.txt'), ' ', filesize('seen.txt'), "\n";
