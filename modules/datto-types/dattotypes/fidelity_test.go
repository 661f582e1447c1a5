package dattotypes_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"
)

// Nobody has written down in what form these two times come.
func TestAuditTimesAreReadInEveryForm(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]dattotypes.Timestamp{
		`1600000000123`:          instant(1600000000123),
		`"1600000000123"`:        instant(1600000000123),
		`"2026-08-25T07:26:00Z"`: instant(1787642760000),
		`null`:                   {},
	} {
		bios := decodeRow[dattotypes.BIOS](t, `{"instance":"BIOS","releaseDate":`+form+`}`)
		assert.Equal(t, want, bios.ReleaseDate, form)
		device := decodeRow[dattotypes.AttachedDevice](t, `{"deviceName":"Port","driverFileLastModified":`+form+`}`)
		assert.Equal(t, want, device.DriverFileLastModified, form)
	}
}

// These look like times, and nobody knows in which form: what came is kept.
func TestTextsOfUnknownFormStayTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2026-08-25", "25/08/2026 07:26", "12 days, 4:05:06", "104400006", ""} {
		assert.Equal(t, text, decodeRow[dattotypes.Patch](t, `{"releaseDate":"`+text+`"}`).ReleaseDate)
		assert.Equal(t, text, decodeRow[dattotypes.SitePatch](t, `{"releaseDate":"`+text+`"}`).ReleaseDate)
		assert.Equal(t, text, decodeRow[dattotypes.SNMPInfo](t, `{"snmpUptime":"`+text+`"}`).SNMPUptime)
	}
}

// One document calls the member write-only, and it is part of answers.
func TestMailRecipientReceivesIsRead(t *testing.T) {
	t.Parallel()
	settings := decodeRow[dattotypes.SiteSettings](t, `{"mailRecipients":[{"name":"A","receives":0},{"name":"B","receives":6},{"name":"C","receives":null}]}`)
	require.Len(t, settings.MailRecipients, 3)
	assert.Equal(t, new(int64(0)), settings.MailRecipients[0].Receives)
	assert.Equal(t, new(int64(6)), settings.MailRecipients[1].Receives)
	assert.Nil(t, settings.MailRecipients[2].Receives)
}

func TestLinksIdentifiersAndTheAccountAreRead(t *testing.T) {
	t.Parallel()
	const portal, remote = "https://example.invalid/device/1", "https://example.invalid/remote/1"
	device := decodeRow[dattotypes.Device](t, `{"portalUrl":"`+portal+`","webRemoteUrl":"`+remote+`"}`)
	assert.Equal(t, portal, device.PortalURL)
	assert.Equal(t, remote, device.WebRemoteURL)
	audit := decodeRow[dattotypes.DeviceAudit](t, `{"portalUrl":"`+portal+`","webRemoteUrl":"`+remote+`","logicalDisks":[{"diskIdentifier":"C:"},{"diskIdentifier":"/dev/sda1"}]}`)
	assert.Equal(t, portal, audit.PortalURL)
	assert.Equal(t, remote, audit.WebRemoteURL)
	assert.Equal(t, "C:", audit.LogicalDisks[0].DiskIdentifier)
	assert.Equal(t, "/dev/sda1", audit.LogicalDisks[1].DiskIdentifier)
	assert.Equal(t, portal, decodeRow[dattotypes.Site](t, `{"portalUrl":"`+portal+`"}`).PortalURL)

	account := decodeRow[dattotypes.Account](t, `{"descriptor":{"deviceLimit":2500,"timeZone":"Europe/Berlin"}}`)
	require.NotNil(t, account.Descriptor)
	assert.Equal(t, new(int32(2500)), account.Descriptor.DeviceLimit)
	assert.Equal(t, "Europe/Berlin", account.Descriptor.TimeZone)
}

// Diagnostics are kept as they came: making them safe is for whoever prints them.
func TestAlertDiagnosticsKeepTheirMarks(t *testing.T) {
	t.Parallel()
	text := "&lrm;C:&lrm; is &lt;full&gt; \u200e\u202e" + strings.Repeat("&amp;", 2_000)
	assert.Equal(t, text, decodeRow[dattotypes.Alert](t, `{"diagnostics":"`+text+`"}`).Diagnostics)
	assert.Empty(t, decodeRow[dattotypes.Alert](t, `{"diagnostics":null}`).Diagnostics)
}
