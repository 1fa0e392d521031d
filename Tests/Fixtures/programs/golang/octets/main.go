package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"unicode/utf8"
)

func main() {
	data, _ := io.ReadAll(os.Stdin)
	fmt.Println(len(data), utf8.Valid(data), crc32.ChecksumIEEE(data))
	os.Stdout.Write(bytes.ReplaceAll(data, []byte{0xff}, []byte{0xfe, 0xfe}))
	binary.Write(os.Stdout, binary.BigEndian, []int16{-2, 258})
	fmt.Printf("\n%q %x %v\n", data, data, []rune(string(data)))
}
