package simulator

// user is somebody who can log in to the account. The API gives users no id
// and no uid; the numeric id appears in the activity log only.
type user struct {
	person
	id int64
}

func (u user) username() string { return u.login() }

func (u user) email() string { return u.login() + "@msp.example" }

// keyOwner is the user to whom the API keys belong. All that the API is asked
// to do is recorded as this user's doing.
var keyOwner = user{person{"Ines", "Archer"}, userIDBase}

const (
	userIDBase = 3_301
	userCount  = 20
)

// user returns one of the account's users; the first owns the keys.
func (f *fleet) user(index int) user {
	if index == 0 {
		return keyOwner
	}
	// Seven has no factor in common with the number of given names, so that no
	// two users share one.
	return user{person{givenNames[(index*7+3)%len(givenNames)], familyNames[(index*5+1)%len(familyNames)]}, userIDBase + int64(index)*4}
}

func (s *Simulator) listUsers(x *exchange) {
	x.servePage(list{item: "users", total: userCount, rows: func(offset, count int) {
		for index := offset; index < offset+count; index++ {
			s.writeUser(x.w, index)
		}
	}})
}

func (s *Simulator) writeUser(w *wire, index int) {
	u := s.fleet.user(index)
	d := s.fleet.dice(streamPerson, index)
	w.beginObject()
	w.str("lastName", u.family)
	w.str("firstName", u.given)
	w.str("username", u.username())
	w.str("email", u.email())
	if d.percent(40) {
		w.str("telephone", "+1 555 01"+fourDigits(d.n(100))[2:])
	} else {
		w.null("telephone")
	}
	disabled := index > 0 && d.percent(10)
	status := "active"
	if disabled {
		status = "disabled"
	}
	w.str("status", status)
	w.num("created", s.fleet.started-int64(d.between(100, 2000))*day-int64(d.n(int(day))))
	switch {
	case index > 0 && d.percent(10):
		w.num("lastAccess", never) // invited, never came
	default:
		w.num("lastAccess", s.fleet.started-int64(d.between(1, 20_000))*minute)
	}
	w.boolean("disabled", disabled)
	w.endObject()
}

// resetKeys gives the caller a new key pair. The old one and every token that
// was given out on it are dead from then on.
func (s *Simulator) resetKeys(x *exchange) {
	s.state.keyVersion++
	s.state.key, s.state.secret = inventKeys(s.config.Seed, s.state.keyVersion)
	clear(s.state.tokens)
	w := x.json()
	w.beginObject()
	w.str("apiAccessKey", s.state.key)
	w.str("apiSecretKey", s.state.secret)
	w.str("userName", keyOwner.username())
	w.endObject()
}
