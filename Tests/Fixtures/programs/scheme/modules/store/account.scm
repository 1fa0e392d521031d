(define-module (store account)
  #:export (make-account total))

;; The sum of all accounts; each account is a closure that takes messages.
(define sum 0)
(define (total) sum)

(define (make-account name balance)
  (set! sum (+ sum balance))
  (lambda (message . arguments)
    (case message
      ((deposit!)
       (set! balance (+ balance (car arguments)))
       (set! sum (+ sum (car arguments))))
      ((describe) (format #f "~a has ~a" name balance)))))
