package e2e

import "testing"

// TestRecruitmentDev is the site with Celery: forms that start tasks, a schedule, a
// cache, Flower.
func TestRecruitmentDev(t *testing.T) {
	s := &stack{
		example: "recruitment", environment: "dev", host: "jobs.dev.example.com", ingress: "traefik",
	}
	check(t, "recruitment, dev overlay as committed", s.beside, []claim{
		{"everything becomes Ready", everythingReady},
		{"migrations ran once, before the web server started", migratedOnce},
		{"the public Host gets 200 through the Service, a foreign one 400", hosts},
		{"the superuser exists and can log in", login},
		{"a form starts a Celery task, and its result comes back", taskReturns},
		{"the cache is shared by the processes", cacheShared},
		{"Flower asks who one is, and sees the workers", flowerSees},
		{"an idle connection is kept, or the server says that it ends it", idleConnection},
		{"a second apply changes nothing", secondApply},
		{"Pod Security restricted is enforced", restricted},
		{"no process runs as root", noRoot},
		{"no root file system can be written", readOnly},
		{"no pod has a token", noToken},
		{"beat starts its task once per period", beatTicks},
		{"NetworkPolicies, as evaluated, allow what is needed and nothing else", edges(recruitmentEdges("worker")...)},
		{"NetworkPolicies, as enforced, are what was evaluated", enforced(recruitmentEdges("worker")...)},
		{"under load: a worker that is killed in a task fails no request, and the task runs again", workerKilled},
		{"under load: a worker that is told to stop finishes its task first and fails no request", workerStopped},
		{"under load: a broker restart loses no task and fails no request", brokerRestart},
		{"Flower hears of the workers again", flowerHears},
		{settingChanged, settingRolls},
	})
}

// recruitmentEdges: every process that runs the project's code reaches all its
// services and a mail server wherever it is, since a signal handler of a
// migration or of a new account may well start a task; Flower reaches the broker.
func recruitmentEdges(workers ...string) []string {
	processes := append([]string{"web", "beat", "release"}, workers...)
	out := resolving(append(processes, "flower", "database", "cache", "broker")...)
	out = append(out, "ingress > web:8000", "flower > broker:6379")
	for _, process := range processes {
		out = append(out, process+" > database:5432", process+" > broker:6379", process+" > cache:6379",
			process+" > internet:587")
	}
	return out
}
