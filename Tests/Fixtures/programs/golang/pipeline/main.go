package main

import (
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// Goroutines whose results are put in order, generics, big numbers and a child with pipes.
func collect[T, R any](items []T, work func(T) R) []R {
	results := make([]R, len(items))
	var group sync.WaitGroup
	for i, item := range items {
		group.Add(1)
		go func(i int, item T) {
			defer group.Done()
			results[i] = work(item)
		}(i, item)
	}
	group.Wait()
	return results
}

func generate(count int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 1; i <= count; i++ {
			out <- i
		}
	}()
	return out
}

func main() {
	fmt.Println(collect([]int64{5, 10, 25}, func(n int64) string { return new(big.Int).MulRange(1, n).String() }))
	fmt.Println(collect([]string{"a", "bc"}, strings.ToUpper))
	sum := 0
	for n := range generate(100) {
		sum += n
	}
	fmt.Println(sum, map[string]int{"b": 2, "a": 1})
	sort := exec.Command("sort", "-n")
	sort.Stdin = strings.NewReader("10\n9\n8\n")
	out, err := sort.CombinedOutput()
	fmt.Printf("%q %v\n", out, err)
	err = exec.Command("sh", "-c", "exit 17").Run()
	os.Exit(err.(*exec.ExitError).ExitCode())
}
