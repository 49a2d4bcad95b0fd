package e2e

import (
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
)

// ready waits until every workload runs what was applied and every Job is done.
func (s *stack) ready(t *testing.T, limit time.Duration) time.Duration {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Log(s.diagnosis())
		}
	}()
	looked := time.Now()
	return eventually(t, limit, s.namespace()+" ready", func() error {
		if time.Since(looked) > 10*time.Second { // it takes a while to crash that often
			looked = time.Now()
			if said := s.crashing(); said != "" {
				t.Fatal(said)
			}
		}
		waiting, err := s.unready()
		if err != nil {
			return err
		}
		return failed(len(waiting) == 0, "waiting for %s", strings.Join(waiting, ", "))
	})
}

// unready names what is not there yet.
func (s *stack) unready() ([]string, error) {
	var waiting []string
	found, err := s.workloads()
	if err != nil {
		return nil, err
	}
	least := map[string]int32{}
	for _, a := range found.autoscalers {
		least[a.Spec.ScaleTargetRef.Name] = *a.Spec.MinReplicas
	}
	for _, d := range found.deployments {
		st, want := d.Status, *d.Spec.Replicas
		want = max(want, least[d.Name])
		if st.ObservedGeneration != d.Generation || st.UpdatedReplicas != want || st.Replicas != want || st.AvailableReplicas != want {
			waiting = append(waiting, d.Name)
		}
	}
	for _, d := range found.sets {
		if d.Status.ObservedGeneration != d.Generation || d.Status.ReadyReplicas != *d.Spec.Replicas {
			waiting = append(waiting, d.Name)
		}
	}
	for _, j := range found.jobs {
		if j.Status.Succeeded == 0 {
			waiting = append(waiting, j.Name)
		}
	}
	return waiting, nil
}

// workloads are what has to become ready.
type workloads struct {
	deployments []appsv1.Deployment
	sets        []appsv1.StatefulSet
	jobs        []batchv1.Job
	autoscalers []autoscalingv2.HorizontalPodAutoscaler
}

func (s *stack) workloads() (workloads, error) {
	deployments, err := tryGet[appsv1.DeploymentList]("deployments", "-n", s.namespace())
	if err != nil {
		return workloads{}, err
	}
	sets, err := tryGet[appsv1.StatefulSetList]("statefulsets", "-n", s.namespace())
	if err != nil {
		return workloads{}, err
	}
	jobs, err := tryGet[batchv1.JobList]("jobs", "-n", s.namespace())
	if err != nil {
		return workloads{}, err
	}
	autoscalers, err := tryGet[autoscalingv2.HorizontalPodAutoscalerList]("horizontalpodautoscalers", "-n", s.namespace())
	return workloads{deployments.Items, sets.Items, jobs.Items, autoscalers.Items}, err
}
