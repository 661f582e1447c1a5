module github.com/datto-go/datto-rmm/modules/datto-api

go 1.26.0

require (
	github.com/datto-go/datto-rmm/modules/datto-types v0.0.0
	github.com/go-json-experiment/json v1.27.2
	github.com/stretchr/testify v1.12.1
	golang.org/x/oauth2 v0.37.0
)

require github.com/jarcoal/httpmock v1.4.2

require (
	go.uber.org/goleak v1.3.0
	go.yaml.in/yaml/v3 v3.0.5 // indirect
)

replace github.com/datto-go/datto-rmm/modules/datto-types => ../datto-types
