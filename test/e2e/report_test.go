package e2e

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// report is the table of all claims as Markdown.
func report() string {
	var out strings.Builder
	count := map[string]int{}
	scenario := ""
	for _, o := range outcomes {
		if o.scenario != scenario {
			scenario = o.scenario
			fmt.Fprintf(&out, "\n## %s\n\n| claim | result | figure |\n|---|---|---|\n", scenario)
		}
		count[o.result]++
		fmt.Fprintf(&out, "| %s | %s | %s |\n", o.claim, o.result, strings.ReplaceAll(o.figure, "|", `\|`))
	}
	return fmt.Sprintf("%d claims hold, %d fail, %d were not run.\n%s", count[holds], count[fails], count[notRun], out.String())
}

// document is docs/e2e.md.
func document(table string) string {
	return `# It really runs

Written by ` + "`make e2e`" + `: each claim was tried on a real cluster with the examples of
this repository. The images stand in for the official ones and are built from
Debian's packages; [test/e2e](../test/e2e/README.md) says how and how far that goes.

` + table + "\n## Versions\n\n" + versions()
}

// told are the packages that matter to a reader.
var told = []string{
	"python3", "python3-django", "python3-celery", "gunicorn", "uwsgi-core",
	"python3-uvicorn", "python3-daphne", "python3-django-rq", "python3-redis", "python3-psycopg2",
	"python3-mysqldb", "python3-pymemcache", "postgresql-17", "pgbouncer", "mariadb-server", "redis-server",
	"valkey-server", "memcached", "rabbitmq-server", "nginx-light",
}

// versions are those of the cluster, of what was brought to it and of the packages
// in the images.
func versions() string {
	var out strings.Builder
	node, err := tryKubectl("", "get", "nodes", "-o",
		`jsonpath={range .items[*].status.nodeInfo}- Kubernetes {.kubeletVersion}, {.containerRuntimeVersion}{"\n"}{end}`)
	if err != nil {
		node = "- the cluster did not say: " + err.Error() + "\n"
	}
	out.WriteString(node)
	if unenforced == nil {
		out.WriteString("- NetworkPolicies were enforced all the time, by " + enforcer + "\n")
	} else {
		out.WriteString("- NetworkPolicies were not enforced: " + unenforced.Error() + "\n")
	}
	if metricsSource != "" {
		out.WriteString("- pods were measured by " + metricsSource + "\n")
	}
	list, err := os.ReadFile(".cache/packages")
	if err != nil {
		return out.String() + "- " + err.Error() + "\n"
	}
	for line := range strings.Lines(string(list)) {
		name, _, _ := strings.Cut(line, " ")
		if slices.Contains(told, name) {
			out.WriteString("- " + line)
		}
	}
	return out.String()
}
