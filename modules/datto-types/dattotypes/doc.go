// Package dattotypes holds the models of the Datto RMM API v2: devices, sites, alerts, audits, jobs and all else that its
// requests and answers consist of. Package datto, the client, gives the same types under its own name, so most programs
// import only that.
//
// The structs are generated from the project's contract. They decode what the API sends, which is not always what its
// document promises:
//
//   - Texts, times and lists are plain values: null, absent and empty all read as zero. Numbers, booleans and objects that
//     can be null are pointers, because a rebootRequired of null is not false. Numeric ids are plain: no id is zero.
//   - Times are a [Timestamp], whether the API sends epoch milliseconds, epoch seconds or ISO 8601. Warranties end on a [Date].
//   - Sizes are [Bytes], whether they come as numbers or as texts.
//   - Enumerations are string types with constants, and open: a value without a constant decodes.
//   - User-defined fields are [UDFs], which hold only those that are set.
//   - What an alert is about is an [AlertContext]: JSON as it came, with a typed view for each known class.
//   - Members that this version does not know are left out.
//
// Requests are types of their own. What is optional in them is a pointer, so that leaving it out and sending it empty differ.
//
// # Secrets
//
// User-defined fields, values of variables, proxy passwords and API keys print as [redacted] in fmt and slog, wherever they
// stand in a value. JSON gives them, because they are the user's data. One thing to know about slog: its JSON handler hands
// slices and maps of models, and structs that hold some, to encoding/json; log the models one by one, or by their uid.
//
// # Names of members
//
// encoding/json matches names of members without regard to case, the client matches them exactly. No model has two members that
// differ only in case, except the context of an SNMP probe, whose view matches exactly in any case.
//
// All types are plain values: concurrent reads are safe, concurrent changes are not.
package dattotypes
