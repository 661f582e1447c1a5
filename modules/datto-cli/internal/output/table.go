package output

import (
	"bufio"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/terminal"
)

const (
	// gap stands between two columns.
	gap = "  "
	// cutMark ends a cell that was too long.
	cutMark = "…"
	// readable is the width below which a cut cell says too little: rather than
	// go below it, columns that may go are left out.
	readable = 20
	// narrowest is the width below which nothing is cut any further. When even that
	// does not make the lines fit, they run over the edge.
	narrowest = 4
)

// tableSink prints for people. It waits for the last row, because the widths
// depend on all of them.
type tableSink struct {
	out     *bufio.Writer
	columns *columnReader
	look    *Look
	width   int // 0 means that nothing is cut or left out
	colored bool
	rows    [][]Cell
}

func (s *tableSink) begin() error { return nil }

func (s *tableSink) row(raw []byte) error {
	cells := make([]Cell, 0, len(s.columns.columns))
	s.columns.each(raw, func(column *Column, values []Value) {
		cell := column.cell(values, s.look)
		if column.Below {
			cell.Text = terminal.Text(cell.Text)
		} else {
			cell.Text = terminal.Line(cell.Text)
		}
		cells = append(cells, cell)
	})
	s.rows = append(s.rows, cells)
	return nil
}

func (s *tableSink) end() error {
	if len(s.rows) == 0 {
		return nil
	}
	columns := s.columns.columns
	heading := make([]Cell, len(columns))
	for i := range columns {
		heading[i] = Cell{Text: columns[i].header(), Color: terminal.Strong}
	}
	shown, widths := s.layOut(heading)
	lines := slices.Concat([][]Cell{heading}, s.rows)
	if len(shown) == 0 {
		lines = nil
	}
	for _, cells := range lines {
		if err := s.line(cells, shown, widths); err != nil {
			return err
		}
	}
	return s.below(heading, shown)
}

// below prints the texts that are too long for a table, each under the first cell of
// its row and the heading of its column.
func (s *tableSink) below(heading []Cell, shown []int) error {
	for _, cells := range s.rows {
		for i := range s.columns.columns {
			text := strings.TrimRight(cells[i].Text, "\n")
			if !s.columns.columns[i].Below || text == "" {
				continue
			}
			title := heading[i].Text
			if len(shown) > 0 {
				title = cells[shown[0]].Text + " " + title
			}
			if s.colored {
				title = terminal.Strong.Paint(title)
			}
			if _, err := s.out.WriteString("\n" + title + "\n" + text + "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

// line prints the shown cells of one row.
func (s *tableSink) line(cells []Cell, shown, widths []int) error {
	var line strings.Builder
	for at, i := range shown {
		text := displaywidth.TruncateString(cells[i].Text, widths[i], cutMark)
		padding := strings.Repeat(" ", max(widths[i]-displaywidth.String(text), 0))
		if s.colored {
			text = cells[i].Color.Paint(text)
		}
		if at > 0 {
			line.WriteString(gap)
		}
		switch {
		case s.columns.columns[i].Kind == Number:
			line.WriteString(padding + text)
		case at == len(shown)-1:
			line.WriteString(text)
		default:
			line.WriteString(text + padding)
		}
	}
	_, err := s.out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	return err
}

// layOut decides which columns are shown, and how wide each is.
func (s *tableSink) layOut(heading []Cell) (shown, widths []int) {
	columns := s.columns.columns
	widths = make([]int, len(columns))
	for i := range columns {
		if columns[i].Below {
			continue
		}
		shown = append(shown, i)
		widths[i] = displaywidth.String(heading[i].Text)
		for _, cells := range s.rows {
			widths[i] = max(widths[i], displaywidth.String(cells[i].Text))
		}
	}
	if s.width == 0 {
		return shown, widths
	}
	for s.least(shown, widths, readable) > s.width {
		last := -1
		for at, i := range shown {
			if columns[i].Wide {
				last = at
			}
		}
		if last < 0 {
			break
		}
		shown = append(shown[:last:last], shown[last+1:]...)
	}
	s.shrink(shown, widths)
	return shown, widths
}

// least is how wide the table is when everything that can be cut is cut down to
// floor.
func (s *tableSink) least(shown, widths []int, floor int) int {
	total := -len(gap)
	for _, i := range shown {
		width := widths[i]
		if !s.columns.columns[i].Whole {
			width = min(width, floor)
		}
		total += width + len(gap)
	}
	return total
}

// shrink takes cells away from the widest columns, until all fit.
func (s *tableSink) shrink(shown, widths []int) {
	floor := narrowest
	if s.least(shown, widths, narrowest) > s.width {
		// The lines run over the edge anyway: nothing is won by cutting more.
		floor = readable
	}
	total := -len(gap)
	for _, i := range shown {
		total += widths[i] + len(gap)
	}
	for ; total > s.width; total-- {
		widest := -1
		for _, i := range shown {
			if !s.columns.columns[i].Whole && widths[i] > floor && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// objectSink prints one object for people, a line for each column that has
// something to say.
type objectSink struct {
	out     *bufio.Writer
	columns *columnReader
	look    *Look
	colored bool
}

func (s *objectSink) begin() error { return nil }

func (s *objectSink) row(raw []byte) error {
	type line struct {
		heading string
		cell    Cell
	}
	var lines []line
	widest := 0
	s.columns.each(raw, func(column *Column, values []Value) {
		cell := column.cell(values, s.look)
		if cell.Text == "" {
			return
		}
		lines = append(lines, line{column.header(), cell})
		widest = max(widest, displaywidth.String(column.header()))
	})
	for _, l := range lines {
		padding := strings.Repeat(" ", widest+len(gap)-displaywidth.String(l.heading))
		// Further lines of a text stand below its first.
		body := strings.TrimRight(terminal.Text(l.cell.Text), "\n")
		body = strings.ReplaceAll(body, "\n", "\n"+strings.Repeat(" ", widest+len(gap)))
		heading := l.heading
		if s.colored {
			heading, body = terminal.Strong.Paint(heading), l.cell.Color.Paint(body)
		}
		if _, err := s.out.WriteString(heading + padding + body + "\n"); err != nil {
			return err
		}
	}
	return nil
}

func (s *objectSink) end() error { return nil }
