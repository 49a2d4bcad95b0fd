package overlays

import (
	"fmt"
	"slices"

	"github.com/djangostack/djangostack/pkg/generate"
)

// compiled is one environment on its way from objects to an overlay.
type compiled struct {
	Environment
	draft *objects
	final []tree
}

// compile expresses envs as a base and one overlay each, and proves every
// overlay before it returns.
func compile(stack string, base []generate.Object, envs []Environment) ([]File, error) {
	if !dnsLabel.MatchString(stack) {
		return nil, fmt.Errorf("stack %q: use lower-case letters, digits and '-', up to 63 characters", stack)
	}
	common, err := collect(base, "base")
	if err != nil {
		return nil, err
	}
	all, err := collectAll(envs)
	if err != nil {
		return nil, err
	}
	shared := shareable(common, all)
	agreeOnJobs(common, shared, all)
	baseRoot, err := makeBase(stack, common, shared)
	if err != nil {
		return nil, err
	}
	roots := []*root{}
	if !baseRoot.empty() {
		roots = append(roots, baseRoot)
	}
	for _, env := range all {
		overlay, err := makeOverlay(stack, env, common, shared)
		if err != nil {
			return nil, err
		}
		if !baseRoot.empty() {
			overlay.k.resources = append(overlay.k.resources, "../../base")
		}
		slices.Sort(overlay.k.resources)
		if err := prove(baseRoot, overlay, env.final); err != nil {
			return nil, err
		}
		roots = append(roots, overlay)
	}
	return encodeRoots(roots)
}

func collectAll(envs []Environment) ([]*compiled, error) {
	seen := map[string]bool{}
	var out []*compiled
	for _, env := range envs {
		if err := env.check(); err != nil {
			return nil, err
		}
		if seen[env.Name] {
			return nil, fmt.Errorf("environment %s: there are two of that name", env.Name)
		}
		seen[env.Name] = true
		draft, err := collect(env.Draft, "environment "+env.Name)
		if err != nil {
			return nil, err
		}
		final, err := collect(env.Final, "environment "+env.Name)
		if err != nil {
			return nil, err
		}
		c := &compiled{Environment: env, draft: draft}
		for _, id := range final.order {
			c.final = append(c.final, final.byID[id])
		}
		nameJobs(draft, c.final)
		out = append(out, c)
	}
	return out, nil
}

// shareable lists what can live in the base: the objects every environment
// has and whose differences a patch or generator can state exactly. All
// others are whole resources of their overlays; no patch ever deletes.
func shareable(base *objects, envs []*compiled) []identity {
	var out []identity
	for _, id := range base.order {
		if sharedBy(id, base.byID[id], envs) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b identity) int {
		if a.less(b) {
			return -1
		}
		return 1
	})
	return out
}

func sharedBy(id identity, base tree, envs []*compiled) bool {
	for _, env := range envs {
		want, ok := env.draft.byID[id]
		if !ok {
			return false
		}
		if id.isConfigMap() {
			was, err := readConfigMap(base)
			cm, err2 := readConfigMap(want)
			if err != nil || err2 != nil || !cm.refine(was, newRoot("")) {
				return false
			}
			continue
		}
		change, err := patchFor(base, want)
		if err != nil || renames(base, want) && removesMetadata(change) {
			return false
		}
	}
	return true
}

func renames(base, want tree) bool {
	return text(base, "metadata", "name") != text(want, "metadata", "name")
}

// removesMetadata reports a null in the labels or annotations of a patch. A
// patch that renames has to name its target, and for those kustomize rewrites
// labels and annotations as strings first: it would set the value "null".
func removesMetadata(change tree) bool {
	for _, field := range []string{"labels", "annotations"} {
		value, ok := lookup(change, "metadata").(tree)[field]
		if !ok {
			continue
		}
		m, _ := value.(tree)
		for _, element := range m {
			if element == nil {
				return true
			}
		}
		if m == nil {
			return true
		}
	}
	return false
}

// agreeOnJobs gives a Job that is the same in every environment its final
// name in the base, so that no overlay renames it.
func agreeOnJobs(base *objects, shared []identity, envs []*compiled) {
	for _, id := range shared {
		if id.kind.kind != "Job" || len(envs) == 0 {
			continue
		}
		first := envs[0].draft.byID[id]
		if slices.ContainsFunc(envs, func(e *compiled) bool { return !equal(e.draft.byID[id], first) }) {
			continue
		}
		base.byID[id] = first
	}
}

func encodeRoots(roots []*root) ([]File, error) {
	var out []File
	for _, r := range roots {
		files, err := r.files()
		if err != nil {
			return nil, err
		}
		out = append(out, files...)
	}
	for _, file := range out {
		if err := checkPath(file.Path); err != nil {
			return nil, err
		}
	}
	sortBy(out, func(f File) string { return f.Path })
	return out, nil
}
