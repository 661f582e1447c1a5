// Package cmd puts the commands together and runs them.
package cmd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/account"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/activity"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/alert"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/api"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/auth"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/component"
	configcmd "github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/device"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/docs"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/doctor"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/filter"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/job"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/platform"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/simulator"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/site"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/system"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/user"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/variable"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd/version"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/config"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

const (
	groupFleet   = "fleet"
	groupAccount = "account"
	groupTools   = "tools"
)

// NewRoot makes the command that holds all others.
func NewRoot(f *factory.Factory) *cobra.Command {
	root := &cobra.Command{
		Use:   "datto <command>",
		Short: "Datto RMM from the command line",
		Long: `Work with Datto RMM from the command line: every operation of the API v2.

This is an independent project, not affiliated with the vendor. Add --demo to
any command to try it on a simulated account.`,
		Example: `  datto --demo device list
  datto --demo alert list --priority Critical`,
		Version:       f.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if err := command.RefuseEmpty(cmd, args); err != nil {
				return err
			}
			if err := applySettings(f, cmd); err != nil {
				return err
			}
			f.Progress() // Whatever is printed from here on goes around it.
			return nil
		},
	}
	command.RunGroup(root)
	f.Flags.AddFlags(root.PersistentFlags())
	root.PersistentFlags().BoolP("help", "h", false, "Show help for a command")
	root.Flags().BoolP("version", "v", false, "Print the version")
	root.SetFlagErrorFunc(command.FlagError)
	root.SetIn(f.Streams.In)
	root.SetOut(f.Streams.Out)
	root.SetErr(f.Streams.Err)
	root.SetVersionTemplate("datto {{.Version}}\n")
	root.SetUsageTemplate(usageTemplate(root.UsageTemplate(), f.Streams))
	root.AddGroup(
		&cobra.Group{ID: groupFleet, Title: "Fleet commands:"},
		&cobra.Group{ID: groupAccount, Title: "Account commands:"},
		&cobra.Group{ID: groupTools, Title: "Other commands:"},
	)
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add(groupFleet, site.New(f), device.New(f), alert.New(f), job.New(f), component.New(f), variable.New(f), filter.New(f))
	add(groupAccount, auth.New(f), account.New(f), user.New(f), activity.New(f), system.New(f), platform.New(f))
	add(groupTools, api.New(f), configcmd.New(f), doctor.New(f), simulator.New(f), version.New(f))
	root.AddCommand(docs.New(f))
	root.AddCommand(topics()...)
	for _, c := range root.Commands() {
		c.SuggestFor = append(c.SuggestFor, otherNouns[c.Name()]...)
	}
	root.SetHelpCommandGroupID(groupTools)
	root.SetCompletionCommandGroupID(groupTools)
	addHelpCommand(root)
	addCompletionCommand(root)
	return root
}

// usageTemplate changes the library's template: every command that holds others says so
// in its usage line already, and on a terminal the flags are fitted to its width.
func usageTemplate(template string, streams *terminal.Streams) string {
	template = strings.Replace(template, "{{if .HasAvailableSubCommands}}\n  {{.CommandPath}} [command]{{end}}", "", 1)
	if !streams.OutTTY {
		return template
	}
	return strings.ReplaceAll(template, "Flags.FlagUsages |", fmt.Sprintf("Flags.FlagUsagesWrapped %d |", streams.Columns))
}

// otherNouns are what people look for who come from elsewhere.
var otherNouns = map[string][]string{
	"activity": {"activities", "log", "logs"},
	"auth":     {"login", "logout", "token"},
	"config":   {"settings", "profile", "profiles"},
	"device":   {"agent", "agents", "computer", "computers", "endpoint", "endpoints", "audit", "software", "udf", "patches"},
	"job":      {"quickjob", "quick-job", "run"},
	"site":     {"customer", "customers"},
	"system":   {"limits", "rate"},
}

// addHelpCommand adds the library's help command, which would take a command that
// does not exist for done.
func addHelpCommand(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, err := root.Find([]string{"help"})
	if err != nil || help == root {
		return
	}
	help.Use, help.Short, help.Long = "help [<command>...]", "Show help for a command or a topic", ""
	help.Example = "  datto help device list\n  datto help exit-codes"
	help.DisableFlagsInUseLine = true
	help.Run = nil
	help.RunE = func(cmd *cobra.Command, args []string) error {
		found, rest, err := cmd.Root().Find(args)
		switch {
		case err != nil:
			return command.Usage(cmd, err)
		case len(rest) > 0:
			return command.Unknown(found, rest[0])
		}
		found.InitDefaultHelpFlag()
		found.InitDefaultVersionFlag()
		return found.Help()
	}
}

// completionFiles are what the scripts for completion are called in the examples.
var completionFiles = map[string]string{"bash": "datto.bash", "fish": "datto.fish", "powershell": "datto.ps1", "zsh": "_datto"}

// addCompletionCommand adds the library's commands for completion, as a group like
// any other.
func addCompletionCommand(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	completion, _, err := root.Find([]string{"completion"})
	if err != nil || completion == root {
		return
	}
	completion.Use, completion.Short, completion.Long = "completion <shell>", "Generate shell completion scripts",
		`Generate the script that completes commands, flags, names and uids in your
shell. The help of each shell's command says where the script goes.

Names and uids come from the account that the command would use. Pressing Tab
takes a few calls and at most 3 seconds.`
	command.RunGroup(completion)
	for _, c := range completion.Commands() {
		c.Args = command.NoArgs
		c.Short = "Generate the completion script for " + c.Name()
		c.Example = "  datto completion " + c.Name() + " > " + completionFiles[c.Name()]
	}
	completion.Example = "  datto completion bash > datto.bash\n  datto completion powershell > datto.ps1"
}

// settingsKey marks commands that have no use for settings, and so do not fail
// when the file of settings is broken.
const settingsKey = "settings"

// applySettings gives the flags that were not typed the values that were set once
// for all commands.
func applySettings(f *factory.Factory, cmd *cobra.Command) error {
	for c := cmd; c != nil; c = c.Parent() {
		if c.Annotations[settingsKey] == "none" || c.Name() == "version" || c.Name() == "help" || c.Name() == "completion" || strings.HasPrefix(c.Name(), "__") {
			return nil
		}
	}
	file, err := f.Config()
	switch {
	case err != nil && worksAlone(f, cmd):
		_, _ = fmt.Fprintln(f.Streams.Err, "datto: warning: "+terminal.Line("settings are ignored: "+err.Error()))
		return nil
	case err != nil:
		return err
	}
	profile := ""
	if !f.Flags.Demo {
		selected, err := file.Select(f.Flags.Profile, f.Getenv)
		if err != nil && !errors.Is(err, config.ErrTwoAccounts) {
			return err
		}
		profile = selected.Profile
	}
	if err := (config.Sources{Flags: cmd.Flags(), Getenv: f.Getenv, File: file, Profile: profile}).Apply(); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	preferTyped(cmd)
	return nil
}

// worksAlone reports whether a command has to do with no account: a file of settings
// that cannot be used, and may refuse writes, keeps nobody safe there.
func worksAlone(f *factory.Factory, cmd *cobra.Command) bool {
	for c := cmd; c != nil; c = c.Parent() {
		if c.Name() == "config" {
			return false
		}
		if c.Name() == "simulator" || c.Name() == "platform" {
			return true
		}
	}
	return f.Flags.Demo
}

// preferTyped sets a format that was set for all commands aside when a flag was
// typed that cannot be used with every format.
func preferTyped(cmd *cobra.Command) {
	flag := cmd.Flags().Lookup("output")
	if flag == nil || flag.Changed {
		return
	}
	format, ok := flag.Value.(*output.Format)
	if !ok {
		return
	}
	typed := func(name string) string {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			return f.Value.String()
		}
		return ""
	}
	byName := output.FormatOf(typed("out")) != ""
	objects := format.Objects()
	switch {
	case objects && (typed("columns") != "" || typed("udf") != ""),
		!objects && (typed("jq") != "" || typed("template") != ""),
		*format == output.YAML && (typed("jq") != "" || typed("template") != ""),
		(*format == output.JSON || *format == output.Table) && typed("follow") != "",
		byName:
		*format = ""
	}
}
