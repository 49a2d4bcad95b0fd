package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	corev1 "k8s.io/api/core/v1"
)

// releaseVolumes hands back the volumes of a namespace that is gone. Clusters
// that provision volumes delete them; where they are kept ("Retain"), E2E_CLEAN
// is called with the volume's name and path to wipe it, and the next claim may
// have it.
func releaseVolumes(namespace string) error {
	cleaner := os.Getenv("E2E_CLEAN")
	if cleaner == "" {
		return nil
	}
	volumes, err := tryGet[corev1.PersistentVolumeList]("persistentvolumes")
	if err != nil {
		return err
	}
	var errs []error
	for _, v := range volumes.Items {
		if v.Spec.ClaimRef == nil || v.Spec.ClaimRef.Namespace != namespace {
			continue
		}
		var path string
		switch {
		case v.Spec.Local != nil:
			path = v.Spec.Local.Path
		case v.Spec.HostPath != nil:
			path = v.Spec.HostPath.Path
		}
		out, err := exec.Command("sh", "-c", cleaner+` "$1" "$2"`, "clean", v.Name, path).CombinedOutput()
		if err != nil {
			errs = append(errs, fmt.Errorf("%s %s: %w\n%s", cleaner, v.Name, err, out))
			continue
		}
		_, err = tryKubectl("", "patch", "persistentvolume", v.Name, "--type=json",
			`-p=[{"op":"remove","path":"/spec/claimRef"}]`)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
