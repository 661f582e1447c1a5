// Package documents holds the tests of what people read: links lead somewhere, exported names are explained, and what the
// documents claim to be tested is.
package documents

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../.."

// files lists the files of the checkout that end in suffix, build results and fetched packages apart.
func files(t *testing.T, suffix string) []string {
	t.Helper()
	var paths []string
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch entry.Name() {
			case ".git", "node_modules", "dist", ".task":
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(entry.Name(), suffix) {
			paths = append(paths, path)
		}
		return nil
	}))
	require.NotEmpty(t, paths)
	return paths
}

func content(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	return strings.ReplaceAll(string(raw), "\r\n", "\n")
}

var (
	fencedBlock = regexp.MustCompile("(?ms)^ *```.*?^ *```")
	inlineCode  = regexp.MustCompile("`[^`\n]*`")
	link        = regexp.MustCompile(`\[[^\]]*\]\(([^)\s]+)[^)]*\)`)
	heading     = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *#*$`)
	noAnchor    = regexp.MustCompile(`[^\p{L}\p{N}\- _]`)
)

// anchors gives the fragments that the headings of a document can be reached by.
func anchors(markdown string) map[string]bool {
	found := map[string]bool{}
	for _, match := range heading.FindAllStringSubmatch(fencedBlock.ReplaceAllString(markdown, ""), -1) {
		text := strings.ReplaceAll(match[1], "`", "")
		text = link.ReplaceAllStringFunc(text, func(l string) string { return l[1:strings.Index(l, "]")] })
		found[strings.ReplaceAll(noAnchor.ReplaceAllString(strings.ToLower(text), ""), " ", "-")] = true
	}
	return found
}

func TestLinksLeadSomewhere(t *testing.T) {
	checked := 0
	for _, path := range files(t, ".md") {
		text := inlineCode.ReplaceAllString(fencedBlock.ReplaceAllString(content(t, path), ""), "")
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			target := match[1]
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			checked++
			file, fragment, _ := strings.Cut(target, "#")
			resolved := path
			if file != "" {
				resolved = filepath.Join(filepath.Dir(path), filepath.FromSlash(file))
			}
			if _, err := os.Stat(resolved); err != nil {
				assert.Fail(t, "a link leads nowhere", "%s links to %s", path, target)
				continue
			}
			if fragment != "" && strings.HasSuffix(resolved, ".md") {
				assert.True(t, anchors(content(t, resolved))[fragment], "%s links to %s, which has no such heading", path, target)
			}
		}
	}
	assert.Greater(t, checked, 10)
}

func TestAnchors(t *testing.T) {
	assert.Equal(t, map[string]bool{"facts-about-the-api": true, "-o-format": true, "4xx-what": true},
		anchors("# Facts about the API\n\n## `-o` format\n\n### 4xx: [what](x.md)?\n\n```sh\n# no heading\n```\n"))
}
