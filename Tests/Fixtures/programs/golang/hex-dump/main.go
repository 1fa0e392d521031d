package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
)

// A chain of hashes, dumped as hexdump does: more than a megabyte.
func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	dumper := hex.Dumper(out)
	defer dumper.Close()
	block := sha256.Sum256([]byte("genesis"))
	for i := 0; i < 6800; i++ {
		dumper.Write(block[:])
		block = sha256.Sum256(block[:])
	}
}
