package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	text, err := os.ReadFile("drawing.json")
	if err != nil {
		panic(err)
	}
	var d Drawing
	if err := json.Unmarshal(text, &d); err != nil {
		fmt.Println(err)
	}
	for _, s := range d.Shapes {
		fmt.Printf("%T %+v %.2f\n", s, s, s.Area())
	}
	out, _ := json.MarshalIndent(d, "", " ")
	os.WriteFile("copy.json", out, 0o600)
	info, _ := os.Stat("copy.json")
	fmt.Println(info.Size(), info.Mode(), string(out))
}
