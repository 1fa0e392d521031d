package main

import (
	"encoding/json"
	"fmt"
	"math"
)

type Shape interface{ Area() float64 }
type Disc struct{ Radius float64 }
type Box struct {
	Width, Height float64
	Label         string `json:"label,omitempty"`
}
type Drawing struct {
	Name   string
	Shapes []Shape
}

func (d Disc) Area() float64 { return math.Pi * d.Radius * d.Radius }
func (b *Box) Area() float64 { return b.Width * b.Height }

func (d *Drawing) UnmarshalJSON(text []byte) error {
	var raw struct {
		Name   string
		Shapes []map[string]float64
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	d.Name = raw.Name
	for i, s := range raw.Shapes {
		if r, ok := s["radius"]; ok {
			d.Shapes = append(d.Shapes, Disc{r})
		} else {
			d.Shapes = append(d.Shapes, &Box{Width: s["width"], Height: s["height"], Label: fmt.Sprint("box ", i)})
		}
	}
	return nil
}
