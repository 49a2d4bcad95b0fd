package spec

import (
	"slices"
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation"
)

// What the API server refuses of an affinity (pkg/apis/core/validation of Kubernetes), but
// for what the types say.

func (c *valueChecker) affinity(path string, a Affinity) {
	c.nodeAffinity(path+".nodeAffinity", a.NodeAffinity)
	c.podAffinity(path+".podAffinity", a.PodAffinity)
	c.podAffinity(path+".podAntiAffinity", a.PodAntiAffinity)
}

const (
	requiredTerms  = ".requiredDuringSchedulingIgnoredDuringExecution"
	preferredTerms = ".preferredDuringSchedulingIgnoredDuringExecution"
)

func (c *valueChecker) nodeAffinity(path string, n NodeAffinity) {
	for i, term := range n.Required.NodeSelectorTerms {
		c.nodeTerm(item(path+requiredTerms+".nodeSelectorTerms", i), term)
	}
	for i, preferred := range n.Preferred {
		at := item(path+preferredTerms, i)
		c.weight(at, preferred.Weight)
		c.nodeTerm(at+".preference", preferred.Preference)
	}
}

func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func (c *valueChecker) weight(path string, weight int32) {
	if weight < 1 || weight > 100 {
		c.invalid(path+".weight", "%d must be between 1 and 100; correct it", weight)
	}
}

func (c *valueChecker) nodeTerm(path string, term NodeSelectorTerm) {
	for i, r := range term.MatchExpressions {
		c.requirement(item(path+".matchExpressions", i), r.Key, string(r.Operator), r.Values)
	}
	for i, r := range term.MatchFields {
		at := item(path+".matchFields", i)
		if r.Key != "metadata.name" {
			c.invalid(at+".key", "%q must be metadata.name, the only field of nodes that can be selected; correct it", r.Key)
		}
		if r.Operator != NodeIn && r.Operator != NodeNotIn || len(r.Values) != 1 {
			c.invalid(at, "must be the operator In or NotIn with one value, the name of a node; correct it")
		}
	}
}

// requirement checks what labels are compared with: a key, and as many values as the operator
// wants.
func (c *valueChecker) requirement(path, key, operator string, values []string) {
	if key == "" {
		c.missing(path+".key", "write the key of a label")
	}
	c.qualifiedName(path+".key", key)
	for i, value := range values {
		if len(validation.IsValidLabelValue(value)) > 0 {
			c.invalid(item(path+".values", i), "%q must be the value of a label; write at most 63 letters, digits, dashes, "+
				"dots and underscores", value)
		}
	}
	switch operator {
	case "":
		c.missing(path+".operator", "write In, NotIn, Exists or DoesNotExist")
	case "In", "NotIn":
		if len(values) == 0 {
			c.missing(path+".values", "write the values that In and NotIn compare with")
		}
	case "Exists", "DoesNotExist":
		if len(values) > 0 {
			c.forbidden(path+".values", "has no effect with the operator %s; remove it", operator)
		}
	case "Gt", "Lt":
		if len(values) != 1 || !isNumber(values[0]) {
			c.invalid(path+".values", "must be one whole number with the operator %s; correct it", operator)
		}
	}
}

func isNumber(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}

func (c *valueChecker) podAffinity(path string, p PodAffinity) {
	for i, term := range p.Required {
		c.podTerm(item(path+requiredTerms, i), term)
	}
	for i, weighted := range p.Preferred {
		at := item(path+preferredTerms, i)
		c.weight(at, weighted.Weight)
		c.podTerm(at+".podAffinityTerm", weighted.PodAffinityTerm)
	}
}

func (c *valueChecker) podTerm(path string, term PodTerm) {
	if term.TopologyKey == "" {
		c.missing(path+".topologyKey", "write the label of nodes that tells places apart, such as "+
			"topology.kubernetes.io/zone")
	}
	c.qualifiedName(path+".topologyKey", term.TopologyKey)
	c.labelSelector(path+".labelSelector", term.LabelSelector)
	c.labelSelector(path+".namespaceSelector", term.NamespaceSelector)
	for i, namespace := range term.Namespaces {
		c.namespace(item(path+".namespaces", i), namespace)
	}
	if len(term.MatchLabelKeys)+len(term.MismatchLabelKeys) > 0 && term.LabelSelector == nil {
		c.missing(path+".labelSelector", "matchLabelKeys and mismatchLabelKeys narrow it; write one")
	}
	for _, keys := range []struct {
		name string
		list []string
	}{{"matchLabelKeys", term.MatchLabelKeys}, {"mismatchLabelKeys", term.MismatchLabelKeys}} {
		once(c.report, path+"."+keys.name, keys.list)
		for i, key := range keys.list {
			c.qualifiedName(item(path+"."+keys.name, i), key)
			if term.LabelSelector.names(key) {
				c.invalid(item(path+"."+keys.name, i), "%s is a label of labelSelector already; remove it from one of them", key)
			} else if keys.name == "mismatchLabelKeys" && slices.Contains(term.MatchLabelKeys, key) {
				c.invalid(item(path+"."+keys.name, i), "%s is one of matchLabelKeys already; remove it from one of them", key)
			}
		}
	}
}

// names reports whether a selector asks for a label.
func (s *LabelSelector) names(key string) bool {
	if s == nil {
		return false
	}
	_, is := s.MatchLabels[key]
	return is || slices.ContainsFunc(s.MatchExpressions, func(r LabelRequirement) bool { return r.Key == key })
}

func (c *valueChecker) labelSelector(path string, s *LabelSelector) {
	if s == nil {
		return
	}
	c.labels(path+".matchLabels", s.MatchLabels)
	for i, r := range s.MatchExpressions {
		c.requirement(item(path+".matchExpressions", i), r.Key, string(r.Operator), r.Values)
	}
}
