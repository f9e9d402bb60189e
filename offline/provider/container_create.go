package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

// createContainer sets the id as soon as the container exists: a later failure taints it instead of orphaning it.
// The create call itself is not cancelled, which could leave a container whose id is unknown.
func createContainer(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name").(string)
	config, host, err := containerConfig(d)
	if err != nil {
		return diag.Errorf("cannot create the container %s: %s", name, err)
	}
	networks := attachments(d.Get("networks_advanced"))
	created, err := engine.ContainerCreate(context.WithoutCancel(ctx), client.ContainerCreateOptions{
		Name:             name,
		Config:           config,
		HostConfig:       host,
		NetworkingConfig: firstNetwork(networks),
	})
	if err != nil {
		return fail(engine, err, "cannot create the container %s", name)
	}
	d.SetId(created.ID)

	if failure := connectNetworks(ctx, engine, d, networks); failure != nil {
		return failure
	}
	if failure := uploadFiles(ctx, engine, d); failure != nil {
		return failure
	}
	if failure := startContainer(ctx, engine, d); failure != nil {
		return failure
	}
	if d.Get("wait").(bool) {
		if failure := waitForHealth(ctx, engine, d); failure != nil {
			return failure
		}
	}
	return readContainer(ctx, d, meta)
}

func startContainer(ctx context.Context, engine *client.Client, d *schema.ResourceData) diag.Diagnostics {
	if _, err := engine.ContainerStart(ctx, d.Id(), client.ContainerStartOptions{}); err != nil {
		return fail(engine, err, "cannot start the container %s", d.Get("name"))
	}
	return nil
}
