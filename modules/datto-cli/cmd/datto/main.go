// Command datto is the command line of the Datto RMM API.
package main

import (
	"os"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/cmd"
)

// version is set by the build of a release.
var version string

func main() { os.Exit(cmd.Main(version)) }
