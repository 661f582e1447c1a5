module github.com/datto-go/datto-rmm/modules/datto-cli

go 1.26.0

require (
	github.com/datto-go/datto-rmm/modules/datto-api v0.0.0
	github.com/datto-go/datto-rmm/modules/datto-types v0.0.0
	github.com/spf13/cobra v1.10.2
	github.com/stretchr/testify v1.12.1
)

replace (
	github.com/datto-go/datto-rmm/modules/datto-api => ../datto-api
	github.com/datto-go/datto-rmm/modules/datto-types => ../datto-types
)
