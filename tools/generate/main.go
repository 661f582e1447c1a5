// Command generate turns the vendor's canonical document and our two overlays into the contract, and the contract into
// every generated file of the project.
//
//	go run ./generate           write openapi/datto-rmm.json and all *.gen.go files
//	go run ./generate --check   write nothing; fail when a file on disk differs from what would be written
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail when a generated file differs")
	root := flag.String("root", "..", "the repository's root")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	outputs, err := generate(root)
	if err != nil {
		return err
	}
	if check {
		return compare(root, outputs)
	}
	return write(root, outputs)
}

// outputs holds the content of each generated file, by its slash-separated path from the repository's root.
type outputs map[string][]byte

func generate(root string) (outputs, error) {
	contract, err := loadContract(filepath.Join(root, "openapi"))
	if err != nil {
		return nil, err
	}
	document, err := contract.encode()
	if err != nil {
		return nil, err
	}
	models, err := generateModels(contract, filepath.Join(root, "openapi", "oapi-codegen.yaml"))
	if err != nil {
		return nil, fmt.Errorf("models: %w", err)
	}
	operations, err := generateOperations(contract)
	if err != nil {
		return nil, fmt.Errorf("operation table: %w", err)
	}
	names, err := generateNames(filepath.Join(root, "modules/datto-types/dattotypes"), models)
	if err != nil {
		return nil, fmt.Errorf("re-exported names: %w", err)
	}
	strictness, err := generateStrictness(contract)
	if err != nil {
		return nil, fmt.Errorf("strictness table: %w", err)
	}
	return outputs{
		"openapi/datto-rmm.json":                        document,
		"modules/datto-types/dattotypes/models.gen.go":  models,
		"modules/datto-api/datto/operations.gen.go":     operations,
		"modules/datto-api/datto/names.gen.go":          names,
		"modules/datto-api/simulator/operations.gen.go": strictness,
	}, nil
}

func write(root string, files outputs) error {
	strays, err := strayFiles(root, files)
	if err != nil {
		return err
	}
	for _, name := range strays {
		if err := os.Remove(filepath.Join(root, name)); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(root, name), files[name], 0o644); err != nil { //nolint:gosec // Source files are world-readable.
			return err
		}
	}
	return nil
}

func compare(root string, files outputs) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		onDisk, err := os.ReadFile(filepath.Join(root, name))
		switch {
		case err != nil:
			problems = append(problems, err)
		case !bytes.Equal(bytes.ReplaceAll(onDisk, []byte("\r\n"), []byte("\n")), files[name]):
			problems = append(problems, fmt.Errorf("%s is not what the contract gives: run `task generate` and commit the result", name))
		}
	}
	strays, err := strayFiles(root, files)
	if err != nil {
		return err
	}
	for _, name := range strays {
		problems = append(problems, fmt.Errorf("%s ends in .gen.go and nothing generates it", name))
	}
	return errors.Join(problems...)
}

// strayFiles lists the *.gen.go files that no generator of ours writes any more.
func strayFiles(root string, files outputs) ([]string, error) {
	var strays []string
	err := filepath.WalkDir(filepath.Join(root, "modules"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(entry.Name(), ".gen.go") {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if _, ours := files[filepath.ToSlash(name)]; !ours {
			strays = append(strays, filepath.ToSlash(name))
		}
		return nil
	})
	return strays, err
}
