package generate

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/djangostack/djangostack/internal/sorted"
	"github.com/djangostack/djangostack/pkg/spec"
)

// mediaComponent is the volume uploaded files live on.
var mediaComponent = Component{Name: "media", Objects: mediaObjects}

const (
	mediaName   = "media"
	mediaVolume = "media"
	httpsPort   = 443
)

func (st *Stack) hasMediaVolume() bool {
	return st.Spec.Media != nil && st.Spec.Media.Volume != nil
}

func mediaObjects(st *Stack) []Object {
	if !st.hasMediaVolume() || st.Spec.Media.Volume.Claim != "" {
		return nil
	}
	v := st.Spec.Media.Volume
	return []Object{st.claim(mediaName, v.Storage, corev1.PersistentVolumeAccessMode(v.AccessMode))}
}

func (st *Stack) mediaVolume() corev1.Volume {
	name := st.Spec.Media.Volume.Claim
	if name == "" {
		name = st.ObjectName(mediaName)
	}
	return claimVolume(mediaVolume, name)
}

// resolveStorageEnv tells the Django processes where uploads go.
func (st *Stack) resolveStorageEnv() {
	m := st.Spec.Media
	if m == nil {
		return
	}
	st.Config["MEDIA_URL"] = m.URL
	if m.Volume != nil {
		st.Config["MEDIA_ROOT"] = m.Root
	}
	b := m.Bucket
	if b == nil {
		return
	}
	for name, value := range map[string]string{
		"AWS_STORAGE_BUCKET_NAME": b.Name,
		"AWS_S3_REGION_NAME":      b.Region,
		"AWS_S3_ENDPOINT_URL":     b.Endpoint,
		"AWS_S3_CUSTOM_DOMAIN":    b.CustomDomain,
	} {
		if value != "" {
			st.Config[name] = value
		}
	}
	if b.Secret != "" {
		for _, key := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
			st.Vars = append(st.Vars, st.secretVar(key, spec.SecretKey{Secret: b.Secret, Key: key}))
		}
	}
}

// projectEgress are the ways out every Django process has: the named ones, and
// the object store's where one is used.
func (st *Stack) projectEgress() []Opening {
	var ways []Opening
	usesBucket := st.Spec.Static.Mode == spec.StaticBucket || st.Spec.Media != nil && st.Spec.Media.Bucket != nil
	if usesBucket {
		ways = append(ways, st.bucketOpening())
	}
	egress := st.Spec.Network.Egress
	for _, name := range sorted.Keys(egress) {
		for _, port := range egress[name].Ports {
			way := Opening{
				Port: int32(port), Protocol: corev1.Protocol(egress[name].Protocol), Namespace: egress[name].Namespace,
			}
			if way.Namespace == "" {
				way.CIDRs = []string{egress[name].CIDR}
			}
			ways = append(ways, way)
		}
	}
	return ways
}

const anywhere = "0.0.0.0/0"

// bucketOpening is the way to the object store, as its endpoint says.
func (st *Stack) bucketOpening() Opening {
	way := Opening{Port: httpsPort, CIDRs: []string{anywhere}}
	if st.Spec.Media == nil || st.Spec.Media.Bucket == nil {
		return way
	}
	host, port := hostOf(st.Spec.Media.Bucket.Endpoint)
	way.Port = port
	if way.Namespace = spec.ServiceNamespace(host); way.Namespace != "" {
		way.CIDRs = nil
	}
	return way
}

// hostOf is the host of an address and its port: its own, or that of its scheme.
func hostOf(address string) (host string, port int32) {
	scheme, host, _ := splitAddress(address)
	host, text, ok := strings.Cut(host, ":")
	if ok {
		if port, err := strconv.ParseInt(text, 10, 32); err == nil {
			return host, int32(port)
		}
	}
	if scheme == "http" {
		return host, 80
	}
	return host, httpsPort
}
