package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

const (
	explainFlag = "explain"
	// pageRows is how many rows the server gives in one page.
	pageRows = 250
	// readsPerMinute and writesPerMinute are what an account may do in any 60
	// seconds, udfWrites what it may do of the one operation that has more.
	readsPerMinute  = 600
	writesPerMinute = 100
	udfWrites       = 600
	udfBucket       = "device-udf-set"
	// undelayed is the part of a limit below which the server does not slow down.
	undelayed = 0.9
)

// AddExplain declares the flag by which a command says what it would cost.
func AddExplain(cmd *cobra.Command) {
	cmd.Flags().Bool(explainFlag, false, "Say which calls this takes and how long at least, and send nothing")
}

// Explain prints what the command would cost when --explain asks for that, and
// reports whether it did.
func Explain(call *Call) (bool, error) {
	if on, err := call.Command.Flags().GetBool(explainFlag); err != nil || !on {
		return false, nil //nolint:nilerr // A command without the flag explains nothing.
	}
	return true, explain(call.Streams.Out, Operations(call.Command), len(call.Args))
}

func explain(w io.Writer, operations []string, args int) error {
	var text strings.Builder
	for _, name := range operations {
		op := operation(name)
		if op == nil {
			return fmt.Errorf("the contract has no operation %s", name)
		}
		text.WriteString(op.String() + "\n  " + cost(op, args) + "\n")
	}
	text.WriteString("nothing was sent\n")
	_, err := io.WriteString(w, text.String())
	return err
}

func operation(name string) *datto.Operation {
	for _, op := range datto.Operations() {
		if op.String() == name {
			return op
		}
	}
	return nil
}

// cost says what calls of an operation take from the budget.
func cost(op *datto.Operation, args int) string {
	if !op.Write {
		calls := "1 read"
		if op.Paging == datto.PagingPage || op.Paging == datto.PagingCursor {
			calls = fmt.Sprintf("1 read for each %d rows", pageRows)
		}
		return fmt.Sprintf("%s; %d reads in 60 s, of which %.0f without delay: the least time for N reads is N/%.0f minutes, less the first %.0f",
			calls, readsPerMinute, readsPerMinute*undelayed, readsPerMinute*undelayed, readsPerMinute*undelayed)
	}
	limit := writesPerMinute
	if op.Bucket == udfBucket {
		limit = udfWrites
	}
	writes := max(args, 1)
	return fmt.Sprintf("1 write for each of %d; bucket %s, %d in 60 s, of which %.0f without delay: at least %s",
		writes, op.Bucket, limit, float64(limit)*undelayed, leastTime(writes, float64(limit)*undelayed))
}

// leastTime is how long n calls take when perMinute may be made in any minute.
func leastTime(n int, perMinute float64) string {
	minutes := (n - 1) / int(perMinute)
	if minutes == 0 {
		return "a few seconds"
	}
	return fmt.Sprintf("%d minutes", minutes)
}
