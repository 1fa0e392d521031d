;; dynamic-wind's last part is done although nobody handles the error.
(define (average . numbers) (/ (apply + numbers) (length numbers)))
(display (average 1 2 3 4))
(newline)
(define (guarded numbers)
  (dynamic-wind
    (lambda () (display "in\n"))
    (lambda () (apply average numbers))
    (lambda () (display "out\n"))))
(display (with-exception-handler
          (lambda (e) 'caught)
          (lambda () (guarded '()))
          #:unwind? #t))
(newline)
(debug-disable 'backtrace)
(guarded '(1 two))
