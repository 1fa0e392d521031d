package main

import (
	"fmt"
	"os"
)

func main() {
	count := 3
	var text string = 4
	fmt.Println(text)
}
