package simulator

// The types of the generated operation table. They hold just what is needed to
// judge a request; what an operation answers is written by hand, from how the
// API behaves.

// operationSpec is what the contract says about the requests of one operation.
type operationSpec struct {
	Method string
	Path   string // template below /api, such as /v2/device/{deviceUid}
	Params []paramSpec
	Query  []paramSpec
	Body   *schemaSpec // nil when the operation takes no body
}

// paramSpec is one path or query parameter.
type paramSpec struct {
	Name  string
	Type  string   // string, integer, number, boolean or array
	Items string   // type of the elements of an array
	Enum  []string // values allowed, for arrays of each element; nil allows all
}

// schemaSpec is the part of a JSON schema that a request body is held to.
type schemaSpec struct {
	Type       string // object, array, string, integer, number or boolean; "" allows any
	Nullable   bool
	Enum       []string // values allowed, for strings
	Required   []string
	Properties map[string]*schemaSpec
	Items      *schemaSpec
}
