<?php
return [
    'GET /' => fn () => 'home',
    'GET /users/(\d+)' => fn (string $id) => "user #$id",
    '(PUT|POST) /users' => 'strrev',
];
