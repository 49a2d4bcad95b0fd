package overlays

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/kustomize"
	"github.com/djangostack/djangostack/internal/tree"
	"github.com/djangostack/djangostack/pkg/generate/stack"
)

// contentHash is the annotation on a Job whose name ends in the hash it holds.
// Jobs are immutable: a changed Job must have a new name.
const contentHash = stack.AnnotationContentHash

// nameJobs gives the Jobs of a draft the name and the content hash they have
// in the final objects, and ConfigMaps of fixed name what they say of these.
func nameJobs(draft *objects, final []stack.Object) {
	for _, object := range final {
		named := idOf(object)
		if cm, ok := object.(*corev1.ConfigMap); ok && stack.HasFixedName(cm) && draft.byID[named] != nil {
			said := draft.byID[named].tree.With(tree.OfStrings(cm.Data), "data")
			draft.byID[named].tree = &said
			continue
		}
		hash, id := jobHash(object), inDraft(named, object)
		job := draft.byID[id]
		if hash == "" || job == nil {
			continue
		}
		own := job.tree.With(tree.OfString(named.Name), "metadata", "name")
		own = own.With(tree.OfString(hash), "metadata", "annotations", contentHash)
		job.tree = &own
	}
}

// inDraft returns what the draft calls a final object of that ID. The hash in the name
// of a ConfigMap is not told apart from the name.
func inDraft(id kustomize.ID, final stack.Object) kustomize.ID {
	if hash := jobHash(final); hash != "" {
		id.Name = strings.TrimSuffix(id.Name, "-"+hash)
	}
	return id
}

// jobHash returns what the name of a Job ends in, "" for one named otherwise and for
// any other object.
func jobHash(final stack.Object) string {
	if !isJob(idOf(final)) {
		return ""
	}
	return final.GetAnnotations()[contentHash]
}

func isJob(id kustomize.ID) bool {
	return id.TypeMeta == kustomize.TypeMeta{APIVersion: "batch/v1", Kind: "Job"}
}

// nameSharedJobs gives a Job that is the same in every environment its final
// name in the base, so that no overlay renames it.
func nameSharedJobs(base *objects, shared []kustomize.ID, envs []*compiled) {
	for _, id := range shared {
		if !isJob(id) || len(envs) == 0 {
			continue
		}
		first := envs[0].draft.tree(id)
		if slices.ContainsFunc(envs, func(e *compiled) bool { return !tree.Equal(e.draft.tree(id), first) }) {
			continue
		}
		base.byID[id].tree = first
		for _, env := range envs {
			env.changes[id] = nil
		}
	}
}
