package privatefile

import (
	"errors"
	"io/fs"
	"os"
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

func open(path string) (*os.File, error) { return os.Open(path) } //nolint:gosec // The path is the user's own.

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
	replaceTries = 100
	replaceRetry = 20 * time.Millisecond
)

// replace renames from to to. Another process that has the file open for the
// moment, a reader or a virus scanner, makes Windows refuse: it is asked again.
func replace(from, to string) error {
	var err error
	for range replaceTries {
		err = os.Rename(from, to)
		if !errors.Is(err, windows.ERROR_ACCESS_DENIED) && !errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
			return err
		}
		<-time.After(replaceRetry)
	}
	return err
}

func checkDir(dir string) error {
	descriptor, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	return checkDescriptor(dir, descriptor, "(OI)(CI)F")
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
	if !owner.Equals(user) {
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
	return checkDescriptor(f.Name(), descriptor, "F")
}

// checkDescriptor accepts access lists that let in this user, administrators and
// the system. rights are all that this user needs, as icacls writes them.
func checkDescriptor(path string, descriptor *windows.SECURITY_DESCRIPTOR, rights string) error {
	user, err := currentUser()
	if err != nil {
		return err
	}
	// Ids instead of names, which are in the language of the system, and no variables,
	// which cmd and PowerShell write differently.
	private := `icacls "` + path + `" /inheritance:r /grant:r "*` + user.String() + ":" + rights + `"`
	exposed := func(reason, fix string) error { return &ExposedError{Path: path, Reason: reason, Fix: fix} }
	trusted := func(sid *windows.SID) bool {
		return sid.Equals(user) ||
			sid.IsWellKnown(windows.WinLocalSystemSid) || sid.IsWellKnown(windows.WinBuiltinAdministratorsSid)
	}
	owner, _, err := descriptor.Owner()
	if err != nil {
		return err
	}
	if owner == nil || !trusted(owner) {
		return exposed("it belongs to another user", `takeown /f "`+path+`"`)
	}
	list, _, err := descriptor.DACL()
	if errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) || err == nil && list == nil {
		return exposed("it has no access list, so that everybody can read it", private)
	}
	if err != nil {
		return err
	}
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
			return exposed("its access list has an entry of an unknown kind", private)
		}
		sid := (*windows.SID)(unsafe.Pointer(&entry.SidStart)) //nolint:gosec // The entry ends in the id, which has no fixed length.
		if !trusted(sid) {
			return exposed("its access list lets in "+nameOf(sid), private+` /remove:g "*`+sid.String()+`"`)
		}
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
