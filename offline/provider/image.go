package main

import (
	"context"

	"github.com/containerd/errdefs"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

func imageResource() *schema.Resource {
	return &schema.Resource{
		CreateContext: createImage,
		ReadContext:   readImage,
		UpdateContext: readImage,
		DeleteContext: deleteImage,
		Schema: merged(
			replacing(fields{
				"name":     required(schema.TypeString),
				"triggers": optional(schema.TypeMap),
				"build": atMostOne(block(schema.TypeSet, fields{
					"context": required(schema.TypeString),
					// not set by the stacks: the real provider replaces an image whose state lacks these defaults
					"dockerfile": defaulting(schema.TypeString, "Dockerfile"),
					"remove":     defaulting(schema.TypeBool, true),
					"build_args": optional(schema.TypeMap),
				})),
			}),
			fields{"keep_locally": optional(schema.TypeBool)},
		),
	}
}

func createImage(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name").(string)
	for _, build := range blocks(d.Get("build")) {
		if failure := buildImage(ctx, engine, name, build); failure != nil {
			return failure
		}
	}
	if failure := readImage(ctx, d, meta); failure != nil {
		return failure
	}
	if d.Id() == "" {
		return diag.Errorf("there is no image %s on the engine, and this provider pulls none: give it a build block, or load it with `docker load`", name)
	}
	return nil
}

func readImage(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name").(string)
	found, err := engine.ImageInspect(ctx, name)
	if errdefs.IsNotFound(err) {
		d.SetId("")
		return nil
	}
	if err != nil {
		return fail(engine, err, "cannot read the image %s", name)
	}
	d.SetId(found.ID + name)
	return nil
}

// deleteImage removes the tag; the engine deletes the layers with their last tag.
func deleteImage(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	if d.Get("keep_locally").(bool) {
		return nil
	}
	engine := meta.(*client.Client)
	name := d.Get("name").(string)
	_, err := engine.ImageRemove(ctx, name, client.ImageRemoveOptions{PruneChildren: true})
	if err == nil || errdefs.IsNotFound(err) {
		return nil
	}
	if errdefs.IsConflict(err) {
		return diag.Errorf("cannot remove the image %s: a container uses it: find it with `docker ps -a --filter ancestor=%s` and remove it, or set keep_locally", name, name)
	}
	return fail(engine, err, "cannot remove the image %s", name)
}
