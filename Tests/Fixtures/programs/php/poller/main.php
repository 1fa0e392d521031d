<?php
for ($round = 0; ; $round++) {
    if ($round === 3) {
        echo "still polling\n";
    }
    usleep(1000);
}
