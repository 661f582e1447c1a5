// Package docs holds the hidden command that writes the reference pages: Markdown for docs/cli, man pages for the archives of a
// release.
package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
)

// New makes the command.
func New(f *factory.Factory) *cobra.Command {
	docs := &cobra.Command{Use: "docs", Short: "Write the reference pages", Hidden: true}
	docs.AddCommand(
		&cobra.Command{
			Use:   "man <directory>",
			Short: "Write a man page for each command",
			Args:  cobra.ExactArgs(1),
			RunE:  func(cmd *cobra.Command, args []string) error { return WriteMan(cmd.Root(), args[0], f.Version) },
		},
		&cobra.Command{
			Use:   "markdown <directory>",
			Short: "Write a Markdown page for each command",
			Args:  cobra.ExactArgs(1),
			RunE:  func(cmd *cobra.Command, args []string) error { return WriteMarkdown(cmd.Root(), args[0]) },
		},
	)
	return docs
}

// prepare makes the folder, and root ready to hang all pages on. The day of generation would make every build differ.
func prepare(root *cobra.Command, dir string) error {
	root.DisableAutoGenTag = true
	root.InitDefaultCompletionCmd()
	return os.MkdirAll(dir, 0o750)
}

// WriteMan writes a man page for root and each command below it. Their date is that of SOURCE_DATE_EPOCH, if it is set, so that
// the same program gives the same pages.
func WriteMan(root *cobra.Command, dir, version string) error {
	if err := prepare(root, dir); err != nil {
		return err
	}
	escapePlaceholders(root)
	header := &doc.GenManHeader{Section: "1", Source: "datto " + version, Manual: "datto"}
	if err := doc.GenManTree(root, header, dir); err != nil {
		return fmt.Errorf("man pages: %w", err)
	}
	return nil
}

// escapePlaceholders keeps the library, which makes man pages from Markdown, from taking <device> for a tag and dropping it.
func escapePlaceholders(c *cobra.Command) {
	c.Use = strings.ReplaceAll(c.Use, "<", `\<`)
	for _, sub := range c.Commands() {
		escapePlaceholders(sub)
	}
}

// WriteMarkdown writes a page for root and each command below it, in place of the pages that are there.
func WriteMarkdown(root *cobra.Command, dir string) error {
	if err := prepare(root, dir); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "datto*.md"))
	if err != nil {
		return err
	}
	for _, page := range old {
		if err := os.Remove(page); err != nil {
			return err
		}
	}
	if err := doc.GenMarkdownTree(root, dir); err != nil {
		return fmt.Errorf("markdown pages: %w", err)
	}
	return nil
}
