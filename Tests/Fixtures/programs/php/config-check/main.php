<?php
// Exit codes of an enum; complaints go to standard error.
enum Verdict: int
{
    case Good = 0;
    case Unknown = 21;
    case Malformed = 22;

    public static function of(string $line): self
    {
        return match (true) {
            preg_match('/^(\w+)\s*=\s*(.*)$/', $line, $m) !== 1 => self::Malformed,
            in_array($m[1], ['port', 'host'], true) => self::Good,
            default => self::Unknown,
        };
    }
}

$worst = Verdict::Good;
foreach (explode("\n", trim(stream_get_contents(STDIN))) as $number => $line) {
    $verdict = Verdict::of($line);
    echo $line, ': ', $verdict->name, PHP_EOL;
    if ($verdict !== Verdict::Good) {
        fprintf(STDERR, "line %d: %s\n", $number + 1, strtolower($verdict->name));
        $worst = $verdict->value > $worst->value ? $verdict : $worst;
    }
}
register_shutdown_function(fn () => print("done\n"));
exit($worst->value);
