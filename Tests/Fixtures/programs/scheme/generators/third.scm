(hash-set! table 'next (next))
(for-each (lambda (key) (display (cons key (hash-ref table key))) (newline)) '(next sum))
(display (filter odd? squares))
(newline)
