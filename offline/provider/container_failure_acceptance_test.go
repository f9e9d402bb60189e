package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/moby/moby/client"
)

func (d *deployment) tainted() {
	d.Helper()
	if _, tainted := d.state("docker_container.server"); !tainted {
		d.Error("the container is not tainted")
	}
	d.planIs(map[string]string{"docker_container.server": "delete create"})
}

func TestFailsWhenThePortIsInUseAndTheNextApplyRecovers(t *testing.T) {
	d := deploy(t)
	port := "ports {\n internal = 80\n external = PORT-1\n}\n"
	first := "resource \"docker_container\" \"first\" {\n name = \"NAME-first\"\n image = \"IMAGE\"\n" + port + "}\n"
	d.apply(first)

	d.applyFails(first+server(port), "cannot start the container NAME: port PORT-1 is taken", "choose another port")
	d.tainted()
	d.remove(d.name + "-first")
	d.apply(server(port))

	d.planIsEmpty()
}

func TestFailsWhenTheNameIsInUse(t *testing.T) {
	d := deploy(t)
	other := "resource \"docker_container\" \"other\" {\n name = \"NAME\"\n image = \"IMAGE\"\n}\n"
	d.apply(other)

	d.applyFails(other+server(""), "the name NAME is in use", "docker rm -f NAME")

	d.planIs(map[string]string{"docker_container.server": "create"})
}

func TestFailsWhenTheImageIsMissing(t *testing.T) {
	d := deploy(t)

	d.applyFails("resource \"docker_container\" \"server\" {\n name = \"NAME\"\n image = \"localhost/NAME:none\"\n}\n", "there is no image localhost/NAME:none")
}

const failing = "healthcheck {\n test = [\"CMD\", \"/program\", \"fail\"]\n interval = \"1s\"\n retries = 1\n}\n"

func TestFailsWhenTheContainerDoesNotBecomeHealthy(t *testing.T) {
	d := deploy(t)

	d.applyFails(server("wait = true\n wait_timeout = 6\n"+failing), "the container NAME is unhealthy after 6 s", "nothing listens on port 80", "serving")

	d.tainted()
}

func TestFailsWhenTheContainerExitsBeforeItIsHealthy(t *testing.T) {
	d := deploy(t)

	d.applyFails(server("command = [\"crash\"]\n wait = true\n wait_timeout = 4\n"+failing), "the container NAME exited with code 3", "cannot read the configuration")

	d.tainted()
}

func TestFailsWhenWaitIsSetWithoutAHealthCheck(t *testing.T) {
	d := deploy(t)

	d.applyFails(server("wait = true\n wait_timeout = 4"), "it has no health check")

	d.tainted()
}

func TestAnInterruptedWaitLeavesTheContainerTainted(t *testing.T) {
	d := deploy(t)
	d.declare(server("wait = true\n wait_timeout = 60\n" + failing))
	command := d.command("apply", "-auto-approve")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); !d.checked() && time.Now().Before(end); {
		time.Sleep(100 * time.Millisecond)
	}

	_ = command.Process.Signal(syscall.SIGINT)
	_ = command.Wait()

	if got := oneLine(stderr.String()); os.Getenv("PROVIDER_FOLDER") == "" && !strings.Contains(got, "stopped waiting for the container "+d.name) {
		t.Errorf("got %s", got)
	}
	d.tainted()
}

// checked reports whether the engine has checked the health once: the container runs before the call to start it returns.
func (d *deployment) checked() bool {
	found, err := fixture.engine.ContainerInspect(context.Background(), d.name, client.ContainerInspectOptions{})
	return err == nil && found.Container.State.Health != nil && len(found.Container.State.Health.Log) > 0
}
