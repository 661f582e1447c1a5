package simulator

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// paging is the page a request asks for. Pages are counted from zero.
type paging struct{ page, size int }

// greatestPage keeps page*size inside an int everywhere.
const greatestPage = 1 << 31 / 1000

// paging reads page and max. It answers 400 and returns false when they make
// no sense.
func (x *exchange) paging() (paging, bool) {
	size := x.sim.config.PageSize
	page, okPage := x.intParam("page", 0)
	asked, okMax := x.intParam("max", size)
	if !okPage || !okMax || page < 0 || asked < 1 {
		x.violation("page is below 0 or max below 1")
		x.fail(http.StatusBadRequest, "")
		return paging{}, false
	}
	if asked > size {
		x.violation("max is above the limit")
		if x.sim.config.RefuseOversizedPages || x.strictPages {
			x.fail(http.StatusBadRequest, fmt.Sprintf("Requested page size %d exceeds the defined limit of %d", asked, size))
			return paging{}, false
		}
		asked = size
	}
	return paging{page: min(page, greatestPage), size: asked}, true
}

// intParam reads an integer parameter; false means that it is none.
func (x *exchange) intParam(name string, missing int) (int, bool) {
	text := x.query.Get(name)
	if text == "" {
		return missing, true
	}
	v, err := strconv.ParseInt(text, 10, 32)
	return int(v), err == nil
}

// list describes a list to be paged.
type list struct {
	item      string // name of the array beside pageDetails
	total     int
	hideTotal bool // alert lists have no totalCount
	// rows calls row for count rows from the offset on. It is called once.
	rows func(offset, count int)
}

// servePage answers with one page of a list.
func (x *exchange) servePage(l list) {
	p, ok := x.paging()
	if !ok {
		return
	}
	x.item = l.item
	offset := min(p.page*p.size, l.total)
	if p.page > 0 && offset > 0 && x.faulted(FaultShiftedRows) {
		offset--
	}
	count := min(p.size, l.total-offset)
	w := x.json()
	w.beginObject()
	w.object("pageDetails")
	w.num("count", int64(count))
	if !l.hideTotal {
		w.num("totalCount", int64(l.total))
	}
	if p.page > 0 {
		w.str("prevPageUrl", x.pageURL(p, p.page-1))
	} else {
		w.null("prevPageUrl")
	}
	switch {
	case offset+count < l.total:
		w.str("nextPageUrl", x.bendNext(x.pageURL(p, p.page+1), x.pageURL(p, p.page)))
	case x.faulted(FaultEmptyNext):
		w.str("nextPageUrl", "")
	default:
		w.null("nextPageUrl")
	}
	w.endObject()
	w.array(l.item)
	if count > 0 {
		l.rows(offset, count)
	}
	w.endArray()
	w.endObject()
}

// pageURL is the absolute URL of another page: max and page first, then the
// filters of this request.
func (x *exchange) pageURL(p paging, page int) string {
	rest := make(url.Values, len(x.query))
	for name, values := range x.query {
		if name != "max" && name != "page" {
			rest[name] = values
		}
	}
	u := fmt.Sprintf("%s%s%s?max=%d&page=%d", x.origin(), apiPrefix, (&url.URL{Path: x.path}).EscapedPath(), p.size, page)
	if len(rest) > 0 {
		u += "&" + rest.Encode()
	}
	return u
}
