<?php
namespace Web;

final class Router
{
    public function __construct(private array $routes)
    {
    }

    public function dispatch(Request $request): string
    {
        foreach ($this->routes as $pattern => $action) {
            if (preg_match("~^$pattern$~", "{$request->method} {$request->path}", $match)) {
                return $action(...array_slice($match, 1));
            }
        }
        return "404 {$request->path}";
    }
}
