package main

import (
	"context"
	"errors"

	"github.com/containerd/errdefs"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

// deleteContainer kills at once, unless destroy_grace_seconds sets a grace period.
// If the delete timeout expires before the container stops, the container stays, running and in the state. The engine
// continues to wait, and kills it at the end of the grace period.
func deleteContainer(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name")
	grace := d.Get("destroy_grace_seconds").(int)
	_, err := engine.ContainerStop(ctx, d.Id(), client.ContainerStopOptions{Timeout: &grace})
	if errors.Is(err, context.DeadlineExceeded) {
		limit := d.Timeout(schema.TimeoutDelete).Seconds()
		return diag.Errorf("the container %s did not stop within %v s: see why with `docker logs %s`, then run the same command again", name, limit, name)
	}
	if err != nil && !errdefs.IsNotFound(err) {
		return fail(engine, err, "cannot stop the container %s", name)
	}
	err = retryOnConflict(ctx, func() error {
		_, err := engine.ContainerRemove(ctx, d.Id(), client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		return err
	})
	if err != nil && !errdefs.IsNotFound(err) {
		return fail(engine, err, "cannot remove the container %s", name)
	}
	return nil
}
