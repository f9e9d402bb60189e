package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
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
	command *exec.Cmd
	// begun is whether the engine has sent anything.
	begun atomic.Bool
	// ended waits for the program, and returns what ssh said.
	ended func() error
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
	command.WaitDelay = time.Second
	if err := command.Start(); err != nil {
		return nil, err
	}
	ended := sync.OnceValue(func() error {
		_ = command.Wait()
		return fmt.Errorf("no connection by ssh: %s", strings.TrimSpace(words.String()))
	})
	return &commandConn{WriteCloser: input, output: output, command: command, ended: ended}, nil
}

// Read reports what ssh said, if there is no connection.
func (c *commandConn) Read(into []byte) (int, error) {
	n, err := c.output.Read(into)
	if n > 0 {
		c.begun.Store(true)
	}
	return n, c.explain(err)
}

// Write reports what ssh said, if there is no connection: it may fail before Read does.
func (c *commandConn) Write(from []byte) (int, error) {
	n, err := c.WriteCloser.Write(from)
	return n, c.explain(err)
}

func (c *commandConn) explain(err error) error {
	if err == nil || c.begun.Load() {
		return err
	}
	return c.ended()
}

func (c *commandConn) Close() error {
	err := c.WriteCloser.Close()
	_ = c.command.Process.Kill()
	go func() { _ = c.ended() }()
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
