// Package terminal is where the program meets the people and programs around
// it: the three standard streams, what is known of a terminal behind them,
// colour, questions, and the taming of text that others wrote.
package terminal

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// fallbackWidth is used for a terminal that does not tell its width.
const fallbackWidth = 80

// Streams are the standard streams of one run. The zero value is not usable;
// take [System] or fill in the fields, as tests do.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer

	// InTTY, OutTTY and ErrTTY say whether a terminal is at the other end.
	InTTY, OutTTY, ErrTTY bool
	// OutPiped says that another program reads Out. It may print to the terminal
	// that Err goes to.
	OutPiped bool
	// Columns is the width of the terminal behind Out, in cells. It means
	// nothing when OutTTY is false.
	Columns int
	// Colored and ErrColored allow escape sequences on Out and Err.
	Colored, ErrColored bool

	// readSecret reads a line from In without showing it. Nil when In is not a
	// terminal.
	readSecret func() (string, error)
	// hide makes the terminal behind In show nothing that is typed, until show is
	// called. Nil when In is not a terminal.
	hide func() (show func(), err error)
	// errColumns measures the terminal behind Err. It is nil when there is none.
	errColumns func() int
	// progress is the line on Err that all who write must go around. It may be nil.
	progress *Progress
}

// System looks at the process's own streams and at the environment:
// DATTO_FORCE_TTY (a width in columns, or any word) makes standard output count
// as a terminal, NO_COLOR and CLICOLOR=0 turn colour off, CLICOLOR_FORCE turns it
// on even where there is no terminal.
func System(getenv func(string) string) *Streams {
	s := &Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTTY:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTTY: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTTY: term.IsTerminal(int(os.Stderr.Fd())),
	}
	if s.OutTTY {
		s.Columns = widthOf(os.Stdout)
	} else if info, err := os.Stdout.Stat(); err == nil {
		s.OutPiped = info.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0
	}
	if s.ErrTTY {
		// Measured anew each time, because windows are pulled about.
		s.errColumns = func() int { return widthOf(os.Stderr) }
	}
	if s.InTTY {
		s.readSecret = func() (string, error) { return readHidden(os.Stdin) }
		s.hide = func() (func(), error) { return hide(os.Stdin) }
	}
	s.applyEnvironment(getenv, enableEscapes(os.Stdout), enableEscapes(os.Stderr))
	return s
}

// New makes streams of readers and writers that are no terminals, unless the
// environment says otherwise.
func New(in io.Reader, out, err io.Writer, getenv func(string) string) *Streams {
	s := &Streams{In: in, Out: out, Err: err}
	s.applyEnvironment(getenv, false, false)
	return s
}

// applyEnvironment settles what the user can override. outEscapes and
// errEscapes say whether the consoles understand escape sequences at all.
func (s *Streams) applyEnvironment(getenv func(string) string, outEscapes, errEscapes bool) {
	if force := getenv("DATTO_FORCE_TTY"); force != "" {
		s.OutTTY, outEscapes = true, true
		if columns, err := strconv.Atoi(force); err == nil && columns > 0 {
			s.Columns = columns
		}
	}
	if s.OutTTY && s.Columns <= 0 {
		s.Columns = fallbackWidth
		if columns, err := strconv.Atoi(getenv("COLUMNS")); err == nil && columns > 0 {
			s.Columns = columns
		}
	}

	color := func(tty bool) bool {
		switch forced := getenv("CLICOLOR_FORCE"); {
		case getenv("NO_COLOR") != "":
			return false
		case forced != "" && forced != "0":
			return true
		}
		return tty && getenv("CLICOLOR") != "0" && getenv("TERM") != "dumb"
	}
	s.Colored = color(s.OutTTY && outEscapes)
	s.ErrColored = color(s.ErrTTY && errEscapes)
}

// CanAsk reports whether there is somebody to answer a question.
func (s *Streams) CanAsk() bool { return s.InTTY && s.ErrTTY }

func widthOf(f *os.File) int {
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
