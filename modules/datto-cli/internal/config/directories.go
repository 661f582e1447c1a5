package config

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/privatefile"
)

// directoryName is what the program's directories are called.
const directoryName = "datto-rmm"

// Directories are where the program keeps its files. None is made before
// something is written to it.
type Directories struct {
	// Config holds the settings and, in a directory of its own, credentials that
	// are not in the keyring.
	Config string
	// Cache holds what can be had again.
	Cache string
	// Moved is true when DATTO_CONFIG_DIR says so. Profiles there have nothing to do with
	// those of the same names elsewhere.
	Moved bool
}

// NoDirectoryError says that it is not known where files are kept.
type NoDirectoryError struct {
	// Err is the system's reason.
	Err error
}

// Error states the reason.
func (e *NoDirectoryError) Error() string {
	return "it is not known where this program's files are: " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *NoDirectoryError) Unwrap() error { return e.Err }

// NextStep says how to name a place.
func (*NoDirectoryError) NextStep() string {
	return "set DATTO_CONFIG_DIR to a directory that only you can write to"
}

// Locate finds the directories. DATTO_CONFIG_DIR moves all of them; without it
// they are where the system wants them: on Linux in $XDG_CONFIG_HOME and
// $XDG_CACHE_HOME or their defaults, on macOS in Library/Application Support and
// Library/Caches, on Windows in %LocalAppData%. It looks at the environment only.
// The error is a [*NoDirectoryError].
//
// The roaming directory of Windows is left alone: secrets must not travel to
// every machine that somebody logs in to.
func Locate(getenv func(string) string) (Directories, error) {
	if dir := getenv("DATTO_CONFIG_DIR"); dir != "" {
		dir, err := filepath.Abs(dir)
		if err != nil {
			return Directories{}, &NoDirectoryError{Err: err}
		}
		return Directories{Config: dir, Cache: filepath.Join(dir, "cache"), Moved: true}, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return Directories{}, &NoDirectoryError{Err: err}
	}
	if runtime.GOOS == "windows" {
		dir := filepath.Join(cache, directoryName)
		return Directories{Config: dir, Cache: filepath.Join(dir, "cache")}, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return Directories{}, &NoDirectoryError{Err: err}
	}
	return Directories{Config: filepath.Join(dir, directoryName), Cache: filepath.Join(cache, directoryName)}, nil
}

// Settings is the file of settings and profiles. It holds no secret.
func (d Directories) Settings() privatefile.File {
	return privatefile.File{Path: filepath.Join(d.Config, "config.yaml"), Lax: true}
}

// Credentials is the file of credentials that are not in the keyring.
func (d Directories) Credentials() privatefile.File {
	return privatefile.File{Path: filepath.Join(d.Config, "credentials", "profiles.json")}
}

// Tokens is the file of tokens and blocks.
func (d Directories) Tokens() privatefile.File {
	return privatefile.File{Path: filepath.Join(d.Cache, "tokens", "tokens.json"), Mend: true}
}
