;; Big numbers: powers of seven in base 36, one megabyte and more.
(let loop ((n 0) (power 1))
  (when (< n 1350)
    (display n)
    (display #\space)
    (display (number->string power 36))
    (newline)
    (loop (1+ n) (* power 131))))
