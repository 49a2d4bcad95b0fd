package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// TestNetboxDev is an application that comes with its own image, commands and
// names for everything: RQ instead of Celery, two Redis with passwords.
func TestNetboxDev(t *testing.T) {
	s := &stack{example: "netbox", environment: "dev", host: "netbox.dev.example.com", ingress: "ingress-nginx"}
	netbox(t, s, "the superuser exists and can log in",
		claim{"a job that starts before the enforcer knows its pod waits, and succeeds at once", lateEnforcer("housekeeping")})
}

// TestNetboxProd has two web servers and two workers, behind a proxy that ends TLS.
func TestNetboxProd(t *testing.T) {
	s := &stack{
		example: "netbox", environment: "prod", host: "netbox.example.com", https: true, ingress: "ingress-nginx",
		tight: true,
	}
	netbox(t, s, "the superuser exists and can log in behind a proxy that ends TLS")
}

func netbox(t *testing.T, s *stack, loggedIn string, own ...claim) {
	t.Helper()
	processes := []string{"web", "process-rqworker", "release", "cron-housekeeping"}
	connections := append(resolving(append(processes, "database", "cache", "broker")...), "ingress > web:8080")
	for _, process := range processes {
		connections = append(connections,
			process+" > database:5432", process+" > cache:6379", process+" > broker:6379")
	}
	check(t, "netbox, "+s.environment+" overlay as committed, with a stand-in for NetBox", s.beside, append([]claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before any web server started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{loggedIn, login},
		{"an RQ job runs and is recorded", taskRecorded},
		{"the cache is shared by the processes", cacheShared},
		{"neither Redis answers without its password", passwordsWanted},
		{"the cron job runs", housekept},
		{"all web servers and workers have one media folder", mediaShared},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(connections...)},
		{settingChanged, settingRolls},
	}, own...))
}

// passwordsWanted asks the broker and the cache as a process that knows no password.
func passwordsWanted(t *testing.T, s *stack) string {
	for _, server := range []string{"statefulset/" + s.name("broker"), "deploy/" + s.name("cache")} {
		said := s.exec(t, server, "valkey", "env", "--unset=REDISCLI_AUTH", "valkey-cli", "get", "a")
		if !strings.HasPrefix(said, "NOAUTH") {
			t.Errorf("%s said %q", server, said)
		}
	}
	return "NOAUTH from both"
}

func housekept(t *testing.T, s *stack) string {
	figure := cronRuns("housekeeping")(t, s)
	if runs := s.runs(t, "housekeeping"); len(runs) != 1 || !runs[0].Finished {
		t.Errorf("the command left %+v", runs)
	}
	return figure
}

func mediaShared(t *testing.T, s *stack) string {
	const file = "/opt/netbox/netbox/media/written"
	s.exec(t, s.pods(t, "web")[0].Name, "web", "sh", "-c", "echo by web >"+file)
	readers := append(s.pods(t, "web"), s.pods(t, "process-rqworker")...)
	for _, p := range readers {
		if read := s.exec(t, p.Name, p.Spec.Containers[0].Name, "cat", file); read != "by web" {
			t.Errorf("%s reads %q", p.Name, read)
		}
	}
	return fmt.Sprintf("written by one pod, read by all %d", len(readers))
}
