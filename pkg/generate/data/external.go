package data

import (
	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/generate/django"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// External are the databases, caches, the broker and the mail server that run
// elsewhere: they have no objects, only a way out and their variables.
var External = stack.Component{Name: "external", Publish: publishExternal}

func publishExternal(st *stack.Stack) error {
	for _, alias := range sorted.Keys(st.Spec.Databases) {
		if db := st.Spec.Databases[alias]; db.External != nil {
			st.Bind(django.DatabaseBinding(alias, db, django.OutsideDatabase(alias, db)))
		}
	}
	for _, alias := range sorted.Keys(st.Spec.Caches) {
		if c := st.Spec.Caches[alias]; c.External != nil {
			st.Bind(django.CacheBinding(alias, c, django.Outside(c.External, django.CacheName, alias)))
		}
	}
	if b := st.Spec.Broker; b != nil && b.External != nil {
		st.Bind(django.BrokerBinding(st, *b, django.BrokerEndpoint(st, *b)))
	}
	if m := st.Spec.Mail; m != nil {
		st.Bind(django.MailBinding(m))
	}
	return nil
}
