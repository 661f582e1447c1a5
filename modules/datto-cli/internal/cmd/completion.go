package cmd

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

const (
	// completionTime is how long somebody waits after pressing Tab.
	completionTime = 3 * time.Second
	// mostCompletions bounds what is offered: more cannot be taken in, and every
	// page costs a read.
	mostCompletions = 250
)

// named is a kind of thing whose names are completed from the API.
type named struct {
	path   string
	narrow string // the parameter by which the server keeps names that contain a text
	name   string
	about  string
}

var (
	siteNames      = named{"/v2/account/sites", "siteName", "name", "description"}
	deviceNames    = named{"/v2/account/devices", "hostname", "hostname", "siteName"}
	componentNames = named{"/v2/account/components", "", "name", "description"}
	variableNames  = named{"/v2/account/variables", "", "name", ""}
	filterNames    = named{"/v2/filter/custom-filters", "", "name", "description"}

	// argumentNames and flagNames say what stands behind a placeholder in the usage
	// and behind a flag.
	argumentNames = map[string]named{
		"device": deviceNames, "site": siteNames, "component": componentNames, "variable": variableNames,
	}
	flagNames = map[string]named{
		"site": siteNames, "to": siteNames, "device": deviceNames, "component": componentNames, "filter": filterNames,
	}
)

// placeholder is an argument in a usage line.
var placeholder = regexp.MustCompile(`<([a-z]+)>(\.\.\.)?`)

// addCompletion completes names of the fleet, in all commands below root.
func addCompletion(f *factory.Factory, root *cobra.Command) {
	for _, c := range root.Commands() {
		addCompletion(f, c)
	}
	for flag, kind := range flagNames {
		if found := root.Flags().Lookup(flag); found != nil && found.Value.Type() != "bool" {
			_ = root.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
				return kind.complete(f, cmd, text)
			})
		}
	}
	// What stands behind a flag in the usage is no argument.
	usage, _, _ := strings.Cut(root.Use, " --")
	if arguments := placeholder.FindAllStringSubmatch(usage, -1); root.Runnable() && len(arguments) > 0 && root.ValidArgsFunction == nil {
		root.ValidArgsFunction = func(cmd *cobra.Command, args []string, text string) ([]string, cobra.ShellCompDirective) {
			at := min(len(args), len(arguments)-1)
			kind, ok := argumentNames[arguments[at][1]]
			if !ok || len(args) >= len(arguments) && arguments[at][2] == "" {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return kind.complete(f, cmd, text)
		}
	}
}

// complete asks the API for names that begin with text. Nobody is told when that
// fails: there is nothing to complete then.
func (n named) complete(f *factory.Factory, cmd *cobra.Command, text string) ([]string, cobra.ShellCompDirective) {
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	if applySettings(f, cmd) != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	client, err := f.Client(ctx)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var opts []datto.CallOption
	if n.narrow != "" && text != "" {
		opts = append(opts, datto.CallQuery(n.narrow, text))
	}
	read := output.NewMembers([]string{n.name, "uid", n.about})
	var names []string
	for row, err := range datto.All[json.RawMessage](ctx, client, n.path, opts...) {
		if err != nil {
			return names, cobra.ShellCompDirectiveError
		}
		v := read.From(row)
		name := v[0].Text()
		if !strings.HasPrefix(strings.ToLower(name), strings.ToLower(text)) {
			if name = v[1].Text(); text == "" || !strings.HasPrefix(name, text) {
				continue
			}
		}
		about := v[2].Text()
		if names = append(names, cobra.CompletionWithDesc(oneLine(name), oneLine(about))); len(names) == mostCompletions {
			break
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// oneLine keeps what others wrote from becoming more than one completion.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if terminal.Dangerous(r) {
			return ' '
		}
		return r
	}, text)), " ")
}
