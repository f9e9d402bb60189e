package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"
)

func TestDestroyKillsAtOnce(t *testing.T) {
	if got := signalsOnDestroy(t, ""); !strings.HasSuffix(got, "kill 9, die 137") {
		t.Errorf("got %s", got)
	}
}

func TestDestroyWaitsForTheGracePeriod(t *testing.T) {
	if got := signalsOnDestroy(t, "destroy_grace_seconds = 30"); got != "kill 15, die 0" {
		t.Errorf("got %s", got)
	}
}

func TestDestroySendsTheStopSignal(t *testing.T) {
	if got := signalsOnDestroy(t, "destroy_grace_seconds = 30\n stop_signal = \"SIGINT\""); got != "kill 2, die 0" {
		t.Errorf("got %s", got)
	}
}

// signalsOnDestroy returns the signals sent to a container that takes two seconds to stop, and its exit code.
func signalsOnDestroy(t *testing.T, more string) string {
	t.Helper()
	d := deploy(t)
	d.apply(server("command = [\"serve\", \"2s\"]\n" + more))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	only := make(client.Filters).Add("container", d.inspect(d.name).ID).Add("event", "kill", "die")
	seen := fixture.engine.Events(ctx, client.EventsListOptions{Filters: only})

	d.destroy()

	list := []string{}
	for {
		select {
		case event := <-seen.Messages:
			attributes := event.Actor.Attributes
			list = append(list, fmt.Sprint(event.Action, " ", attributes["signal"]+attributes["exitCode"]))
			if event.Action == "die" {
				return strings.Join(list, ", ")
			}
		case err := <-seen.Err:
			t.Fatal(list, err)
		}
	}
}

// unstoppable takes an hour to stop after the stop signal, and has a volume.
const unstoppable = `
resource "docker_volume" "data" {
  name = "NAME"
}

resource "docker_container" "server" {
  name                  = "NAME"
  image                 = "IMAGE"
  command               = ["serve", "1h"]
  env                   = ["A=1"]
  destroy_grace_seconds = 3600

  volumes {
    volume_name    = docker_volume.data.name
    container_path = "/data"
  }
  timeouts {
    delete = "4s"
  }
}
`

const stopTimedOut = "the container NAME did not stop within 4 s: see why with `docker logs NAME`, then run the same command again"

func TestFailsWhenAContainerDoesNotStopAndLeavesEverythingAsItIs(t *testing.T) {
	d := deploy(t)
	t.Cleanup(func() {
		_, _ = fixture.engine.ContainerRemove(context.Background(), d.name, client.ContainerRemoveOptions{Force: true})
	})
	d.apply(unstoppable)
	before := d.inspect(d.name)

	d.applyFails(strings.Replace(unstoppable, "A=1", "A=2", 1), stopTimedOut)
	d.declare(unstoppable)
	d.planIsEmpty()
	d.destroyFails(stopTimedOut)

	d.planIsEmpty()
	if _, tainted := d.state("docker_container.server"); tainted {
		t.Error("the container is tainted")
	}
	after := d.inspect(d.name)
	if after.ID != before.ID || !after.State.Running || after.State.StartedAt != before.State.StartedAt {
		t.Errorf("got %s %+v", after.ID, after.State)
	}
	if _, err := fixture.engine.VolumeInspect(context.Background(), d.name, client.VolumeInspectOptions{}); err != nil {
		t.Error(err)
	}
}
