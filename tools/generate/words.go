package main

import (
	"strings"
	"unicode"
)

// spelling gives the Go form of enumeration values whose letters alone do not tell where a word ends.
var spelling = map[string]string{
	"esxihost":           "ESXiHost",
	"rmmnetworkdevice":   "RMMNetworkDevice",
	"rmm_default":        "Default",
	"CPU":                "CPU",
	"PSU":                "PSU",
	"DISKHEALTH":         "DiskHealth",
	"SNMP_THROUGHPUT":    "SNMPThroughput",
	"NOTDETECTED":        "NotDetected",
	"NOTRUNNING":         "NotRunning",
	"RUNNINGNOTUPTODATE": "RunningNotUpToDate",
	"NOT_UPTODATE":       "NotUpToDate",
	"STARTPENDING":       "StartPending",
	"STOPPENDING":        "StopPending",
	"CONTINUEPENDING":    "ContinuePending",
	"PAUSEPENDING":       "PausePending",
	"http":               "HTTP",
	"socks4":             "SOCKS4",
	"socks5":             "SOCKS5",
}

// constantName turns a value of an enumeration into the tail of a Go constant: APPROVED_PENDING gives ApprovedPending.
func constantName(value string) string {
	if known, found := spelling[value]; found {
		return known
	}
	var name strings.Builder
	for word := range strings.FieldsFuncSeq(value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.ToUpper(word) == word {
			word = strings.ToLower(word)
		}
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String()
}
