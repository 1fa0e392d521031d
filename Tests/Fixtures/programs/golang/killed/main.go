package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
	fmt.Println("received", <-signals)
	err := exec.Command("sh", "-c", "kill -HUP $$").Run()
	fmt.Println("child:", err)
	syscall.Kill(syscall.Getpid(), syscall.SIGKILL)
	select {}
}
