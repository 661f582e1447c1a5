// Command canary searches what tests have written (logs, hook events, errors) for the secrets that they used.
//
//	go run ./canary --secrets FILE DIR
//
// It fails when a secret is found, and when there is nothing to search: then no test has written, and a clean result would
// mean nothing.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	secrets := flag.String("secrets", "", "a file with one secret a line")
	flag.Parse()
	if err := run(*secrets, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "canary:", err)
		os.Exit(1)
	}
}

func run(secretsFile, dir string) error {
	secrets, err := readSecrets(secretsFile)
	if err != nil {
		return err
	}
	var leaks []error
	var files int
	var size int64
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		size += int64(len(content))
		for _, secret := range secrets {
			if form, found := findSecret(content, secret); found {
				leaks = append(leaks, fmt.Errorf("%s holds the secret %s%s", path, secret, form))
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case size == 0:
		return fmt.Errorf("no test has written anything into %s", dir)
	case len(leaks) > 0:
		return errors.Join(leaks...)
	}
	fmt.Printf("canary: %d files, %d bytes, none of %d secrets\n", files, size, len(secrets)) //nolint:forbidigo // A command, and its result.
	return nil
}

func readSecrets(path string) ([]string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var secrets []string
	for scanner := bufio.NewScanner(bytes.NewReader(content)); scanner.Scan(); {
		if secret := strings.TrimSpace(scanner.Text()); secret != "" {
			secrets = append(secrets, secret)
		}
	}
	if len(secrets) == 0 {
		return nil, fmt.Errorf("%s names no secret", path)
	}
	return secrets, nil
}

// findSecret looks for a secret as it is, and in the forms that a request carries it in.
func findSecret(content []byte, secret string) (form string, found bool) {
	if bytes.Contains(content, []byte(secret)) {
		return "", true
	}
	if bytes.Contains(content, []byte(url.QueryEscape(secret))) {
		return ", URL-encoded", true
	}
	// Base64 of a text is found whatever stands before it by looking for the three ways it can fall into groups of three.
	for lead := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", lead) + secret))
		whole := encoded[(lead*8+5)/6 : len(encoded)-1]
		if len(whole) >= 8 && bytes.Contains(content, []byte(whole)) {
			return ", base64-encoded", true
		}
	}
	return "", false
}
