package datto

import (
	"encoding/json"
	"net/url"
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
	secrets := appendForms(appendForms(nil, credentials.APIKey), credentials.APISecret)
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
			secrets = appendForms(secrets, v)
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

// appendForms adds a secret as it is, and as a server would write it that repeats
// a body or an address unread.
func appendForms(secrets []string, secret string) []string {
	secrets = append(secrets, secret)
	if quoted, err := json.Marshal(secret); err == nil && string(quoted) != `"`+secret+`"` {
		secrets = append(secrets, string(quoted[1:len(quoted)-1]))
	}
	if escaped := url.QueryEscape(secret); escaped != secret {
		secrets = append(secrets, escaped)
	}
	return secrets
}

func isSecretMember(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "udf") || strings.HasPrefix(name, "value") || strings.Contains(name, "password")
}
