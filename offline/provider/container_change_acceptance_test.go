package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/moby/moby/client"
)

func TestMemoryAndRestartAreChangedInPlace(t *testing.T) {
	d := deploy(t)
	d.apply(server("memory = 32\n memory_swap = 32"))
	before := d.inspect(d.name)

	d.apply(server("memory = 48\n memory_swap = 48\n restart = \"always\""))

	d.planIsEmpty()
	after := d.inspect(d.name)
	if after.ID != before.ID || after.HostConfig.Memory != 48<<20 || after.HostConfig.RestartPolicy.Name != "always" {
		t.Errorf("got %+v", after.HostConfig)
	}
}

func TestEveryAttributeIsReplacedOrUpdatedAsInTheRealProvider(t *testing.T) {
	d := deploy(t)
	d.apply(server("command = [\"serve\"]\n user = \"1000\""))
	replace, update, stay := "delete create", "update", ""

	for change, want := range map[string]string{
		`name = "NAME-2"`:                                  replace,
		`image = "IMAGE-2"`:                                replace,
		`user = "1001"`:                                    replace,
		`command = ["serve", "1s"]`:                        replace,
		`env = ["A=1"]`:                                    replace,
		`read_only = true`:                                 replace,
		`security_opts = ["no-new-privileges:true"]`:       replace,
		`cpus = "0.5"`:                                     replace,
		`network_mode = "host"`:                            replace,
		`stop_signal = "SIGINT"`:                           replace,
		`stop_timeout = 30`:                                replace,
		`log_driver = "local"`:                             replace,
		`log_opts = { "max-size" = "10m" }`:                replace,
		"labels {\n label = \"a\"\n value = \"b\"\n}":      replace,
		"capabilities {\n drop = [\"ALL\"]\n}":             replace,
		"networks_advanced {\n name = \"NAME\"\n}":         replace,
		"host {\n host = \"other\"\n ip = \"10.0.0.1\"\n}": replace,
		"ports {\n internal = 80\n external = PORT-1\n}":   replace,
		"volumes {\n volume_name = \"NAME\"\n container_path = \"/data\"\n}": replace,
		"upload {\n file = \"/a\"\n content = \"b\"\n}":                      replace,
		`tmpfs = { "/tmp" = "size=16m" }`:                                    update,
		`memory = 32`:                                                        update,
		`memory_swap = 32`:                                                   update,
		`restart = "always"`:                                                 update,
		`must_run = false`:                                                   update,
		`wait = true`:                                                        update,
		`wait_timeout = 120`:                                                 update,
		`destroy_grace_seconds = 30`:                                         update,
		"healthcheck {\n test = [\"CMD\", \"/program\", \"check\"]\n}": update,
		"timeouts {\n delete = \"1m\"\n}":                              stay,
		`user = null`:                                                  stay,
		`command = null`:                                               stay,
	} {
		attributes := map[string]string{"name": `name = "NAME"`, "image": `image = "IMAGE"`, "command": `command = ["serve"]`, "user": `user = "1000"`}
		attributes[strings.Fields(change)[0]] = change
		d.declare("resource \"docker_container\" \"server\" {\n" + strings.Join(slices.Sorted(maps.Values(attributes)), "\n") + "\n}\n")

		if got := d.plan()["docker_container.server"]; got != want {
			t.Errorf("%s: got %q, want %q", change, got, want)
		}
	}
}

func TestPublishedPortsMayBeDeclaredInAnyOrder(t *testing.T) {
	first, second := "ports {\n internal = 81\n external = PORT-1\n}\n", "ports {\n internal = 80\n external = PORT-2\n}\n"
	d := deploy(t)
	d.apply(server(first + second))

	d.planIsEmpty()
	d.declare(server(second + first))
	d.planIsEmpty()
	d.declare(server(second))
	d.planIs(map[string]string{"docker_container.server": "delete create"})
}

func TestAStoppedContainerIsStartedAgain(t *testing.T) {
	d := deploy(t)
	d.apply(server(""))
	before := d.inspect(d.name)
	now := 0
	if _, err := fixture.engine.ContainerStop(context.Background(), d.name, client.ContainerStopOptions{Timeout: &now}); err != nil {
		t.Fatal(err)
	}

	d.planIs(map[string]string{"docker_container.server": "update"})
	d.apply(server(""))

	d.planIsEmpty()
	if after := d.inspect(d.name); after.ID != before.ID || !after.State.Running {
		t.Errorf("got %+v", after.State)
	}
}

func TestARemovedContainerIsCreatedAgain(t *testing.T) {
	d := deploy(t)
	d.apply(server(""))
	d.remove(d.name)

	d.planIs(map[string]string{"docker_container.server": "create"})
	d.apply(server(""))

	d.planIsEmpty()
}

func TestAChangedFileReplacesTheContainer(t *testing.T) {
	d := deploy(t)
	d.apply(server("upload {\n file = \"/server.conf\"\n content = \"hello\"\n}\n"))

	d.declare(server("upload {\n file = \"/server.conf\"\n content = \"bye\"\n}\n"))

	d.planIs(map[string]string{"docker_container.server": "delete create"})
}
