package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

// updateContainer leaves the old values in the state if it fails.
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
