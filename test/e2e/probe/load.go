package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Report is what a load found, as JSON on standard output.
type Report struct {
	Requests int            `json:"requests"`
	Writes   int            `json:"writes"`
	Failed   int            `json:"failed"`
	Releases map[string]int `json:"releases"`
	// Failures are the first of them: second of the run, and what went wrong.
	Failures []string `json:"failures"`
	// First and Last are the seconds of the first and the last failure.
	First  float64 `json:"first"`
	Last   float64 `json:"last"`
	Median float64 `json:"medianMillis"`
	P99    float64 `json:"p99Millis"`
}

type loader struct {
	sync.Mutex
	client  *http.Client
	address string
	host    string
	key     string
	start   time.Time
	took    []time.Duration
	report  Report
}

// load sends requests at a steady rate, every tenth of them a write with a key
// of its own, until standard input ends or the time is up. Half of the requests
// open a connection of their own, as new visitors do; the others keep theirs.
func load(args []string) error {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	address := flags.String("address", "", "host:port of the Service")
	host := flags.String("host", "", "the Host header")
	key := flags.String("key", "load", "prefix of the keys of what is written; empty writes nothing")
	path := flags.String("path", "/", "what is read")
	rate := flags.Int("rate", 10, "requests a second, at most 50")
	limit := flags.Duration("for", time.Minute, "time limit, at most 10 minutes")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *rate < 1 || *rate > 50 || *limit > 10*time.Minute {
		return fmt.Errorf("load: the bounds are 50 requests a second and 10 minutes")
	}
	resolved, err := resolve(*address)
	if err != nil {
		return err
	}
	l := newLoader(resolved, *host, *key)
	done := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(done)
	}()
	l.run(done, *path, *rate, *limit)
	return json.NewEncoder(os.Stdout).Encode(l.sum())
}

// resolve asks for the Service's address once: an ingress controller knows it, and
// the load is not about DNS.
func resolve(address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	found, err := net.LookupHost(host)
	if err != nil {
		return "", err
	}
	return net.JoinHostPort(found[0], port), nil
}

func newLoader(address, host, key string) *loader {
	return &loader{
		address: address, host: host, key: key, start: time.Now(),
		report: Report{Releases: map[string]int{}},
		client: &http.Client{
			Timeout: 30 * time.Second,
			Transport: &http.Transport{
				DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
				MaxIdleConnsPerHost: 4,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

func (l *loader) run(done <-chan struct{}, path string, rate int, limit time.Duration) {
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	end := time.After(limit)
	var running sync.WaitGroup
	for n := 0; ; n++ {
		select {
		case <-done:
			running.Wait()
			return
		case <-end:
			running.Wait()
			return
		case <-tick.C:
			running.Go(func() { l.one(n, path) })
		}
	}
}

// one sends a request and keeps what came of it.
func (l *loader) one(n int, path string) {
	var body io.Reader
	method, want := http.MethodGet, http.StatusOK
	write := l.key != "" && n%10 == 9
	if write {
		method, path, want = http.MethodPost, "/comments/", http.StatusCreated
		body = strings.NewReader(url.Values{"key": {fmt.Sprintf("%s-%d", l.key, n)}}.Encode())
	}
	req, err := http.NewRequest(method, "http://"+l.address+path, body)
	if err != nil {
		l.keep(0, "", false, err)
		return
	}
	req.Host = l.host
	req.Close = n%2 == 0
	req.Header.Set("X-Forwarded-Proto", "https")
	if write {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	begun := time.Now()
	resp, err := l.client.Do(req)
	if err != nil {
		l.keep(0, "", false, err)
		return
	}
	defer resp.Body.Close()
	if _, err = io.Copy(io.Discard, resp.Body); err == nil && resp.StatusCode != want {
		err = fmt.Errorf("status %d", resp.StatusCode)
	}
	l.keep(time.Since(begun), resp.Header.Get("X-Release"), write, err)
}

func (l *loader) keep(took time.Duration, release string, write bool, err error) {
	l.Lock()
	defer l.Unlock()
	l.report.Requests++
	if err != nil {
		at := time.Since(l.start).Seconds()
		if l.report.Failed++; l.report.Failed == 1 {
			l.report.First = at
		}
		l.report.Last = at
		if len(l.report.Failures) < 10 {
			l.report.Failures = append(l.report.Failures, fmt.Sprintf("%.1fs %v", at, err))
		}
		return
	}
	l.took = append(l.took, took)
	if write {
		l.report.Writes++
	}
	l.report.Releases[release]++
}

func (l *loader) sum() Report {
	slices.Sort(l.took)
	if n := len(l.took); n > 0 {
		l.report.Median = float64(l.took[n/2].Microseconds()) / 1000
		l.report.P99 = float64(l.took[n*99/100].Microseconds()) / 1000
	}
	return l.report
}
