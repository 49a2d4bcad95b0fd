package spec_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/djangostack/djangostack/pkg/spec"
)

// in is one environment of a stack, defaults filled in.
func in(t *testing.T, environment, text string) *spec.StackSpec {
	t.Helper()
	doc, err := spec.Load(strings.NewReader(`apiVersion: djangostack.dev/v1alpha1
kind: DjangoStack
metadata: {name: my-shop}
spec:
  image: {repository: registry.example/shop, tag: "1"}
`+text), "stack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	stack, err := doc.Stack.Effective(environment)
	if err != nil {
		t.Fatal(err)
	}
	return &stack.Spec
}

// TestPrecedence proves constant < profile < spec < environment, on fields of
// each shape.
func TestPrecedence(t *testing.T) {
	for _, tc := range []struct {
		reason, environment, spec string
		get                       func(*spec.StackSpec) any
		want                      any
	}{
		{
			"a constant, where nobody says anything", "prod", ``,
			func(s *spec.StackSpec) any { return int32(s.Web.Port) }, int32(8000),
		},
		{
			"a profile's default follows from the environment's name", "dev", ``,
			func(s *spec.StackSpec) any { return *s.Web.Replicas }, int32(1),
		},
		{
			"an environment of another name is like production", "qa", "  environments: {qa: {}}\n",
			func(s *spec.StackSpec) any { return *s.Web.Replicas }, int32(2),
		},
		{
			"an environment chooses its profile", "qa", "  environments: {qa: {profile: dev}}\n",
			func(s *spec.StackSpec) any { return *s.Web.Replicas }, int32(1),
		},
		{
			"the spec wins over the profile", "dev", "  web: {replicas: 4}\n",
			func(s *spec.StackSpec) any { return *s.Web.Replicas }, int32(4),
		},
		{
			"the environment wins over the spec", "dev", "  web: {replicas: 4}\n  environments: {dev: {web: {replicas: 7}}}\n",
			func(s *spec.StackSpec) any { return *s.Web.Replicas }, int32(7),
		},
		{
			"null in an environment leaves out the default too", "dev",
			"  web: {resources: {limits: {cpu: 4}}}\n  environments: {dev: {web: {resources: {limits: {cpu: null}}}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Resources.Limits.CPU }, (*resource.Quantity)(nil),
		},
		{
			"null in the spec does so too", "dev", "  web: {resources: {limits: {cpu: null}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Resources.Limits.CPU }, (*resource.Quantity)(nil),
		},
		{
			"an environment gives a value again", "dev",
			"  web: {resources: {limits: null}}\n  environments: {dev: {web: {resources: {limits: {cpu: 3}}}}}\n",
			func(s *spec.StackSpec) any {
				return s.Web.Resources.Limits.CPU.String() + " " + s.Web.Resources.Limits.Memory.String()
			}, "3 512Mi",
		},
		{
			"or the defaults", "dev",
			"  celery: {workers: null}\n  environments: {dev: {celery: {workers: {mail: {resources: null}}}}}\n",
			func(s *spec.StackSpec) any {
				w := s.Celery.Workers["mail"]
				return len(s.Celery.Workers) == 1 && w.Resources == spec.Resources{} && *w.Replicas == 1
			}, true,
		},
		{
			"no worker at all", "dev", "  celery: {workers: null, beat: {}}\n",
			func(s *spec.StackSpec) any { return len(s.Celery.Workers) }, 0,
		},
		{
			"the number of pods is somebody else's", "dev", "  web: {replicas: null}\n",
			func(s *spec.StackSpec) any { return s.Web.Replicas }, (*int32)(nil),
		},
		{
			"zero is a value, not unset", "prod", "  web: {replicas: 0}\n",
			func(s *spec.StackSpec) any { return *s.Web.Replicas }, int32(0),
		},
		{
			"false is a value, not unset", "prod", "  databases: {default: {}}\n  migrate: {enabled: false}\n",
			func(s *spec.StackSpec) any { return *s.Migrate.Enabled }, false,
		},
		{
			"one amount of several: the rest are the profile's", "prod", "  web: {resources: {limits: {memory: 3Gi}}}\n",
			func(s *spec.StackSpec) any {
				return s.Web.Resources.Limits.Memory.String() + " " + s.Web.Resources.Limits.CPU.String()
			}, "3Gi 1",
		},
		{
			"a map's entry is filled in place", "dev", "  databases: {default: {}, replica: {engine: mysql}}\n",
			func(s *spec.StackSpec) any {
				return string(s.Databases["replica"].Image) + " " + s.Databases["default"].Storage.Size.String()
			}, "docker.io/library/mysql:8.4 1Gi",
		},
		{
			"a version in the spec names the image", "prod", "  databases: {default: {version: \"16\"}}\n",
			func(s *spec.StackSpec) any { return string(s.Databases["default"].Image) }, "docker.io/library/postgres:16",
		},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.get(in(t, tc.environment, tc.spec))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestDerivedDefaults: defaults that follow from other fields.
func TestDerivedDefaults(t *testing.T) {
	for _, tc := range []struct {
		reason, spec string
		get          func(*spec.StackSpec) any
		want         any
	}{
		{
			"the application cannot be combined with the settings", "  django: {settings: shop.settings.production}\n",
			func(s *spec.StackSpec) any { return s.Web.App }, "shop.wsgi:application",
		},
		{
			"an ASGI server runs the ASGI application", "  django: {settings: shop.settings}\n  web: {server: uvicorn}\n",
			func(s *spec.StackSpec) any { return s.Web.App }, "shop.asgi:application",
		},
		{
			"RabbitMQ speaks TLS on a port of its own", "  broker: {engine: rabbitmq, external: {host: mq.example, tls: true}}\n",
			func(s *spec.StackSpec) any { return s.Broker.External.Port }, spec.Port(5671),
		},
		{
			"and in the clear on the customary one", "  broker: {engine: rabbitmq, external: {host: mq.example}}\n",
			func(s *spec.StackSpec) any { return s.Broker.External.Port }, spec.Port(5672),
		},
		{
			"Redis speaks TLS where it speaks", "  broker: {external: {host: redis.example, tls: true}}\n",
			func(s *spec.StackSpec) any { return s.Broker.External.Port }, spec.Port(6379),
		},
		{
			"a free command has no application", "  django: {settings: shop.settings}\n  web: {command: [serve]}\n",
			func(s *spec.StackSpec) any { return s.Web.App }, "",
		},
		{
			"twice the CPU limit plus one", "  web: {resources: {limits: {cpu: \"2\", memory: 4Gi}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Assumed().Workers }, int32(5),
		},
		{
			"as many as fit into the memory", "  web: {resources: {limits: {cpu: \"8\", memory: 512Mi}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Assumed().Workers }, int32(3),
		},
		{
			"a part of a core counts as one", "  web: {resources: {limits: {cpu: 300m}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Assumed().Workers }, int32(3),
		},
		{
			"without a CPU limit the request counts", "  web: {resources: {requests: {cpu: \"2\"}, limits: {cpu: null, memory: 4Gi}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Assumed().Workers }, int32(5),
		},
		{
			"without both one core", "  web: {resources: null}\n  broker: {}\n  celery: {workers: {default: {resources: null}}}\n",
			func(s *spec.StackSpec) any {
				return s.Web.Assumed().Workers + s.Celery.Workers["default"].Assumed().Concurrency
			}, int32(3 + 2),
		},
		{
			"without a memory limit the request counts", "  web: {resources: {limits: {cpu: \"8\", memory: null}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Assumed().Workers }, int32(3),
		},
		{
			"at least one, however small", "  web: {resources: {requests: {memory: 64Mi}, limits: {memory: 64Mi}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Assumed().Workers }, int32(1),
		},
		{
			"daphne is one process", "  web: {server: daphne}\n",
			func(s *spec.StackSpec) any { return s.Web.Assumed().Workers }, int32(1),
		},
		{
			"a default request never exceeds a given limit", "  web: {resources: {limits: {memory: 256Mi}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Resources.Requests.Memory.String() }, "256Mi",
		},
		{
			"a default limit never undercuts a given request", "  web: {resources: {requests: {cpu: \"3\"}}}\n",
			func(s *spec.StackSpec) any { return s.Web.Resources.Limits.CPU.String() }, "3",
		},
		{
			"the default worker takes the project's own queues", "  celery: {}\n",
			func(s *spec.StackSpec) any { return len(s.Celery.Workers["default"].Queues) }, 0,
		},
		{
			"another worker takes the queue of its name", "  celery: {workers: {mail: {}}}\n",
			func(s *spec.StackSpec) any { return s.Celery.Workers["mail"].Queues },
			[]string{"mail"},
		},
		{
			"the soft limit comes before the hard one", "  celery: {workers: {default: {timeLimit: 10m}}}\n",
			func(s *spec.StackSpec) any { return s.Celery.Workers["default"].Assumed().SoftTimeLimit.Duration }, 9 * time.Minute,
		},
		{
			"the hard limit comes after a soft one alone", "  celery: {workers: {default: {softTimeLimit: 90m}}}\n",
			func(s *spec.StackSpec) any { return s.Celery.Workers["default"].Assumed().TimeLimit.Duration }, 100 * time.Minute,
		},
		{
			"it stays known that the spec says nothing", "  celery: {}\n",
			func(s *spec.StackSpec) any { return s.Celery.Workers["default"].TimeLimit == nil }, true,
		},
		{
			"a worker may finish a task and report it", "  celery: {workers: {default: {timeLimit: 4m}}}\n",
			func(s *spec.StackSpec) any { return s.Celery.Workers["default"].GracePeriod.Duration }, 270 * time.Second,
		},
		{
			"but a node is drained in minutes, not in hours", "  celery: {workers: {default: {timeLimit: 12h}}}\n",
			func(s *spec.StackSpec) any { return s.Celery.Workers["default"].GracePeriod.Duration }, 10 * time.Minute,
		},
		{
			"results go to the broker where it can keep them", "  celery: {}\n  broker: {}\n",
			func(s *spec.StackSpec) any { return s.Celery.ResultBackend }, spec.ResultBroker,
		},
		{
			"and nowhere where it cannot", "  celery: {}\n  broker: {engine: rabbitmq}\n",
			func(s *spec.StackSpec) any { return s.Celery.ResultBackend }, spec.ResultNone,
		},
		{
			"without a database there is nothing to migrate", ``,
			func(s *spec.StackSpec) any { return *s.Migrate.Enabled }, false,
		},
		{
			"a database's name has no dashes", "  databases: {default: {}}\n",
			func(s *spec.StackSpec) any { return s.Databases["default"].Name }, "my_shop",
		},
		{
			"TLS at the Ingress means https", "  expose: {ingress: {tls: {issuer: le}}}\n",
			func(s *spec.StackSpec) any { return *s.Expose.HTTPS }, true,
		},
		{
			"each request under way may keep its body, and over ASGI a file made of it", "  proxy: {bodySize: 5Gi}\n",
			func(s *spec.StackSpec) any { return s.Web.TmpSize.String() + " " + s.Proxy.TmpSize.String() }, "120Gi 60Gi",
		},
		{
			"three processes with a loop each, four requests in each", "  proxy: {bodySize: 1Gi}\n  web: {server: uvicorn}\n",
			func(s *spec.StackSpec) any { return s.Web.TmpSize.String() }, "24Gi",
		},
		{
			"a command's processes are counted as a server's", "  proxy: {bodySize: 1Gi}\n  web: {command: [serve]}\n",
			func(s *spec.StackSpec) any { return s.Web.TmpSize.String() }, "24Gi",
		},
		{
			"no smaller than others, and the cache beside it", "  proxy: {cache: {size: 1Gi}}\n",
			func(s *spec.StackSpec) any { return s.Web.TmpSize.String() + " " + s.Proxy.TmpSize.String() }, "1Gi 2Gi",
		},
		{
			"as many clients as nginx has memory for", "  proxy: {resources: {limits: {memory: 64Mi}}}\n",
			func(s *spec.StackSpec) any { return s.Proxy.Connections }, int32(1024),
		},
		{
			"uploads without nginx are the app's", "  media: {volume: {}}\n",
			func(s *spec.StackSpec) any { return s.Media.Serve }, spec.MediaByApp,
		},
		{
			"beside nginx nobody guesses", "  proxy: {}\n  media: {volume: {}}\n",
			func(s *spec.StackSpec) any { return s.Media.Serve }, spec.MediaServe(""),
		},
		{
			"no proxy: the app serves static files", ``,
			func(s *spec.StackSpec) any { return s.Static.Mode }, spec.StaticWhiteNoise,
		},
		{
			"a proxy serves them", "  proxy: {}\n",
			func(s *spec.StackSpec) any { return s.Static.Mode }, spec.StaticNginx,
		},
	} {
		t.Run(tc.reason, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.get(in(t, "prod", tc.spec))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestDefaultsAreFinal: filling twice changes nothing, so a caller who is not
// sure may fill again.
func TestDefaultsAreFinal(t *testing.T) {
	once := in(t, "prod", "  django: {settings: shop.settings}\n  celery: {beat: {}, flower: {}}\n  broker: {}\n"+
		"  proxy: {cache: {}}\n  media: {serve: accel, volume: {}}\n  databases: {default: {}}\n  caches: {default: {}}\n  superuser: {}\n")
	stack := &spec.DjangoStack{Metadata: spec.Metadata{Name: "my-shop"}, Spec: *once}
	twice := stack.DeepCopy()
	twice.SetDefaults("prod")
	if diff := cmp.Diff(once, &twice.Spec); diff != "" {
		t.Errorf("-once +twice:\n%s", diff)
	}
}

// TestSizesBeyondReason: what no node has is reckoned with, without overflow.
func TestSizesBeyondReason(t *testing.T) {
	s := in(t, "prod", "  web: {resources: {limits: {cpu: 9E, memory: 7E}}}\n  broker: {}\n"+
		"  celery: {workers: {default: {pool: threads, resources: {limits: {cpu: 9E, memory: 7E}}}}}\n")
	if workers, tasks := s.Web.Assumed().Workers, s.Celery.Workers["default"].Assumed().Concurrency; workers < 1 || tasks < 1 {
		t.Errorf("%d workers, %d tasks", workers, tasks)
	}
}
