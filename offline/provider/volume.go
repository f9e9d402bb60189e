package main

import (
	"context"
	"strings"
	"time"

	"github.com/containerd/errdefs"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

// removalTimeout is how long a removal waits for containers that are being removed.
const removalTimeout = 30 * time.Second

func volumeResource() *schema.Resource {
	return &schema.Resource{
		SchemaVersion: 1,
		CreateContext: createVolume,
		ReadContext:   readVolume,
		DeleteContext: deleteVolume,
		Schema: replacing(fields{
			"name":   optionalComputed(schema.TypeString),
			"labels": labelsBlock(),
		}),
	}
}

func createVolume(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name").(string)
	created, err := engine.VolumeCreate(ctx, client.VolumeCreateOptions{Name: name, Labels: labelMap(d.Get("labels"))})
	if err != nil {
		return fail(engine, err, "cannot create the volume %s", name)
	}
	d.SetId(created.Volume.Name)
	return readVolume(ctx, d, meta)
}

func readVolume(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	found, err := engine.VolumeInspect(ctx, d.Id(), client.VolumeInspectOptions{})
	if errdefs.IsNotFound(err) {
		d.SetId("")
		return nil
	}
	if err != nil {
		return fail(engine, err, "cannot read the volume %s", d.Id())
	}
	return diag.FromErr(setAll(d, attributes{
		"name":   found.Volume.Name,
		"labels": labelBlocks(found.Volume.Labels),
	}))
}

func deleteVolume(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	err := retryOnConflict(ctx, func() error {
		_, err := engine.VolumeRemove(ctx, d.Id(), client.VolumeRemoveOptions{})
		return err
	})
	if err == nil || errdefs.IsNotFound(err) {
		return nil
	}
	if strings.Contains(err.Error(), "volume is in use") {
		return diag.Errorf("cannot remove the volume %s: a container uses it: find it with `docker ps -a --filter volume=%s` and remove it", d.Id(), d.Id())
	}
	return fail(engine, err, "cannot remove the volume %s", d.Id())
}

// retryOnConflict retries while the attempt ends in a conflict, for at most removalTimeout.
func retryOnConflict(ctx context.Context, attempt func() error) error {
	for end := time.Now().Add(removalTimeout); ; {
		err := attempt()
		if !inUse(err) || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func inUse(err error) bool {
	return err != nil && (errdefs.IsConflict(err) || strings.Contains(err.Error(), "has active endpoints"))
}
