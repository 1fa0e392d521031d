<?php
namespace Web;

final class Request
{
    public static array $seen = [];

    public function __construct(public readonly string $method, public readonly string $path = '/')
    {
        self::$seen[] = $path;
    }
}
