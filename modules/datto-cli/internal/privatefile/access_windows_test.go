package privatefile

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"
)

// keepsNoAccessLists skips a test under Wine, which makes mode bits of an access list
// and forgets whatever they cannot tell.
func keepsNoAccessLists(t *testing.T) {
	t.Helper()
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil {
		t.Skip("Wine does not keep this access list")
	}
}

// admit gives path an access list of its own: what sddl says, for this user too.
func admit(t *testing.T, path, sddl string) {
	t.Helper()
	user, err := currentUser()
	require.NoError(t, err)
	descriptor, err := windows.SecurityDescriptorFromString("D:P(A;;FA;;;" + user.String() + ")" + sddl)
	require.NoError(t, err)
	list, _, err := descriptor.DACL()
	require.NoError(t, err)
	require.NoError(t, windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, list, nil))
}

func TestWhatIsMadeLetsInThisUserAlone(t *testing.T) {
	keepsNoAccessLists(t)
	f := newFile(t)
	require.NoError(t, f.Write([]byte("secret")))
	user, err := currentUser()
	require.NoError(t, err)
	for _, path := range []string{f.Path, filepath.Dir(f.Path)} {
		descriptor, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
		require.NoError(t, err)
		list, _, err := descriptor.DACL()
		require.NoError(t, err)
		require.EqualValues(t, 1, list.AceCount, path)
		assert.Contains(t, descriptor.String(), user.String())
		control, _, err := descriptor.Control()
		require.NoError(t, err)
		assert.NotZero(t, control&windows.SE_DACL_PROTECTED, "nothing is inherited")
	}
}

func TestWhatOthersCanReadIsRefused(t *testing.T) {
	for name, sddl := range map[string]string{
		"everyone": "(A;;FR;;;WD)", "users": "(A;;FR;;;BU)", "authenticated users": "(A;;FR;;;AU)",
	} {
		t.Run(name, func(t *testing.T) {
			if name != "everyone" {
				keepsNoAccessLists(t)
			}
			f := newFile(t)
			require.NoError(t, f.Write([]byte("secret")))
			admit(t, f.Path, sddl)
			var exposed *ExposedError
			_, err := f.Read()
			require.ErrorAs(t, err, &exposed)
			user, err := currentUser()
			require.NoError(t, err)
			assert.Regexp(t, `^icacls "`+regexp.QuoteMeta(f.Path)+`" /inheritance:r /grant:r "\*`+user.String()+`:F" /remove "\*S-1-[-0-9]+"$`, exposed.Fix)
			require.NoError(t, f.Write([]byte("new")))
			require.NoError(t, f.Check(), "a write makes it private again")
		})
	}
}

func TestTheFixForWhatOthersCanReadFixesIt(t *testing.T) {
	if windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil {
		t.Skip("Wine's icacls does nothing")
	}
	f := newFile(t)
	require.NoError(t, f.Write([]byte("secret")))
	admit(t, f.Path, "(A;;FR;;;WD)")
	admit(t, filepath.Dir(f.Path), "(A;OICI;FA;;;BU)")
	for range 2 { // the directory, then the file
		var exposed *ExposedError
		require.ErrorAs(t, f.Check(), &exposed)
		fix := exec.CommandContext(t.Context(), "icacls.exe")
		fix.SysProcAttr = &syscall.SysProcAttr{CmdLine: exposed.Fix}
		out, err := fix.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	require.NoError(t, f.Check())
}

func TestAdministratorsAndTheSystemMayBeOnTheList(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.Write([]byte("secret")))
	admit(t, f.Path, "(A;;FA;;;SY)(A;;FA;;;BA)")
	assert.NoError(t, f.Check())
}

func TestADirectoryThatOthersCanEnterIsRefused(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.Write([]byte("secret")))
	admit(t, filepath.Dir(f.Path), "(A;OICI;FA;;;WD)")
	var exposed *ExposedError
	_, err := f.Read()
	require.ErrorAs(t, err, &exposed)
	require.ErrorAs(t, f.Write([]byte("x")), &exposed)
	assert.Contains(t, exposed.Fix, `:(OI)(CI)F"`)
}

func TestADirectoryOfOursIsMended(t *testing.T) {
	f := newFile(t)
	f.Mend = true
	require.NoError(t, f.Write([]byte("secret")))
	admit(t, filepath.Dir(f.Path), "(A;OICI;FA;;;WD)")
	_, err := f.Read()
	require.NoError(t, err)
	require.NoError(t, File{Path: f.Path}.Check())
}

func TestAFileThatIsOpenElsewhereIsWaitedFor(t *testing.T) {
	for name, test := range map[string]struct {
		err      error
		patience time.Duration
		want     time.Duration
	}{
		"it is in use":           {windows.ERROR_SHARING_VIOLATION, 0, busyWait},
		"it may be in use":       {windows.ERROR_ACCESS_DENIED, busyWait, busyWait},
		"nobody may":             {windows.ERROR_ACCESS_DENIED, 5 * busyRetry, 5 * busyRetry},
		"that is not the reason": {windows.ERROR_DISK_FULL, busyWait, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				failure := &os.PathError{Op: "open", Path: "f", Err: test.err}
				require.ErrorIs(t, insist(test.patience, func() error { return failure }), test.err)
				assert.Equal(t, test.want, time.Since(start))

				tries := 0
				require.NoError(t, insist(busyWait, func() error {
					if tries++; tries < 3 && test.want > 0 {
						return failure
					}
					return nil
				}))
			})
		})
	}
}

func TestReadersAndAWriterDoNotKeepEachOtherOut(t *testing.T) {
	f := newFile(t)
	require.NoError(t, f.Write([]byte("old")))
	// hold keeps the file open as somebody who shares nothing does.
	hold := func(t *testing.T) {
		name, err := windows.UTF16PtrFromString(f.Path)
		require.NoError(t, err)
		handle, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
		require.NoError(t, err)
		time.AfterFunc(5*busyRetry/2, func() { assert.NoError(t, windows.CloseHandle(handle)) })
	}
	synctest.Test(t, func(t *testing.T) {
		hold(t)
		data, err := f.Read()
		require.NoError(t, err)
		assert.Equal(t, "old", string(data))
		hold(t)
		require.NoError(t, f.Write([]byte("new")))
		hold(t)
		require.NoError(t, f.Update(t.Context(), func([]byte) ([]byte, error) { return nil, nil }))
	})
}
