package main

import "fmt"

type stack []int

func (s *stack) pop() int {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

func careful(f func() int) (result int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	return f(), nil
}

// The environment turns off the trace, which would name directories and addresses.
func main() {
	s := stack{1, 2}
	fmt.Println(s.pop(), s.pop())
	fmt.Println(careful(s.pop))
	defer fmt.Println("deferred")
	var table map[string]int
	fmt.Println(table["missing"])
	table["missing"] = s.pop()
}
