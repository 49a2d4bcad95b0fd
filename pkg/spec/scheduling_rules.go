package spec

import (
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation"
)

func (c *valueChecker) scheduling(path string, s Scheduling) {
	c.labels(path+".nodeSelector", s.NodeSelector)
	c.objectName(path+".priorityClass", s.PriorityClass)
	c.affinity(path+".affinity", s.Affinity)
	c.topologySpread(path+".topologySpread", s.TopologySpread)
	for i, t := range s.Tolerations {
		at := path + ".tolerations[" + strconv.Itoa(i) + "]"
		c.qualifiedName(at+".key", t.Key)
		switch {
		case t.Operator == TolerationExists && t.Value != "":
			c.forbidden(at+".value", "must be empty with the operator Exists; remove it")
		case len(validation.IsValidLabelValue(t.Value)) > 0:
			c.invalid(at+".value", "%q must be the value of a taint; write at most 63 letters, digits, dashes, dots and "+
				"underscores",
				t.Value)
		case t.Key == "" && t.Operator != TolerationExists:
			c.missing(at+".key", "name the taint, or write operator: Exists for all")
		case t.Seconds != nil && t.Effect != TaintNoExecute:
			c.forbidden(at+".seconds", "cannot be combined with another effect than NoExecute; write effect: NoExecute")
		}
	}
}

func (c *valueChecker) topologySpread(path string, spread []TopologySpread) {
	type place struct {
		key  string
		wait bool
	}
	seen := map[place]bool{}
	for i, over := range spread {
		at := path + "[" + strconv.Itoa(i) + "].topologyKey"
		here := place{over.TopologyKey, over.WhenUnsatisfiable == DoNotSchedule}
		switch {
		case over.TopologyKey == "":
			c.missing(at, "write the label of nodes that tells places apart, such as topology.kubernetes.io/zone")
		case seen[here]:
			c.invalid(at, "%s must not be in the list twice with the same whenUnsatisfiable; remove one", over.TopologyKey)
		default:
			c.qualifiedName(at, over.TopologyKey)
		}
		seen[here] = true
	}
}
