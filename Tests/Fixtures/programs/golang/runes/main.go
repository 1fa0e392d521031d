package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

func initials(name string) (short string) {
	for i, r := range name {
		if unicode.IsUpper(r) {
			short += fmt.Sprintf("%d%c", i, r)
		}
	}
	return
}

func main() {
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimRight(line, "\n"); line != "" {
			fmt.Println(line, len(line), utf8.RuneCountInString(line), strings.ToUpper(line), initials(line))
		}
		if err != nil {
			break
		}
	}
	größe, π := 'ß', 3.14159
	fmt.Printf("%c %U %q %+q %.2f %s\n", größe, größe, "日本", "日本", π, strings.Map(unicode.ToTitle, "ǆ"))
}
