package main

import (
	"archive/tar"
	"context"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/moby/moby/client"
)

// everyAttribute sets each attribute that the stacks use; a second container has those that conflict with others.
const everyAttribute = `
resource "docker_network" "app" {
  name     = "NAME-app"
  internal = true
  labels {
    label = "blueprint.environment"
    value = "test"
  }
}

resource "docker_network" "outside" {
  name     = "NAME-outside"
  internal = false
}

resource "docker_volume" "data" {
  name = "NAME"
  labels {
    label = "blueprint.environment"
    value = "test"
  }
}

resource "docker_container" "server" {
  name                  = "NAME"
  image                 = "IMAGE"
  user                  = "1000:1000"
  command               = ["serve", "0s"]
  env                   = ["B=2", "A=1"]
  read_only             = true
  tmpfs                 = { "/tmp" = "rw,noexec,nosuid,size=16m" }
  security_opts         = ["no-new-privileges:true"]
  cpus                  = "0.5"
  memory                = 32
  memory_swap           = 32
  log_driver            = "json-file"
  log_opts              = { "max-size" = "10m", "max-file" = "3" }
  restart               = "unless-stopped"
  must_run              = true
  wait                  = true
  wait_timeout          = 120
  stop_signal           = "SIGINT"
  stop_timeout          = 30
  destroy_grace_seconds = 30

  capabilities {
    drop = ["ALL"]
  }
  healthcheck {
    test         = ["CMD", "/program", "check"]
    interval     = "1s"
    timeout      = "15s"
    start_period = "1m0s"
    retries      = 3
  }
  host {
    host = "host.docker.internal"
    ip   = "host-gateway"
  }
  networks_advanced {
    name    = docker_network.outside.name
    aliases = []
  }
  networks_advanced {
    name    = docker_network.app.name
    aliases = ["entry", "entry.app"]
  }
  ports {
    internal = 8080
    external = PORT-1
  }
  ports {
    internal = 8081
    external = PORT-2
    ip       = "127.0.0.1"
  }
  volumes {
    volume_name    = docker_volume.data.name
    container_path = "/data"
  }
  volumes {
    host_path      = "/etc/hostname"
    container_path = "/etc/engine-name"
    read_only      = true
  }
  labels {
    label = "blueprint.role"
    value = "app"
  }
  timeouts {
    create = "3m"
    update = "2m"
    delete = "1m"
  }
}

resource "docker_container" "guest" {
  name         = "NAME-guest"
  image        = "IMAGE"
  network_mode = "container:${docker_container.server.id}"
  read_only    = false

  upload {
    file    = "/deep/down/server.conf"
    content = "port = 80\n"
  }
}
`

func TestADeploymentIsAsDeclaredAndItsPlanIsEmpty(t *testing.T) {
	d := deploy(t)

	d.apply(everyAttribute)

	d.planIsEmpty()
	found := d.inspect(d.name)
	config, host, endpoints := found.Config, found.HostConfig, found.NetworkSettings.Networks
	check, guest := config.Healthcheck, d.inspect(d.name+"-guest")
	for attribute, pair := range map[string][2]any{
		"name":          {found.Name, "/" + d.name},
		"image":         {config.Image, testImage},
		"user":          {config.User, "1000:1000"},
		"command":       {config.Cmd, []string{"serve", "0s"}},
		"env":           {slices.Contains(config.Env, "A=1") && slices.Contains(config.Env, "B=2"), true},
		"read_only":     {[]bool{host.ReadonlyRootfs, guest.HostConfig.ReadonlyRootfs}, []bool{true, false}},
		"tmpfs":         {host.Tmpfs, map[string]string{"/tmp": "rw,noexec,nosuid,size=16m"}},
		"security_opts": {host.SecurityOpt, []string{"no-new-privileges:true"}},
		"capabilities":  {[][]string{host.CapDrop, host.CapAdd}, [][]string{{"ALL"}, nil}},
		"host":          {host.ExtraHosts, []string{"host.docker.internal:host-gateway"}},
		"cpus":          {host.NanoCPUs, 500_000_000},
		"memory":        {host.Memory, 32 << 20},
		"memory_swap":   {host.MemorySwap, 32 << 20},
		"log_driver":    {host.LogConfig.Type, "json-file"},
		"log_opts":      {host.LogConfig.Config, map[string]string{"max-size": "10m", "max-file": "3"}},
		"restart":       {host.RestartPolicy.Name, "unless-stopped"},
		"must_run":      {found.State.Running, true},
		"wait":          {found.State.Health.Status, "healthy"},
		"stop_signal":   {config.StopSignal, "SIGINT"},
		"stop_timeout":  {*config.StopTimeout, 30},
		"healthcheck":   {[]any{check.Test, check.Interval, check.Timeout, check.StartPeriod, check.Retries}, []any{[]string{"CMD", "/program", "check"}, time.Second, 15 * time.Second, time.Minute, 3}},
		"networks":      {len(endpoints), 2},
		"aliases":       {[]bool{slices.Contains(endpoints[d.name+"-app"].Aliases, "entry"), slices.Contains(endpoints[d.name+"-app"].Aliases, "entry.app"), slices.Contains(endpoints[d.name+"-outside"].Aliases, "entry")}, []bool{true, true, false}},
		"network_mode":  {guest.HostConfig.NetworkMode, "container:" + found.ID},
		"ports":         {host.PortBindings, "map[8080/tcp:[{0.0.0.0 " + d.ports[0] + "}] 8081/tcp:[{127.0.0.1 " + d.ports[1] + "}]]"},
		"volumes":       {host.Binds, []string{"/etc/hostname:/etc/engine-name:ro", d.name + ":/data:rw"}},
		"upload":        {d.fileIn(d.name+"-guest", "/deep/down/server.conf"), "port = 80\n 644"},
		"labels":        {config.Labels, map[string]string{"blueprint.role": "app"}},
	} {
		if got, want := fmt.Sprint(pair[0]), fmt.Sprint(pair[1]); got != want {
			t.Errorf("%s: got %s, want %s", attribute, got, want)
		}
	}
}

// fileIn returns a file's content and mode.
func (d *deployment) fileIn(container, path string) string {
	d.Helper()
	copied, err := fixture.engine.CopyFromContainer(context.Background(), container, client.CopyFromContainerOptions{SourcePath: path})
	if err != nil {
		d.Fatal(err)
	}
	defer copied.Content.Close()
	archive := tar.NewReader(copied.Content)
	header, err := archive.Next()
	if err != nil {
		d.Fatal(err)
	}
	content, _ := io.ReadAll(archive)
	return fmt.Sprintf("%s %o", content, header.FileInfo().Mode().Perm())
}

func TestDestroyLeavesNothing(t *testing.T) {
	d := deploy(t)
	d.apply(everyAttribute)

	d.destroy()

	ctx, only := context.Background(), make(client.Filters).Add("name", d.name)
	containers, _ := fixture.engine.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: only})
	networks, _ := fixture.engine.NetworkList(ctx, client.NetworkListOptions{Filters: only})
	volumes, _ := fixture.engine.VolumeList(ctx, client.VolumeListOptions{Filters: only})
	if len(containers.Items)+len(networks.Items)+len(volumes.Items) != 0 {
		t.Errorf("left: %v %v %v", containers.Items, networks.Items, volumes.Items)
	}
}

func server(more string) string {
	return "resource \"docker_container\" \"server\" {\n  name  = \"NAME\"\n  image = \"IMAGE\"\n" + more + "\n}\n"
}

func TestEveryNetworkIsConnectedWithItsAliases(t *testing.T) {
	d := deploy(t)
	networks, joined := "", ""
	for _, name := range []string{"a", "b", "c"} {
		networks += "resource \"docker_network\" \"" + name + "\" {\n name = \"NAME-" + name + "\"\n internal = true\n}\n"
		joined += "networks_advanced {\n name = docker_network." + name + ".name\n aliases = [\"alias-" + name + "\"]\n}\n"
	}

	d.apply(networks + server(joined))

	d.planIsEmpty()
	endpoints := d.inspect(d.name).NetworkSettings.Networks
	for _, name := range []string{"a", "b", "c"} {
		if endpoint := endpoints[d.name+"-"+name]; len(endpoints) != 3 || endpoint == nil || endpoint.Aliases[0] != "alias-"+name {
			t.Errorf("got %+v", endpoints)
		}
	}
}
