package images

import (
	"os"
	"path/filepath"
)

const (
	searchPath   = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	postgresPath = "PATH=/usr/lib/postgresql/17/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	// rabbitmqPath has RabbitMQ's own programs: those of Debian before them insist
	// on a user called rabbitmq.
	rabbitmqPath = "PATH=/usr/lib/rabbitmq/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	blog         = "registry.example/djangogirls/blog:"
	recruitment  = "registry.example/acme/recruitment:"
)

// all lists the images by the names the examples give them.
func all(source string, base Layer, found *scanned, programs map[string]Layer) ([]Image, error) {
	contract, err := contractLayer(filepath.Join(source, "images", "contract"))
	if err != nil {
		return nil, err
	}
	common := []Layer{base, contract}
	list := append(services(common), own(base, programs)...)
	campus, err := campusImages(source, common, programs)
	if err != nil {
		return nil, err
	}
	list = append(list, campus...)
	for _, s := range sites {
		image, err := s.image(filepath.Join(source, "apps"), common, found)
		if err != nil {
			return nil, err
		}
		list = append(list, image)
	}
	return list, nil
}

// own are the suite's client, and what it brings where a cluster has none.
func own(base Layer, programs map[string]Layer) []Image {
	search := []string{searchPath}
	return []Image{
		{Ref: ProbeRef, Layers: []Layer{base, programs["probe"]}, Config: Config{
			Entrypoint: []string{"probe"}, Cmd: []string{"relay"}, Env: search, User: "65532",
		}},
		{
			Ref:    "registry.example/djangostack/e2e-kube-router:2.2.1",
			Layers: []Layer{base, programs["kube-router"]}, Config: Config{Env: search},
		},
		{
			Ref:    "registry.example/djangostack/e2e-metrics-server:0.9.0",
			Layers: []Layer{programs["metrics-server"]}, Config: Config{
				Entrypoint: []string{"metrics-server"}, Env: search, User: "65534",
			},
		},
	}
}

// services are the servers of others.
func services(layers []Layer) []Image {
	search := []string{searchPath}
	return []Image{
		postgresImage("17", layers), postgresImage("16", layers),
		{Ref: "docker.io/edoburu/pgbouncer:v1.24.1-p1", Layers: layers, Config: Config{
			Cmd: []string{"pgbouncer", "/etc/pgbouncer/pgbouncer.ini"}, Env: []string{postgresPath}, User: "70",
		}},
		{Ref: "docker.io/library/mysql:8.4", Layers: layers, Config: Config{
			Entrypoint: []string{"mysql-entrypoint"}, Cmd: []string{"mysqld"}, Env: search,
		}},
		{Ref: "docker.io/library/redis:8.2", Layers: layers, Config: Config{Cmd: []string{"redis-server"}, Env: search}},
		{Ref: "docker.io/valkey/valkey:8.1", Layers: layers, Config: Config{Cmd: []string{"valkey-server"}, Env: search}},
		{Ref: "docker.io/library/memcached:1.6", Layers: layers, Config: Config{
			Entrypoint: []string{"memcached"}, Env: search, User: "11211",
		}},
		{Ref: "docker.io/library/rabbitmq:4.1", Layers: layers, Config: Config{
			Cmd: []string{"rabbitmq-server"}, Env: []string{rabbitmqPath, "HOME=/var/lib/rabbitmq"},
		}},
		{Ref: "docker.io/nginxinc/nginx-unprivileged:1.29-alpine", Layers: layers, Config: Config{
			Cmd: []string{"nginx", "-g", "daemon off;"}, Env: search, User: "101", StopSignal: "SIGQUIT",
		}},
	}
}

// campusImages are what runs beside Django in examples/university/campus.
func campusImages(source string, layers []Layer, programs map[string]Layer) ([]Image, error) {
	front, err := os.ReadFile(filepath.Join(source, "apps", "campus-front", "front"))
	if err != nil {
		return nil, err
	}
	search := []string{searchPath}
	return []Image{
		{Ref: "registry.example/campus/groonga:15.0", Layers: layers, Config: Config{Cmd: []string{"groonga"}, Env: search}},
		{
			Ref:    "registry.example/campus/front:7.4.0",
			Layers: append(layers[:2:2], tree(entry{"usr/local/bin/front", 0o755, front})),
			Config: Config{Entrypoint: []string{"front"}, Env: search, User: "1000"},
		},
		{
			Ref: "docker.io/prom/statsd-exporter:v0.28.0", Layers: []Layer{layers[0], programs["statsd-exporter"]},
			Config: Config{Entrypoint: []string{"statsd-exporter"}, Env: search, User: "65534"},
		},
	}, nil
}

func postgresImage(version string, layers []Layer) Image {
	return Image{Ref: "docker.io/library/postgres:" + version, Layers: layers, Config: Config{
		Entrypoint: []string{"postgres-entrypoint"}, Cmd: []string{"postgres"}, Env: []string{postgresPath},
		StopSignal: "SIGINT",
	}}
}

// site is a Django project's image.
type site struct {
	// ref is the image's name up to the release.
	ref, release string
	// static is where collectstatic would have put its files.
	static string
	// apps are the folders under apps it is made of, each over the one before.
	apps []string
	// root is the folder of the image they go to.
	root string
}

var sites = []site{
	{blog, "1.2.0", "app/static", []string{"blog"}, "app"},
	{blog, "1.3.0-rc.1", "app/static", []string{"blog", "blog-1.3.0"}, "app"},
	{blog, "1.3.0", "app/static", []string{"blog", "blog-1.3.0"}, "app"},
	{blog, "1.4.0", "app/static", []string{"blog", "blog-1.3.0", "blog-1.4.0"}, "app"},
	{blog, "1.5.0", "app/static", []string{"blog", "blog-1.3.0", "blog-1.5.0"}, "app"},
	{recruitment, "2.4.1", "app/staticfiles", []string{"jobs", "recruitment"}, "app"},
	{recruitment, "2.5.0", "app/staticfiles", []string{"jobs", "recruitment", "recruitment-2.5.0"}, "app"},
	{
		recruitment, "2.6.0", "app/staticfiles",
		[]string{"jobs", "recruitment", "recruitment-2.5.0", "recruitment-2.6.0"},
		"app",
	},
	{"registry.example/acme/shop:", "1.4.2", "srv/shop/static", []string{"jobs", "shop"}, "app"},
	{"registry.example/acme/minimal:", "1.0.0", "app/staticfiles", []string{"minimal"}, "app"},
	{"registry.example/campus/api:", "7.4.0", "app/staticfiles", []string{"campus"}, "app"},
	{"docker.io/netboxcommunity/netbox:", "v4.1-3.0.2", "opt/netbox/netbox/static", []string{"netbox"}, ""},
}

func (s site) image(apps string, common []Layer, found *scanned) (Image, error) {
	image := Image{Ref: s.ref + s.release, Layers: append(common[:2:2], found.static(s.static)), Config: Config{
		Env: []string{searchPath, "RELEASE=" + s.release}, User: "1000", WorkingDir: "/" + s.root,
	}}
	for _, app := range s.apps {
		layer, err := appLayer(filepath.Join(apps, app), s.root, s.static)
		if err != nil {
			return Image{}, err
		}
		image.Layers = append(image.Layers, layer)
	}
	return image, nil
}
