(define rate 1/8)
