package privatefile

import (
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"
)

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
			f := newFile(t)
			require.NoError(t, f.Write([]byte("secret")))
			admit(t, f.Path, sddl)
			var exposed *ExposedError
			_, err := f.Read()
			require.ErrorAs(t, err, &exposed)
			assert.Contains(t, exposed.NextStep(), "icacls")
			assert.NotContains(t, exposed.NextStep(), "%", "PowerShell knows no such variables")
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
}
