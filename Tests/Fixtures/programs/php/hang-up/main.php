<?php
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function (int $signal): void {
    fwrite(STDERR, "signal $signal\n");
});
register_shutdown_function(fn () => print("never printed\n"));
posix_kill(posix_getpid(), SIGUSR1);
echo "before\n";
posix_kill(posix_getpid(), SIGHUP);
sleep(5);
