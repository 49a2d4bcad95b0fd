package kustomize

import (
	"strings"
	"testing"
)

func TestFileNames(t *testing.T) {
	tests := []struct {
		reason string
		ids    []ID
		want   string
	}{
		{"the stack's name is left out", []ID{{TypeMeta{"apps/v1", "Deployment"}, "shop-web"}}, "web-deployment.yaml"},
		{"an object called like the stack is its kind", []ID{{TypeMeta{"v1", "ServiceAccount"}, "shop"}}, "serviceaccount.yaml"},
		{"another name stays whole", []ID{{TypeMeta{"v1", "Service"}, "shopping"}}, "shopping-service.yaml"},
		{"one kind in two groups", []ID{{TypeMeta{"a.io/v1", "Queue"}, "shop-q"}, {TypeMeta{"b.io/v1", "Queue"}, "shop-q"}}, "q-queue.yaml q-queue.b.io.yaml"},
		{"core has no group", []ID{{TypeMeta{"v1", "Service"}, "shop-web"}, {TypeMeta{"v1", "Service"}, "web"}}, "web-service.yaml 2-web-service.yaml"},
		{"colons and capitals", []ID{{TypeMeta{"rbac.authorization.k8s.io/v1", "ClusterRole"}, "system:Shop"}}, "system-shop-clusterrole.yaml"},
		{"a device's name is none", []ID{{TypeMeta{"v1", "Secret"}, "con.shop"}}, "2-con.shop-secret.yaml"},
		{"a resource never takes the kustomization's name", []ID{{TypeMeta{"kustomize.toolkit.fluxcd.io/v1", "Kustomization"}, "shop"}}, "kustomization.kustomize.toolkit.fluxcd.io.yaml"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			names, got := NewFileNames("shop"), []string{}
			for _, id := range test.ids {
				got = append(got, names.Name("", id))
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("names %v, want %s", got, test.want)
			}
		})
	}
}
