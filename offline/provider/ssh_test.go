package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/moby/client"
)

// withDocker puts a docker command on the path that runs a script.
func withDocker(t *testing.T, script string) *client.Client {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "docker"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	t.Setenv("DOCKER_HOST", "ssh://ops@shop.example")
	engine, failure := connect(context.Background(), nil)
	if failure != nil {
		t.Fatal(failure)
	}
	return engine.(*client.Client)
}

func TestAnEngineBySSHIsReachedByTheDockerCommand(t *testing.T) {
	engine := withDocker(t, `test "$*" = "system dial-stdio" || exit 9
read -r request
printf 'HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK'
sleep 5`)

	answer, err := engine.Ping(context.Background(), client.PingOptions{})

	if err != nil || answer.APIVersion != "1.41" {
		t.Fatalf("got %+v, %v", answer, err)
	}
}

func TestWhatSSHSaysIsReported(t *testing.T) {
	engine := withDocker(t, `echo 'Permission denied (publickey).' >&2; exit 255`)

	_, err := engine.Info(context.Background(), client.InfoOptions{})

	if err == nil || !strings.Contains(err.Error(), "Permission denied (publickey).") {
		t.Fatalf("got %v", err)
	}
}
