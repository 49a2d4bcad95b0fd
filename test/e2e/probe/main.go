// probe is the suite's client: it runs in a pod, so that requests go through
// the cluster's own network and Services whatever cluster it is.
//
//	probe wait                 stays up, for kubectl exec
//	probe send ADDRESS         one HTTP request as on the wire from standard input, its answer to standard output
//	probe again ADDRESS PAUSE  that request twice on one connection; see again.go
//	probe load                 requests until standard input ends; see load.go
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "wait":
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, syscall.SIGTERM)
		<-stop
		return nil
	case len(args) == 2 && args[0] == "send":
		return send(args[1])
	case len(args) == 3 && args[0] == "again":
		return again(args[1], args[2])
	case len(args) >= 1 && args[0] == "load":
		return load(args[1:])
	}
	return fmt.Errorf("usage: probe wait | send ADDRESS | again ADDRESS PAUSE | load FLAGS")
}

// send copies bytes both ways; the request says Connection: close.
func send(address string) error {
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // all was said
	if err := conn.SetDeadline(time.Now().Add(60 * time.Second)); err != nil {
		return err
	}
	if _, err := io.Copy(conn, os.Stdin); err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, conn)
	return err
}
