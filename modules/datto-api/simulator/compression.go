package simulator

import (
	"bytes"
	"compress/gzip"
	"strings"
)

// smallestCompressed is the length from which compression pays.
const smallestCompressed = 2048

// compress replaces the body by its gzip form when the caller takes that.
func (x *exchange) compress() {
	if len(x.w.b) < smallestCompressed || !acceptsGzip(x.req.Header.Get("Accept-Encoding")) {
		return
	}
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return
	}
	if _, err := writer.Write(x.w.b); err != nil {
		return
	}
	if writer.Close() != nil {
		return
	}
	x.w.b = append(x.w.b[:0], packed.Bytes()...)
	x.header("Content-Encoding", "gzip")
}

func acceptsGzip(header string) bool {
	for coding := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return strings.ReplaceAll(quality, " ", "") != "q=0"
		}
	}
	return false
}
