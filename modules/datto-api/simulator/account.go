package simulator

import "fmt"

// accountUID is the account's code: eight characters, not a UUID.
func (f *fleet) accountUID() string {
	d := f.dice(streamAccount, 0)
	return fmt.Sprintf("%c%c%c%05d", 'a'+d.n(26), 'a'+d.n(26), '0'+d.n(10), d.n(100_000))
}
