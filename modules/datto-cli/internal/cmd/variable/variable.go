// Package variable holds the commands for the variables of the account and of
// sites.
package variable

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/command"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/factory"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/output"
	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/resolve"
)

var columns = []output.Column{
	{Name: "id", Header: "ID", Kind: output.Number},
	{Name: "name"},
	{Name: "value"},
	{Name: "masked", Kind: output.Bool},
}

const (
	accountList = "GET /v2/account/variables"
	siteList    = "GET /v2/site/{siteUid}/variables"

	accountCreate = "PUT /v2/account/variable"
	siteCreate    = "PUT /v2/site/{siteUid}/variable"
	accountUpdate = "POST /v2/account/variable/{variableId}"
	siteUpdate    = "POST /v2/site/{siteUid}/variable/{variableId}"
	accountDelete = "DELETE /v2/account/variable/{variableId}"
	siteDelete    = "DELETE /v2/site/{siteUid}/variable/{variableId}"
)

// scope is whose variables are meant: the account's, or those of a site.
type scope struct {
	site  string
	uid   string
	found resolve.Candidate
}

func (s *scope) addFlag(flags *pflag.FlagSet) {
	flags.StringVar(&s.site, "site", "", "Use the variables of this `site`, instead of the account's: uid, name, or the beginning of either")
}

// resolve finds the site, if one is meant.
func (s *scope) resolve(ctx context.Context, call *command.Call) (*datto.Client, error) {
	client, err := call.Client()
	if err != nil || s.site == "" {
		return client, err
	}
	s.found, err = resolve.Site(ctx, client, s.site)
	s.uid = s.found.UID
	return client, err
}

// path is where the variables are, and with an id one of them.
func (s *scope) path(rest string) string {
	if s.uid == "" {
		return "/v2/account" + rest
	}
	return "/v2/site/" + url.PathEscape(s.uid) + rest
}

func (s *scope) describe() string {
	if s.site == "" {
		return "of the account"
	}
	return "of the site " + s.site
}

// of is the operation for the account or for a site.
func (s *scope) of(account, site string) string {
	if s.site == "" {
		return account
	}
	return site
}

// siteSteps are the calls of resolve.
func (s *scope) siteSteps() []command.Step {
	if s.site == "" {
		return nil
	}
	return command.FindSite(s.site)
}

// findSteps are the calls of findAll.
func (s *scope) findSteps(texts []string) []command.Step {
	return append(s.siteSteps(), command.AtLeast(1, s.of(accountList, siteList), "to find "+strings.Join(texts, ", ")))
}

func (s *scope) rows(ctx context.Context, call *command.Call) (command.Rows, error) {
	client, err := s.resolve(ctx, call)
	if err != nil {
		return nil, err
	}
	return command.Explained(datto.All[json.RawMessage](ctx, client, s.path("/variables")), s.found.Missing), nil
}

// found is a variable that somebody named.
type found struct {
	id     int64
	name   string
	masked bool
}

// find finds a variable by its number or its name.
func (s *scope) find(ctx context.Context, call *command.Call, text string) (*found, error) {
	all, err := s.findAll(ctx, call, []string{text})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// findAll finds variables by their numbers or names, each once, in one walk.
func (s *scope) findAll(ctx context.Context, call *command.Call, texts []string) ([]*found, error) {
	rows, err := s.rows(ctx, call)
	if err != nil {
		return nil, err
	}
	byID, byName := map[string]*found{}, map[string][]*found{}
	read := output.NewMembers([]string{"id", "name", "masked"})
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		v := read.From(row)
		id, name := v[0].Text(), v[1].Text()
		if !slices.Contains(texts, id) && !slices.Contains(texts, name) {
			continue
		}
		number, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("the variable %s has no number: %w", name, err)
		}
		variable := &found{id: number, name: name, masked: v[2].True()}
		byID[id], byName[name] = variable, append(byName[name], variable)
	}
	var all []*found
	for _, text := range texts {
		variables := byName[text]
		if variable := byID[text]; variable != nil {
			variables = []*found{variable}
		}
		switch {
		case len(variables) == 0:
			return nil, s.missing(text)
		case len(variables) > 1:
			return nil, s.ambiguous(text, variables)
		case !slices.Contains(all, variables[0]):
			all = append(all, variables[0])
		}
	}
	return all, nil
}

func (s *scope) missing(name string) error {
	e := &exitcode.NotFoundError{Noun: "variable of the account called", Name: name, Hint: "datto variable list shows them; letter case counts"}
	if s.site != "" {
		e.Noun = "variable of the site " + s.site + " called"
		e.Hint = "datto variable list --site " + strconv.Quote(s.site) + " shows them; letter case counts"
	}
	return e
}

// ambiguous is the error for a text that several variables answer to.
func (s *scope) ambiguous(text string, variables []*found) error {
	err := &resolve.AmbiguousError{Noun: "variable", Name: text}
	for _, v := range variables {
		err.Candidates = append(err.Candidates, resolve.Candidate{UID: strconv.FormatInt(v.id, 10), Name: v.name})
	}
	return &exitcode.HintedError{Err: err, Hint: "use the number"}
}

func newListCommand(f *factory.Factory) *cobra.Command {
	var s scope
	list := &command.List{
		Use:   "list",
		Short: "List the variables of the account or of a site",
		Long: `List the variables of the account or of a site. The server returns a mask
instead of a masked value.`,
		Example: `  datto --demo variable list
  datto --demo variable list --site Orchard --output json`,
		Noun: "variables", Columns: columns,
		Operations: []string{accountList, siteList},
		Steps: func(call *command.Call) ([]command.Step, error) {
			return append(s.siteSteps(), call.Pages(false, s.of(accountList, siteList))...), nil
		},
		Flags: s.addFlag, Rows: s.rows,
	}
	return list.New(f)
}

// value is what a variable is to hold: an argument, or standard input for what
// other users of the machine must not see.
type value struct{ stdin bool }

func (v *value) addFlag(flags *pflag.FlagSet) {
	flags.BoolVar(&v.stdin, "value-stdin", false, "Read the value from standard input, without the final newline; other users of this machine can see arguments")
}

func (v *value) check(call *command.Call) error {
	const withValue = 2
	switch {
	case v.stdin && len(call.Args) == withValue:
		return errors.New("--value-stdin cannot be used with a value")
	case !v.stdin && len(call.Args) < withValue:
		return errors.New("<value> is missing (or --value-stdin)")
	}
	return nil
}

func (v *value) read(call *command.Call) (datto.Secret, error) {
	if !v.stdin {
		return datto.NewSecret(call.Args[1]), nil
	}
	text, err := call.Input(command.LongestValue)
	return datto.NewSecret(strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")), err
}

func newCreateCommand(f *factory.Factory) *cobra.Command {
	var s scope
	var v value
	var masked bool
	write := &command.Write{
		Use:   "create <name> [<value>]",
		Short: "Create a variable of the account or of a site",
		Long: `Create a variable of the account or of a site. It can be masked only when it is
created.`,
		Example: `  datto --demo variable create supportPhone "+1 555 0100" --yes
  datto --demo variable create agentToken --site Orchard --masked --value-stdin --yes < token.txt`,
		Operations: []string{accountCreate, siteCreate},
		Steps: func(*command.Call) ([]command.Step, error) {
			return append(s.siteSteps(), command.Once(s.of(accountCreate, siteCreate), "")), nil
		},
		Args: command.Args("<name>", "[<value>]"),
		Flags: func(flags *pflag.FlagSet) {
			s.addFlag(flags)
			v.addFlag(flags)
			flags.BoolVar(&masked, "masked", false, "Mask the value wherever it is read")
		},
		Check: v.check,
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			if _, err := s.resolve(ctx, call); err != nil {
				return nil, err
			}
			name := call.Args[0]
			content, err := v.read(call)
			if err != nil {
				return nil, err
			}
			return &command.Plan{
				Question: "Create the variable " + name + " " + s.describe() + "?", Done: "variable " + name + " created",
				Requests: []command.Request{{
					Name: name, Method: http.MethodPut, Path: s.path("/variable"), Hidden: masked, Explain: s.found.Missing,
					Body: datto.CreateVariableRequest{Name: name, Value: content, Masked: &masked},
				}},
			}, nil
		},
	}
	return command.AllowEmptyArgument(write.New(f), 1)
}

func newUpdateCommand(f *factory.Factory) *cobra.Command {
	var s scope
	var v value
	var rename string
	write := &command.Write{
		Use:   "update <variable> [<value>]",
		Short: "Change the value of a variable",
		Long: `Change the value of a variable, named by its number or its name.

The mask that is shown for a masked variable is refused as a value, because it
would overwrite the real one.`,
		Example: `  datto --demo variable update backupPortal https://backup.example --yes
  datto --demo variable update deploymentToken --value-stdin --yes < token.txt`,
		Operations: []string{accountList, siteList, accountUpdate, siteUpdate},
		Steps: func(call *command.Call) ([]command.Step, error) {
			return append(s.findSteps(call.Args[:1]), command.Once(s.of(accountUpdate, siteUpdate), "")), nil
		},
		Args: command.Args("<variable>", "[<value>]"),
		Flags: func(flags *pflag.FlagSet) {
			s.addFlag(flags)
			v.addFlag(flags)
			flags.StringVar(&rename, "rename", "", "Also rename it to this `name`")
		},
		Check: v.check,
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			variable, err := s.find(ctx, call, call.Args[0])
			if err != nil {
				return nil, err
			}
			content, err := v.read(call)
			if err != nil {
				return nil, err
			}
			body := datto.UpdateVariableRequest{Name: variable.name, Value: content}
			if rename != "" {
				body.Name = rename
			}
			return &command.Plan{
				Question: "Overwrite the variable " + variable.name + " " + s.describe() + "?", Done: "variable " + variable.name + " updated",
				Requests: []command.Request{{
					Name: variable.name, Method: http.MethodPost, Path: s.path("/variable/" + strconv.FormatInt(variable.id, 10)),
					Body: body, Hidden: variable.masked,
					// By the client's own method, which knows what a mask looks like.
					Send: func(ctx context.Context, client *datto.Client) (json.RawMessage, error) {
						if s.uid == "" {
							return nil, client.Variables.Update(ctx, variable.id, body)
						}
						return nil, client.Variables.UpdateBySite(ctx, s.uid, variable.id, body)
					},
				}},
			}, nil
		},
	}
	return command.AllowEmptyArgument(write.New(f), 1)
}

func newDeleteCommand(f *factory.Factory) *cobra.Command {
	var s scope
	write := &command.Write{
		Use:   "delete <variable>...",
		Short: "Delete variables",
		Long: `Delete variables, named by number or name. Components that use them will no
longer find them. If any of them does not exist, none is deleted.`,
		Example:    "  datto --demo variable delete backupPortal --yes",
		Operations: []string{accountList, siteList, accountDelete, siteDelete},
		Steps: func(call *command.Call) ([]command.Step, error) {
			texts := slices.Compact(slices.Sorted(slices.Values(call.Args)))
			write := command.Times(len(texts), s.of(accountDelete, siteDelete), "")
			write.Fewer = len(texts) > 1
			return append(s.findSteps(texts), write), nil
		},
		Args:  command.Args("<variable>..."),
		Flags: s.addFlag,
		Plan: func(ctx context.Context, call *command.Call) (*command.Plan, error) {
			variables, err := s.findAll(ctx, call, call.Args)
			if err != nil {
				return nil, err
			}
			plan := &command.Plan{Noun: "variables"}
			names := make([]string, len(variables))
			for i, variable := range variables {
				names[i] = variable.name
				plan.Requests = append(plan.Requests, command.Request{
					Name: variable.name, Method: http.MethodDelete, Path: s.path("/variable/" + strconv.FormatInt(variable.id, 10)),
				})
			}
			which := strings.Join(names, ", ")
			plan.Question, plan.Done, plan.Typed = "Delete the variable "+which+" "+s.describe()+"?", "variable "+which+" deleted", which
			if count := len(variables); count > 1 {
				plan.Typed = fmt.Sprintf("%d variables", count)
				plan.Question, plan.Done = "Delete "+plan.Typed+" "+s.describe()+": "+which+"?", plan.Typed+" deleted"
			}
			return plan, nil
		},
	}
	return write.New(f)
}

// New makes the commands for variables.
func New(f *factory.Factory) *cobra.Command {
	return command.Group("variable", "List and change variables",
		newListCommand(f), newCreateCommand(f), newUpdateCommand(f), newDeleteCommand(f))
}
