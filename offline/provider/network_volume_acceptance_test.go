package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/moby/moby/client"
)

const ownNetwork = "resource \"docker_network\" \"own\" {\n name = \"NAME\"\n}\n"

func TestFailsWhenANetworkOfThatNameExists(t *testing.T) {
	d := deploy(t)
	if _, err := fixture.engine.NetworkCreate(context.Background(), d.name, client.NetworkCreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = fixture.engine.NetworkRemove(context.Background(), d.name, client.NetworkRemoveOptions{})
	})

	d.applyFails(ownNetwork, "cannot create the network NAME: the name is in use", "docker network rm NAME")

	d.planIs(map[string]string{"docker_network.own": "create"})
}

func TestARemovedNetworkIsCreatedAgain(t *testing.T) {
	d := deploy(t)
	d.apply(ownNetwork)
	if _, err := fixture.engine.NetworkRemove(context.Background(), d.name, client.NetworkRemoveOptions{}); err != nil {
		t.Fatal(err)
	}

	d.planIs(map[string]string{"docker_network.own": "create"})
}

func TestANetworkIsReplacedWhenItBecomesInternal(t *testing.T) {
	d := deploy(t)
	d.apply(ownNetwork)

	d.declare("resource \"docker_network\" \"own\" {\n name = \"NAME\"\n internal = true\n}\n")

	d.planIs(map[string]string{"docker_network.own": "delete create"})
}

func TestAVolumeThatExistsIsAdopted(t *testing.T) {
	d := deploy(t)
	if _, err := fixture.engine.VolumeCreate(context.Background(), client.VolumeCreateOptions{Name: d.name}); err != nil {
		t.Fatal(err)
	}

	d.apply("resource \"docker_volume\" \"own\" {\n name = \"NAME\"\n}\n")

	d.planIsEmpty()
	if values, _ := d.state("docker_volume.own"); values["id"] != d.name {
		t.Errorf("got %v", values)
	}
}

func TestNetworksAndVolumesAreAsDeclared(t *testing.T) {
	d := deploy(t)

	d.apply(everyAttribute)

	ctx, labels := context.Background(), map[string]string{"blueprint.environment": "test"}
	app, _ := fixture.engine.NetworkInspect(ctx, d.name+"-app", client.NetworkInspectOptions{})
	outside, _ := fixture.engine.NetworkInspect(ctx, d.name+"-outside", client.NetworkInspectOptions{})
	volume, _ := fixture.engine.VolumeInspect(ctx, d.name, client.VolumeInspectOptions{})
	if !app.Network.Internal || outside.Network.Internal || fmt.Sprint(app.Network.Labels) != fmt.Sprint(labels) {
		t.Errorf("got %+v %+v", app.Network, outside.Network)
	}
	if fmt.Sprint(volume.Volume.Labels) != fmt.Sprint(labels) {
		t.Errorf("got %+v", volume.Volume)
	}
}
