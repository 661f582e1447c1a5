module github.com/datto-go/datto-rmm/tools

go 1.26.0
