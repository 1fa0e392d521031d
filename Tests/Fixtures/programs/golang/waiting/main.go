package main

import (
	"fmt"
	"time"
)

func main() {
	fmt.Println("waiting for an hour")
	for range time.Tick(time.Hour) {
		fmt.Println("an hour has passed")
	}
}
