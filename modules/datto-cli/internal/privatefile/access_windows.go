package privatefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// currentUser is the account that this process runs as.
func currentUser() (*windows.SID, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, err
	}
	return user.User.Sid, nil
}

// onlyThisUser is an access list that inherits nothing and lets in this user
// alone. A directory passes it on to what is made in it.
func onlyThisUser(dir bool) (*windows.SecurityAttributes, error) {
	user, err := currentUser()
	if err != nil {
		return nil, err
	}
	inherit := ""
	if dir {
		inherit = "OICI"
	}
	descriptor, err := windows.SecurityDescriptorFromString("D:P(A;" + inherit + ";FA;;;" + user.String() + ")")
	if err != nil {
		return nil, err
	}
	attributes := &windows.SecurityAttributes{SecurityDescriptor: descriptor}
	attributes.Length = uint32(unsafe.Sizeof(*attributes))
	return attributes, nil
}

func makePrivateDir(dir string) error {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return err
	}
	attributes, err := onlyThisUser(true)
	if err != nil {
		return err
	}
	if err := windows.CreateDirectory(name, attributes); err != nil {
		return &fs.PathError{Op: "mkdir", Path: dir, Err: err}
	}
	return nil
}

// create makes a new file that is private from its first moment on.
func create(path string) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	attributes, err := onlyThisUser(false)
	if err != nil {
		return nil, err
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_WRITE, 0, attributes,
		windows.CREATE_NEW, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "create", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}

const (
	// busyWait is how long another process is given to close a file. It may be a virus
	// scanner, or one of ours between two steps of a rename.
	busyWait  = 2 * time.Second
	busyRetry = 20 * time.Millisecond
)

// insist does what Windows refuses while another process has the file open. When
// access is denied, it is not known whether that is the reason: patience says for how
// long that is asked again.
func insist(patience time.Duration, do func() error) error {
	for waited := time.Duration(0); ; waited += busyRetry {
		err := do()
		again := errors.Is(err, windows.ERROR_SHARING_VIOLATION) && waited < busyWait ||
			errors.Is(err, windows.ERROR_ACCESS_DENIED) && waited < patience
		if !again {
			return err
		}
		<-time.After(busyRetry)
	}
}

// Replace renames from to to, which may be there and may be open elsewhere for the
// moment.
func Replace(from, to string) error {
	err := insist(busyWait, func() error { return os.Rename(from, to) })
	link, ok := errors.AsType[*os.LinkError](err)
	if ok && (errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)) {
		// What Windows says does not let anybody think of the spreadsheet that shows it.
		link.Err = fmt.Errorf("another program may have it open: %w", link.Err)
	}
	return err
}

func remove(path string) error {
	return insist(busyWait, func() error { return os.Remove(path) })
}

func open(path string) (f *os.File, err error) {
	err = insist(10*busyRetry, func() error {
		f, err = os.Open(path) //nolint:gosec // The path is the user's own.
		return err
	})
	return f, err
}

func checkDir(dir string) error {
	descriptor, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	return checkDescriptor(dir, true, descriptor)
}

// mendDir makes a directory of this user's private.
func mendDir(dir string) error {
	descriptor, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	owner, _, err := descriptor.Owner()
	if err != nil {
		return err
	}
	user, err := currentUser()
	if err != nil {
		return err
	}
	// What an administrator makes belongs to all of them.
	if !trusted(owner, user) {
		return fs.ErrPermission
	}
	private, err := onlyThisUser(true)
	if err != nil {
		return err
	}
	list, _, err := private.SecurityDescriptor.DACL()
	if err != nil {
		return err
	}
	return windows.SetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, list, nil)
}

func checkFile(f *os.File) error {
	descriptor, err := windows.GetSecurityInfo(windows.Handle(f.Fd()), windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return &fs.PathError{Op: "open", Path: f.Name(), Err: err}
	}
	return checkDescriptor(f.Name(), false, descriptor)
}

// trusted reports whether an account may be on the access list of user's files.
func trusted(sid, user *windows.SID) bool {
	return sid.Equals(user) ||
		sid.IsWellKnown(windows.WinLocalSystemSid) || sid.IsWellKnown(windows.WinBuiltinAdministratorsSid)
}

// checkDescriptor accepts access lists that let in this user, administrators and
// the system.
func checkDescriptor(path string, dir bool, descriptor *windows.SECURITY_DESCRIPTOR) error {
	user, err := currentUser()
	if err != nil {
		return err
	}
	owner, _, err := descriptor.Owner()
	if err != nil {
		return err
	}
	if owner == nil || !trusted(owner, user) {
		return &ExposedError{Path: path, Reason: "it belongs to another user", Fix: `takeown /f "` + path + `"`}
	}
	// Accounts are named by their ids, which are the same in every language and need
	// no variable that only one of the shells knows.
	full := ":F"
	if dir {
		full = ":(OI)(CI)F"
	}
	fix := `icacls "` + path + `" /inheritance:r /grant:r "*` + user.String() + full + `"`
	exposed := func(reason string) error { return &ExposedError{Path: path, Reason: reason, Fix: fix} }
	list, _, err := descriptor.DACL()
	if errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) || err == nil && list == nil {
		return exposed("it has no access list, so that everybody can read it")
	}
	if err != nil {
		return err
	}
	var strangers []string
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return err
		}
		// Entries that deny can only make it more private. Every other kind lets
		// somebody in, and kinds with a different layout are not told apart here.
		if entry.Header.AceType == windows.ACCESS_DENIED_ACE_TYPE {
			continue
		}
		if entry.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE {
			return exposed("its access list has an entry of an unknown kind")
		}
		sid := (*windows.SID)(unsafe.Pointer(&entry.SidStart)) //nolint:gosec // The entry ends in the id, which has no fixed length.
		if name := nameOf(sid); !trusted(sid, user) && !slices.Contains(strangers, name) {
			strangers = append(strangers, name)
			fix += ` /remove "*` + sid.String() + `"`
		}
	}
	if len(strangers) > 0 {
		return exposed("its access list lets in " + strings.Join(strangers, ", "))
	}
	return nil
}

func nameOf(sid *windows.SID) string {
	name, domain, _, err := sid.LookupAccount("")
	if err != nil {
		return sid.String()
	}
	if domain == "" {
		return name
	}
	return domain + `\` + name
}
