package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/moby/moby/client"
)

// options returns how to reach the engine of the environment. An engine by ssh is reached by the docker
// command, which the client library leaves to others.
func options() []client.Opt {
	found := []client.Opt{client.FromEnv}
	if host, err := url.Parse(os.Getenv(client.EnvOverrideHost)); err == nil && host.Scheme == "ssh" {
		found = append(found, client.WithHost("http://"+host.Host), client.WithDialContext(dialByDocker))
	}
	return found
}

// commandConn is a connection to the engine over a program's standard input and output.
type commandConn struct {
	io.WriteCloser
	output  io.Reader
	words   *bytes.Buffer
	command *exec.Cmd
	begun   bool
}

func dialByDocker(context.Context, string, string) (net.Conn, error) {
	command := exec.Command("docker", "system", "dial-stdio")
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	words := &bytes.Buffer{}
	command.Stderr = words
	if err := command.Start(); err != nil {
		return nil, err
	}
	return &commandConn{WriteCloser: input, output: output, words: words, command: command}, nil
}

// Read reports what ssh said, if there is no connection.
func (c *commandConn) Read(into []byte) (int, error) {
	n, err := c.output.Read(into)
	if n > 0 {
		c.begun = true
	}
	if !errors.Is(err, io.EOF) || c.begun {
		return n, err
	}
	_ = c.command.Wait()
	return n, fmt.Errorf("no connection by ssh: %s", strings.TrimSpace(c.words.String()))
}

func (c *commandConn) Close() error {
	err := c.WriteCloser.Close()
	_ = c.command.Process.Kill()
	go func() { _ = c.command.Wait() }()
	return err
}

func (*commandConn) LocalAddr() net.Addr              { return byDocker{} }
func (*commandConn) RemoteAddr() net.Addr             { return byDocker{} }
func (*commandConn) SetDeadline(time.Time) error      { return nil }
func (*commandConn) SetReadDeadline(time.Time) error  { return nil }
func (*commandConn) SetWriteDeadline(time.Time) error { return nil }

type byDocker struct{}

func (byDocker) Network() string { return "docker" }
func (byDocker) String() string  { return "docker system dial-stdio" }
