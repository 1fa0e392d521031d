package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

var errNegative = errors.New("negative")

type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }
func (e *lineError) Unwrap() error { return e.err }

func read() (sum uint64, failed []error) {
	for line := 1; ; line++ {
		var text string
		if _, err := fmt.Scanln(&text); err == io.EOF {
			return
		}
		value, err := strconv.ParseInt(text, 0, 32)
		if err == nil && value < 0 {
			err = errNegative
		}
		if err != nil {
			failed = append(failed, &lineError{line, err})
			continue
		}
		sum += uint64(value)
	}
}

func main() {
	defer fmt.Println("never printed: os.Exit passes over what is deferred")
	sum, failed := read()
	fmt.Println(sum)
	for _, err := range failed {
		fmt.Fprintf(os.Stderr, "%v (%t, %t)\n", err, errors.Is(err, errNegative), errors.Is(err, strconv.ErrRange))
	}
	os.Exit(len(failed) + 50)
}
