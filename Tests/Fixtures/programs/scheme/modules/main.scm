(use-modules (store account) (srfi srfi-9 gnu))
(load "rates.scm")

(define accounts (call-with-input-file "accounts.txt" read))
(for-each
 (lambda (pair)
   (let ((account (make-account (car pair) (cdr pair))))
     (account 'deposit! (* (cdr pair) rate))
     (display (account 'describe))
     (newline)))
 accounts)
(call-with-output-file "total.txt" (lambda (port) (write (total) port)))
(display (call-with-input-file "total.txt" read))
(newline)
