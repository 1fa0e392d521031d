extension Language {
    /// Scheme by guile.
    static func scheme(path: String) -> Language {
        interpreted("scheme", path: path, options: ["--no-auto-compile"], ["-c"], file: "main.scm")
            .keeping(.driven(path: path, ["--no-auto-compile"], file: "driver.scm", driver))
    }
}

/// Evaluates one form after another as `guile -c` does, in the module that the program is in.
private let driver = #"""
    (define-module (kernel-runner))

    (define (private fd n)
      (let ((moved (dup->fdes fd n)))
        (fcntl moved F_SETFD FD_CLOEXEC)
        (if (> fd 2) (close-fdes fd))
        moved))

    (define requests (fdopen (private 3 201) "r0"))
    (define replies (fdopen (private 4 202) "w"))
    (define out (private 1 203))
    (define err (private 2 204))

    (define tag (make-prompt-tag "run"))
    (define raiser (or (false-if-exception raise-exception) throw))
    (define pid (getpid))
    (define number #f) ; not a parameter: continuations of one run may be called in another
    (define running #f)
    (define (interrupt signal) (if running (throw 'user-interrupt)))
    (define handler (cons interrupt 0))

    (define (reply . words)
      (display (string-join words " ") replies)
      (newline replies)
      (force-output replies))

    (define (request)
      (let loop ((characters '()))
        (let ((c (read-char requests)))
          (cond ((eof-object? c) #f)
                ((char=? c #\newline) (string-split (reverse-list->string characters) #\space))
                (else (loop (cons c characters)))))))

    (define (open-port port set-port! fd mode)
      (if (port-closed? port)
          (let ((port (fdopen fd mode)))
            (set-port-revealed! port 1)
            (set-port! port))))

    (define (open-streams path)
      (let ((input (open-fdes path O_RDONLY)))
        (open-port (current-input-port) set-current-input-port 0 "r")
        (drain-input (current-input-port))
        (dup2 input 0)
        (if (> input 0) (close-fdes input)))
      (dup2 out 1)
      (dup2 err 2)
      (open-port (current-output-port) set-current-output-port 1 "w")
      (open-port (current-error-port) set-current-error-port 2 "w0"))

    (define (read-file path)
      (call-with-input-file path (@ (ice-9 rdelim) read-string) #:encoding "UTF-8"))

    ;; Gives the values of the last form. The prompt is where the frames of the program begin.
    (define (evaluate source)
      (let loop ((values '()))
        (let ((form (read source)))
          (if (eof-object? form)
              values
              (loop (call-with-values
                        (lambda () (call-with-prompt tag (lambda () (eval form (current-module))) (lambda _ #f)))
                      list))))))

    (define (show values)
      (let ((values (delete *unspecified* values)))
        (if (pair? values) (write (car values)))
        (for-each (lambda (value) (newline) (write value)) (if (pair? values) (cdr values) '()))))

    ;; Says what is wrong where it is, with the frames of the program alone.
    (define (report key . args)
      (if (not (memq key '(quit user-interrupt)))
          (let* ((port (current-error-port))
                 (stack (make-stack #t raiser))
                 (frame (and stack (stack-ref stack 0)))
                 (own (and (not (memq key '(read-error syntax-error)))
                           (false-if-exception (make-stack #t raiser tag)))))
            (force-output)
            (cond (own (display "Backtrace:\n" port)
                       (display-backtrace own port 0 (stack-length own))
                       (newline port)))
            (print-exception port frame key args))))

    (define (exit-code key args)
      (cond ((eq? key 'user-interrupt) 130)
            ((not (eq? key 'quit)) 1)
            ((or (null? args) (eq? (car args) #t)) 0)
            ((integer? (car args)) (logand (car args) 255))
            (else 1)))

    ;; Gives the exit code, and whether an interrupt was the end.
    (define (run interactive? source)
      (sigaction SIGINT (car handler) (cdr handler))
      (set! running #t)
      (reply "B" number)
      (let ((result
             (catch #t
               (lambda ()
                 (let ((values (evaluate source)))
                   (if interactive? (show values)))
                 (usleep 200) ; an interrupt goes a long way, through a thread of guile's
                 '(0 #f))
               (lambda (key . args) (list (exit-code key args) (eq? key 'user-interrupt)))
               report)))
        (set! running #f)
        (set! handler (sigaction SIGINT SIG_IGN))
        result))

    (define (names module)
      (hash-map->list (lambda (name variable) (symbol->string name)) (module-obarray module)))

    (define (complete text)
      (let* ((start (string-rindex text (char-set-union char-set:whitespace (string->char-set "()[]'`,;\""))))
             (word (substring text (if start (+ start 1) 0)))
             (module (current-module))
             (all (apply append (map names (cons module (module-uses module))))))
        (if (not (string-null? word))
            (let loop ((names (sort (filter (lambda (name) (string-prefix? word name)) all) string<?)) (left 1000))
              (if (and (pair? names) (< 0 left))
                  (begin
                    (display (car names))
                    (newline)
                    (loop (delete (car names) (cdr names)) (- left 1))))))))

    (define (serve)
      (let ((words (request)))
        (if words
            (begin
              (set! number (cadr words))
              (let ((result
                     (if (string=? (car words) "run")
                         (let ((text (read-file (cadddr words))))
                           (open-streams (list-ref words 4))
                           (run (logtest 2 (string->number (caddr words))) (open-input-string text)))
                         (catch #t
                           (lambda () (complete (read-file (caddr words))) '(0 #f))
                           (lambda _ '(0 #f))))))
                (catch #t flush-all-ports (lambda _ #f))
                (if (not (= pid (getpid))) (primitive-_exit (car result)))
                (reply "F" number (number->string (car result)) (if (cadr result) "1" "0"))
                (serve))))))

    (define (start)
      (sigaction SIGINT SIG_IGN)
      (set-program-arguments '("guile"))
      (set-current-module (resolve-module '(guile-user)))
      (reply "H")
      (serve))

    (start)
    """#
