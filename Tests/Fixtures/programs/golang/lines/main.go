package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strings"
)

type entry struct {
	word  string
	lines []int
}

func main() {
	index := map[string]*entry{}
	scanner := bufio.NewScanner(os.Stdin)
	for number := 1; scanner.Scan(); number++ {
		for _, word := range strings.Fields(strings.ToLower(scanner.Text())) {
			if index[word] == nil {
				index[word] = &entry{word: word}
			}
			index[word].lines = append(index[word].lines, number)
		}
	}
	var entries []*entry
	for _, e := range index {
		entries = append(entries, e)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].word < entries[j].word })
	for _, e := range entries {
		fmt.Printf("%-8s %v\n", e.word, e.lines)
	}
}
