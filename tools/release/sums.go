package main

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/module"
)

// readSums reads the checksums of module contents in a go.sum.
func readSums(name string) (map[module.Version]string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	sums := map[module.Version]string{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) == 3 && !strings.HasSuffix(fields[1], "/go.mod") {
			sums[module.Version{Path: fields[0], Version: fields[1]}] = fields[2]
		}
	}
	return sums, nil
}

// checkSums compares the checksum of every module linked into a program with the go.sum it should have been built by. The program's own module is in no go.sum.
func checkSums(info *debug.BuildInfo, sums map[module.Version]string) error {
	var problems []error
	for _, dep := range info.Deps {
		id := module.Version{Path: dep.Path, Version: dep.Version}
		switch want := sums[id]; {
		case dep.Replace != nil:
			problems = append(problems, fmt.Errorf("%s is replaced by %s", id, dep.Replace.Path))
		case want == "":
			problems = append(problems, fmt.Errorf("%s is in the program and not in go.sum", id))
		case dep.Sum != want:
			problems = append(problems, fmt.Errorf("%s: the program has %s, go.sum has %s", id, dep.Sum, want))
		}
	}
	return errors.Join(problems...)
}

// readBuildInfo reads what the go command noted in a program.
func readBuildInfo(name string) (*debug.BuildInfo, error) {
	info, err := buildinfo.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return info, nil
}
