package output_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
)

// writeFile writes a list of one row to a file.
func writeFile(t *testing.T, path string) {
	t.Helper()
	printer, err := output.NewPrinter(pipe(), now, &output.Spec{Columns: columns}, &output.Options{File: path})
	require.NoError(t, err)
	require.NoError(t, printer.Row([]byte(`{"name":"a"}`)))
	require.NoError(t, printer.Close(true))
	require.Empty(t, printer.Withheld())
}

func TestAFileAppearsWhenItIsWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "things.json")
	spec, options := &output.Spec{Columns: columns}, &output.Options{File: path}
	half := func() string {
		printer, err := output.NewPrinter(pipe(), now, spec, options)
		require.NoError(t, err)
		require.NoError(t, printer.Row([]byte(`{"name":"a"}`)))
		require.NoError(t, printer.Close(false))
		require.Zero(t, printer.Printed())
		return printer.Withheld()
	}
	left := func() []os.DirEntry {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		return entries
	}
	require.Equal(t, "nothing was written to "+path, half())
	require.Empty(t, left())

	require.NoError(t, os.WriteFile(path, []byte("before"), 0o600))
	require.Equal(t, path+" was left as it was", half())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "before", string(content))
	require.Len(t, left(), 1)

	writeFile(t, path)
	content, err = os.ReadFile(path)
	require.NoError(t, err)
	require.JSONEq(t, `[{"name":"a"}]`, string(content))
	require.Len(t, left(), 1, "nothing else is left behind")
}

func TestAFileThatCannotBeWrittenIsFoundAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	protected := filepath.Join(dir, "protected.csv")
	require.NoError(t, os.WriteFile(protected, nil, 0o400))
	problem := func(path string) error {
		_, err := output.NewPrinter(pipe(), now, &output.Spec{}, &output.Options{File: path, Format: output.CSV})
		var failure *output.FileError
		require.ErrorAs(t, err, &failure)
		require.Equal(t, path, failure.Path)
		return failure.Err
	}
	require.EqualError(t, problem(dir), "it is a directory")
	require.EqualError(t, problem(filepath.Join(dir, "none", "x.csv")), "there is no directory "+filepath.Join(dir, "none"))
	if os.Geteuid() != 0 { // root may write to it
		require.ErrorIs(t, problem(protected), fs.ErrPermission)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

func TestADashIsStandardOutput(t *testing.T) {
	t.Parallel()
	var options output.Options
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	options.AddFlags(flags)
	require.NoError(t, flags.Parse([]string{"--out", "x.csv", "--out", "-"}))
	got, err := printed(t, pipe(), options, `{"name":"a"}`)
	require.NoError(t, err)
	require.Equal(t, "a\t\t\t\t\n", got)
}
