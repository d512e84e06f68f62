// What the name space holds: the user references of each name by kind.
// SPDX-License-Identifier: MIT OR Apache-2.0

package main

import (
	"encoding/binary"

	"machport/raw"
)

// Messages have the machine's byte order; every one that Go is tested on here is little-endian.
var byteOrder = binary.LittleEndian

type space map[uint32][5]uint32

func look() space {
	_, _, count, err := raw.SpaceNames(0)
	must(err)
	names, _, _, err := raw.SpaceNames(count)
	must(err)
	found := space{}
	for _, name := range names {
		var held [5]uint32
		for kind := range held {
			held[kind], err = raw.Urefs(name, uint32(kind))
			must(err)
		}
		found[name] = held
	}
	return found
}

func (s space) units(name uint32) (units uint32) {
	for _, urefs := range s[name] {
		units += urefs
	}
	return
}

func (s space) letters(name uint32) (letters string) {
	for kind, urefs := range s[name] {
		if urefs > 0 {
			letters += "sropd"[kind : kind+1]
		}
	}
	if letters == "" {
		return "-"
	}
	return
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
