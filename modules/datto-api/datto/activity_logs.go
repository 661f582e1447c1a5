package datto

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"time"
)

// ActivityLogsService reads the account's activity log. See [Client.ActivityLogs].
type ActivityLogsService struct{ client *Client }

// ActivityOrder is the order of the activity log.
type ActivityOrder string

// The two orders of the activity log, by time.
const (
	ActivityOrderAscending  ActivityOrder = "asc"
	ActivityOrderDescending ActivityOrder = "desc"
)

// ActivityLogListOptions choose rows of the activity log. Values of one field are
// alternatives; fields narrow each other.
type ActivityLogListOptions struct {
	// From and Until bound the time of the activities, to the second. With
	// neither, the API answers with the last 15 minutes only.
	From, Until time.Time
	// Order is the order by time; empty leaves it to the server.
	Order ActivityOrder
	// Entities are what was acted on, in any letter case.
	Entities []ActivityEntity
	// Categories are categories such as "job" and "remote".
	Categories []string
	// Actions are actions such as "deployment" and "chat".
	Actions []string
	// SiteIDs and UserIDs are numeric ids, not UIDs.
	SiteIDs, UserIDs []int64
	// Search looks for a text. Platforms on builds before 201 ignore it.
	Search string
	// PageSize is the number of rows of a page, at most 250. More is taken for
	// 250; zero leaves it to the server.
	PageSize int
	// After is the [Page.Next] of the page before. All walks ignore it.
	After string
}

// activityTime is the one form in which the activity log takes times.
const activityTime = "2006-01-02T15:04:05Z"

func (o *ActivityLogListOptions) query() listQuery {
	if o == nil {
		return listQuery{}
	}
	q := pageQuery(0, 0)
	q.first = o.After
	// This list calls the page size by another name, and ignores the usual one
	// without a word.
	q.setSize("size", o.PageSize)
	if !o.From.IsZero() {
		q.values.Set("from", o.From.UTC().Format(activityTime))
	}
	if !o.Until.IsZero() {
		q.values.Set("until", o.Until.UTC().Format(activityTime))
	}
	if !o.From.IsZero() && !o.Until.IsZero() && o.Until.Before(o.From) {
		q.err = &ValidationError{Field: "Until", Reason: "it is before From"}
	}
	switch o.Order {
	case "", ActivityOrderAscending, ActivityOrderDescending:
		q.set("order", string(o.Order))
	default:
		q.err = &ValidationError{Field: "Order", Reason: "it must be asc or desc"}
	}
	entities := make([]string, 0, len(o.Entities))
	for _, e := range o.Entities {
		// Upper case in answers, lower case in the query.
		entities = append(entities, strings.ToLower(string(e)))
	}
	q.set("entities", strings.Join(entities, ","))
	q.set("categories", strings.Join(o.Categories, ","))
	q.set("actions", strings.Join(o.Actions, ","))
	q.set("siteIds", joinIDs(o.SiteIDs))
	q.set("userIds", joinIDs(o.UserIDs))
	q.set("searchQuery", o.Search)
	return q
}

func joinIDs(ids []int64) string {
	texts := make([]string, 0, len(ids))
	for _, id := range ids {
		texts = append(texts, strconv.FormatInt(id, 10))
	}
	return strings.Join(texts, ",")
}

// List reads one page of the activity log. Nil options read the first page of the
// last 15 minutes.
//
//datto:operation GET /v2/activity-logs
func (s *ActivityLogsService) List(ctx context.Context, options *ActivityLogListOptions, opts ...CallOption) (*Page[ActivityLog], error) {
	return listOf[ActivityLog](s.client, opListActivityLogs, options.query(), opts).one(ctx)
}

// All walks the activity log. Any span of time can be walked: the cursor has no
// depth limit. Set Until for a span that ends, because new rows are added all
// the time. Nil options walk the last 15 minutes.
//
//datto:operation GET /v2/activity-logs
func (s *ActivityLogsService) All(ctx context.Context, options *ActivityLogListOptions, opts ...CallOption) iter.Seq2[ActivityLog, error] {
	return listOf[ActivityLog](s.client, opListActivityLogs, options.query(), opts).all(ctx)
}
