package command

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datto-go/datto-rmm/modules/datto-api/datto"
)

const (
	explainFlag = "explain"
	// pageRows is how many rows the server gives in one page.
	pageRows = 250
	// readLimit and writeLimit are what the server takes in any 60 seconds: reads
	// of the whole account, and writes of one operation. udfLimit is that of the
	// one operation which may be called more often.
	readLimit  = 600
	writeLimit = 100
	udfLimit   = 600
	udfBucket  = "device-udf-set"
	// undelayed is the part of a limit up to which the server does not slow down.
	undelayed = 0.9
)

// AddExplain declares the flag by which a command says what it would cost.
func AddExplain(cmd *cobra.Command) {
	cmd.Flags().Bool(explainFlag, false, "Say which calls this takes and how long at least, and send nothing")
}

// Explain prints what the command would cost when --explain asks for that, and
// reports whether it did. operations are those that it would call; none means all
// that it can call.
func Explain(call *Call, operations ...string) (bool, error) {
	if on, err := call.Command.Flags().GetBool(explainFlag); err != nil || !on {
		return false, nil //nolint:nilerr // A command without the flag explains nothing.
	}
	if len(operations) == 0 {
		operations = Operations(call.Command)
	}
	known := make([]*datto.Operation, len(operations))
	for i, name := range operations {
		if known[i] = operation(name); known[i] == nil {
			return true, fmt.Errorf("the contract has no operation %s", name)
		}
	}
	return true, explain(call.Streams.Out, known, writesOf(call), undelayed*float64(call.Flags.Budget))
}

// ExplainOperation is [Explain] for a command that calls one operation, which the
// contract need not know.
func ExplainOperation(call *Call, op *datto.Operation) (bool, error) {
	if on, err := call.Command.Flags().GetBool(explainFlag); err != nil || !on {
		return false, err
	}
	return true, explain(call.Streams.Out, []*datto.Operation{op}, 1, undelayed*float64(call.Flags.Budget))
}

// writesOf is how many writes the arguments ask for: one each where the usage
// begins with an argument that can be repeated.
func writesOf(call *Call) int {
	if usage := strings.Fields(call.Command.Use); len(usage) > 1 && strings.HasSuffix(usage[1], "...") {
		return len(call.Args)
	}
	return 1
}

// explain prints the calls and the least time. share is the part of each limit
// that is used.
func explain(w io.Writer, operations []*datto.Operation, writes int, share float64) error {
	var text strings.Builder
	least := ""
	for _, op := range operations {
		text.WriteString(op.String() + "\n")
		switch {
		case op.Write && op.Bucket == "":
			text.WriteString("  one write\n")
		case op.Write:
			limit := writeLimit
			if op.Bucket == udfBucket {
				limit = udfLimit
			}
			fmt.Fprintf(&text, "  %d of the %d calls in 60 s that the server takes in the bucket %s\n", writes, limit, op.Bucket)
			least = leastTime(writes, float64(limit)*share)
		case op.Paging == datto.PagingPage || op.Paging == datto.PagingCursor:
			fmt.Fprintf(&text, "  one read for each %d rows\n", pageRows)
			if rows := int(readLimit*share) * pageRows; least == "" {
				least = fmt.Sprintf("a few seconds for up to %d rows, and a minute for each further %d", rows, rows)
			}
		default:
			text.WriteString("  one read\n")
		}
	}
	if least == "" {
		least = "a few seconds"
	}
	fmt.Fprintf(&text, "reads: %d in 60 s for the whole account, of which up to %.0f are used here\nleast time: %s\nnothing was sent\n",
		readLimit, math.Floor(readLimit*share), least)
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

// leastTime is how long n calls take when so many fit into a window of 60 seconds.
func leastTime(n int, window float64) string {
	minutes := (n - 1) / max(int(window), 1)
	switch minutes {
	case 0:
		return "a few seconds"
	case 1:
		return "1 minute"
	}
	return fmt.Sprintf("%d minutes", minutes)
}
