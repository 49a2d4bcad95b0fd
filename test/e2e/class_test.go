package e2e

import (
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// sharedClass is the StorageClass that the shop asks for.
const sharedClass = "nfs"

// lent are the volumes that have the class for the time of the suite, and the
// class they had.
var lent = map[string]string{}

const defaultClass = "storageclass.kubernetes.io/is-default-class"

// addClass has the class on the cluster: where it is missing, one like the default.
// Where that makes no volumes, two of those that are there are lent to it.
func addClass() error {
	classes, err := tryGet[storagev1.StorageClassList]("storageclasses")
	if err != nil {
		return err
	}
	var like *storagev1.StorageClass
	for _, c := range classes.Items {
		if c.Name == sharedClass {
			return nil
		}
		if c.Annotations[defaultClass] == "true" {
			like = &c
		}
	}
	if like == nil {
		return fmt.Errorf("the cluster has neither a StorageClass %s nor a default one", sharedClass)
	}
	from := like.Name
	like.TypeMeta = metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "StorageClass"}
	like.ObjectMeta = metav1.ObjectMeta{Name: sharedClass, Labels: map[string]string{"e2e": "brought"}}
	manifest, err := yaml.Marshal(like)
	if err != nil {
		return err
	}
	if _, err := tryKubectl(string(manifest), "apply", "-f", "-"); err != nil {
		return err
	}
	if like.Provisioner == "kubernetes.io/no-provisioner" {
		return lend(from)
	}
	return nil
}

// lend gives volumes of one class to the shared one.
func lend(from string) error {
	volumes, err := tryGet[corev1.PersistentVolumeList]("persistentvolumes")
	if err != nil {
		return err
	}
	for _, v := range volumes.Items {
		if v.Spec.StorageClassName != from || v.Spec.ClaimRef != nil || len(lent) == 2 {
			continue
		}
		if err := setClass(v.Name, sharedClass); err != nil {
			return err
		}
		lent[v.Name] = from
	}
	return nil
}

func setClass(volume, class string) error {
	_, err := tryKubectl("", "patch", "persistentvolume", volume, "-p", `{"spec":{"storageClassName":"`+class+`"}}`)
	return err
}

// removeClass takes the suite's class away and gives the volumes back.
func removeClass() error {
	_, err := tryKubectl("", "delete", "storageclass", "-l", "e2e=brought")
	errs := []error{err}
	for volume, class := range lent {
		errs = append(errs, setClass(volume, class))
	}
	return errors.Join(errs...)
}
