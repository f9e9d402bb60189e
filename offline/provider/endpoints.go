package main

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
)

type attachment struct {
	name     string
	endpoint *network.EndpointSettings
}

// attachments are sorted by name: a set is ordered by hash.
func attachments(value any) []attachment {
	list := []attachment{}
	for _, entry := range blocks(value) {
		list = append(list, attachment{entry["name"].(string), &network.EndpointSettings{Aliases: textSet(entry["aliases"])}})
	}
	slices.SortFunc(list, func(a, b attachment) int { return strings.Compare(a.name, b.name) })
	return list
}

// firstNetwork is the only one at creation: an engine before API 1.44 accepts no more.
func firstNetwork(networks []attachment) *network.NetworkingConfig {
	if len(networks) == 0 {
		return nil
	}
	return &network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{networks[0].name: networks[0].endpoint}}
}

// connectNetworks connects all networks but the first, which the container was created with.
func connectNetworks(ctx context.Context, engine *client.Client, d *schema.ResourceData, networks []attachment) diag.Diagnostics {
	for _, network := range networks[min(1, len(networks)):] {
		_, err := engine.NetworkConnect(ctx, network.name, client.NetworkConnectOptions{Container: d.Id(), EndpointConfig: network.endpoint})
		if err != nil {
			return fail(engine, err, "cannot connect the container %s to the network %s", d.Get("name"), network.name)
		}
	}
	return nil
}
