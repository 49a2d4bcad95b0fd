package e2e

import (
	"strings"
	"testing"
)

// TestNetboxDev is an application that comes with its own image, commands and
// names for everything: RQ instead of Celery, two Redis with passwords.
func TestNetboxDev(t *testing.T) {
	s := &stack{example: "netbox", environment: "dev", host: "netbox.dev.example.com", ingress: "ingress-nginx"}
	processes := []string{"web", "process-rqworker", "migrate", "superuser", "cron-housekeeping"}
	connections := append(resolving(append(processes, "database", "cache", "broker")...), "ingress > web:8080")
	for _, process := range processes {
		connections = append(connections,
			process+" > database:5432", process+" > cache:6379", process+" > broker:6379")
	}
	check(t, "netbox, dev overlay as committed, with a stand-in for NetBox", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web server started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"the superuser exists and can log in", login},
		{"an RQ job runs and is recorded", taskRecorded},
		{"the cache is shared by the processes", cacheShared},
		{"neither Redis answers without its password", passwordsWanted},
		{"the cron job runs", housekept},
		{"the web server and the worker have one media folder", mediaShared},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(connections...)},
	})
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
	s.exec(t, "deploy/"+s.name("web"), "web", "sh", "-c", "echo by web >"+file)
	if read := s.exec(t, "deploy/"+s.name("process-rqworker"), "process", "cat", file); read != "by web" {
		t.Errorf("the worker reads %q", read)
	}
	return "written by one, read by the other"
}
