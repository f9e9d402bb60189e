package main

import (
	"context"

	"github.com/containerd/errdefs"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

// updateContainer keeps the old values in the state when it fails.
func updateContainer(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	d.Partial(true)
	if d.HasChanges("memory", "memory_swap", "restart") {
		resources, policy := memoryLimits(d), restartPolicy(d)
		_, err := engine.ContainerUpdate(ctx, d.Id(), client.ContainerUpdateOptions{Resources: &resources, RestartPolicy: &policy})
		if err != nil {
			return fail(engine, err, "cannot update the container %s", d.Get("name"))
		}
	}
	if d.HasChange("must_run") && d.Get("must_run").(bool) {
		if failure := startContainer(ctx, engine, d); failure != nil {
			return failure
		}
	}
	d.Partial(false)
	return nil
}

// deleteContainer kills at once, unless a grace period is given: none is one of no seconds.
func deleteContainer(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name")
	grace := d.Get("destroy_grace_seconds").(int)
	_, err := engine.ContainerStop(ctx, d.Id(), client.ContainerStopOptions{Timeout: &grace})
	if err != nil && !errdefs.IsNotFound(err) {
		return fail(engine, err, "cannot stop the container %s", name)
	}
	err = insist(ctx, func() error {
		_, err := engine.ContainerRemove(ctx, d.Id(), client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		return err
	})
	if err != nil && !errdefs.IsNotFound(err) {
		return fail(engine, err, "cannot remove the container %s", name)
	}
	return nil
}
