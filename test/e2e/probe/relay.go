package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// relayAddress is where a port-forward arrives, and nothing else.
const relayAddress = "127.0.0.1:8001"

// relay takes connections on to where their first line says. It answers with a
// line first: empty, or why it cannot.
func relay() error {
	listener, err := net.Listen("tcp", relayAddress)
	if err != nil {
		return err
	}
	for {
		near, err := listener.Accept()
		if err != nil {
			return err
		}
		go take(near)
	}
}

func take(near net.Conn) {
	defer func() { _ = near.Close() }() // all was said
	said := bufio.NewReader(near)
	address, err := said.ReadString('\n')
	if err != nil {
		return // nobody is there
	}
	far, err := net.DialTimeout("tcp", strings.TrimSpace(address), 5*time.Second)
	if err != nil {
		_, _ = fmt.Fprintln(near, err) // or nobody is there
		return
	}
	defer func() { _ = far.Close() }()
	if _, err := fmt.Fprintln(near); err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(far, said)
		_ = far.(*net.TCPConn).CloseWrite() // it may have ended by itself
	}()
	_, _ = io.Copy(near, far)
}
