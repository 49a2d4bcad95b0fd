package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// again sends the request on standard input, and after a pause once more on the
// same connection, as an ingress controller does. It prints whether the server
// kept the connection or had said that it would end it; that it ended it without
// a word is an error.
func again(address, pause string) error {
	wait, err := time.ParseDuration(pause)
	if err != nil {
		return err
	}
	request, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // all was said
	if err := conn.SetDeadline(time.Now().Add(wait + 60*time.Second)); err != nil {
		return err
	}
	answers := bufio.NewReader(conn)
	ends, err := ask(conn, answers, request)
	if err != nil {
		return err
	}
	if ends {
		fmt.Println("said to end")
		return nil
	}
	time.Sleep(wait)
	if _, err := ask(conn, answers, request); err != nil {
		return fmt.Errorf("on a connection that was idle for %s: %w", wait, err)
	}
	fmt.Println("kept for", wait)
	return nil
}

// ask sends a request and reads its answer; ends is what that says of the
// connection.
func ask(conn io.Writer, answers *bufio.Reader, request []byte) (ends bool, err error) {
	if _, err := conn.Write(request); err != nil {
		return false, err
	}
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		return false, err
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return false, err
	}
	return answer.Close, answer.Body.Close()
}
