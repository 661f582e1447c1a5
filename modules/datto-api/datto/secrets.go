package datto

import (
	"encoding/json"
	"sort"
	"strings"
)

// minSecret is the length from which a value is looked for in the server's
// texts. Shorter ones occur in any text.
const minSecret = 4

// secretsOf lists what must not appear in an error about the exchange: key,
// secret, token, and the secret values of its body. It is called on failures
// only. Longer values come first, so that one inside another leaves no rest.
func (c *Client) secretsOf(x *exchange) []string {
	credentials := c.tokens.credentials()
	secrets := []string{credentials.APIKey, credentials.APISecret}
	if x.grant != nil {
		secrets = append(secrets, x.grant.token.AccessToken)
	}
	if len(x.body) > 0 {
		var body any
		if json.Unmarshal(x.body, &body) == nil {
			secrets = appendSecretValues(secrets, "", body)
		}
	}
	long := secrets[:0]
	for _, s := range secrets {
		if len(s) >= minSecret {
			long = append(long, s)
		}
	}
	sort.Slice(long, func(i, j int) bool { return len(long[i]) > len(long[j]) })
	return long
}

// appendSecretValues adds the strings of v that stand under a name which carries
// secrets: UDFs, values of variables, passwords.
func appendSecretValues(secrets []string, name string, v any) []string {
	switch v := v.(type) {
	case string:
		if isSecretMember(name) {
			secrets = append(secrets, v)
		}
	case []any:
		for _, item := range v {
			secrets = appendSecretValues(secrets, name, item)
		}
	case map[string]any:
		for member, item := range v {
			secrets = appendSecretValues(secrets, member, item)
		}
	}
	return secrets
}

func isSecretMember(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "udf") || strings.HasPrefix(name, "value") || strings.Contains(name, "password")
}
