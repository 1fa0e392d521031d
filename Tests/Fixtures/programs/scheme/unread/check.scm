;; Reads the program without doing it.
(define (check file)
  (catch 'read-error
    (lambda ()
      (with-input-from-file file
        (lambda () (let loop () (unless (eof-object? (read)) (loop))))))
    (lambda _
      (simple-format (current-error-port) "~A: a parenthesis is not closed\n" file)
      (exit 3))))
(check "main.scm")
