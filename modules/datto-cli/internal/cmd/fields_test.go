package cmd_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/datto-go/datto-rmm/modules/datto-cli/internal/exitcode"
)

func TestFieldsMakeABody(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"-f a=1 -F b=1 -F c=null -f d=": `{"a":"1","b":1,"c":null,"d":""}`,
		"-f job[name]=x -f job[component][uid]=y -f job[component][variables][][name]=n -f job[component][variables][][value]=1 -f job[component][variables][][name]=m -f job[component][variables][][value]=2": `{"job":{"component":{"uid":"y","variables":[{"name":"n","value":"1"},{"name":"m","value":"2"}]},"name":"x"}}`,
		"-f a[]=1 -F a[]=2 -F a[]=null":                                 `{"a":["1",2,null]}`,
		"-f v[][name]=n -F v[][value]=1 -f v[][name]=m -F v[][value]=2": `{"v":[{"name":"n","value":1},{"name":"m","value":2}]}`,
		"-f [a]=1 -f b[=2 -f c]=3 -F d[][]=4":                           `{"[a]":"1","b[":"2","c]":"3","d":[[4]]}`,
		"--raw-field a=true --field b=true":                             `{"a":"true","b":true}`,
	} {
		w := newWorld(t)
		require.Zero(t, w.run(t.Context(), append([]string{"api", "PUT", "/v2/x", "--dry-run"}, strings.Fields(args)...)...), w.err.String())
		require.Equal(t, "PUT /v2/x\n"+want+"\n", w.out.String())
	}
	for _, args := range []string{"-f a=1 -f a=2", "-f a=1 -F a[b]=2", "-f a[b]=1 -f a[]=2", `-F a={"b":1} -f a[c]=2`, "-F a=null -f a=2", "-f a[b]=1 -f a=2"} {
		w := newWorld(t)
		require.Equal(t, exitcode.Failed, w.run(t.Context(), append([]string{"api", "PUT", "/v2/x", "--yes"}, strings.Fields(args)...)...), args)
		require.Contains(t, w.err.String(), "contradicts one before it")
		require.Zero(t, w.writes())
	}
}
