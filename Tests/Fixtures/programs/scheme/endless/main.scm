(display "counting")
(force-output)
(let loop ((n 0)) (loop (if (> n 1000000) 0 (+ n 1))))
