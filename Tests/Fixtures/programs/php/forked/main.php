<?php
// Children by fork and by the shell; a generator used as a coroutine.
$codes = [];
foreach ([3, 1, 2] as $n) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        file_put_contents("part$n", str_repeat("$n", $n));
        exit($n * 2);
    }
    pcntl_waitpid($pid, $status);
    $codes[$n] = pcntl_wexitstatus($status);
}
ksort($codes);
echo json_encode($codes), ' ', implode(' ', array_map('file_get_contents', glob('part*'))), "\n";

$average = (function () {
    for ($sum = 0, $n = 0, $mean = null; true; $mean = ($sum += yield $mean) / ++$n);
})();
$average->current();
foreach ([10, 20, 60] as $value) {
    echo $average->send($value), ' ';
}
$process = proc_open(['tr', 'a-z', 'b-za'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
fwrite($pipes[0], "hal\n");
fclose($pipes[0]);
echo stream_get_contents($pipes[1]), shell_exec('echo $((6 * 7))');
passthru('exit 12', $code);
exit($code + proc_close($process));
