package stack

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// extend has every component add to a pod. What is wrong with it then is of the component that
// added it, whoever's pod it is.
func (st *Stack) extend(p *Pod) {
	for _, c := range st.components {
		if c.ExtendPod == nil {
			continue
		}
		component, right := p.Component, cmp.Or(p.checkKeys(), p.checkPreview()) == nil
		err := st.step(c.Name, func() error {
			c.ExtendPod(st, p)
			if p.Component != component {
				return fmt.Errorf("pods of %s: has changed Component to %q; leave it", component, p.Component)
			}
			if !right {
				return nil // it is a mistake of the pod's own component, which is found with its object
			}
			return cmp.Or(p.checkKeys(), p.checkPreview())
		})
		if err != nil {
			panic(err)
		}
	}
}

// checkKeys refuses labels and annotations that the pods would have.
func (p *Pod) checkKeys() error {
	return cmp.Or(checkKeys("label", p.Labels), checkKeys("annotation", p.Annotations))
}

// checkPreview refuses the containers and volumes that the pods would have.
func (p *Pod) checkPreview() error {
	if len(p.Containers) == 0 {
		return errors.New("the pod has no containers; give it one")
	}
	if err := cmp.Or(checkSetOnce(p.Init), checkSetOnce(p.Containers)); err != nil {
		return err
	}
	return checkPodSpec(&corev1.PodSpec{
		InitContainers: withTmp(p.Init), Containers: withTmp(p.Containers), Volumes: append(slices.Clip(p.Volumes), tmp(nil)),
	}, map[string]bool{})
}

// withTmp returns containers with the mount that all have.
func withTmp(containers []corev1.Container) []corev1.Container {
	out := slices.Clone(containers)
	for i := range out {
		out[i].VolumeMounts = append(slices.Clip(out[i].VolumeMounts), tmpMount)
	}
	return out
}
