package main

import (
	"context"

	"github.com/containerd/errdefs"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

func networkResource() *schema.Resource {
	return &schema.Resource{
		SchemaVersion: 1,
		CreateContext: createNetwork,
		ReadContext:   readNetwork,
		DeleteContext: deleteNetwork,
		Schema: replacing(fields{
			"name":     required(schema.TypeString),
			"internal": optionalComputed(schema.TypeBool),
			"labels":   labelsBlock(),
		}),
	}
}

// createNetwork checks the name first: an engine with API 1.41 silently creates a second network of the same name.
func createNetwork(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name").(string)
	same, err := engine.NetworkList(ctx, client.NetworkListOptions{Filters: make(client.Filters).Add("name", name)})
	if err != nil {
		return fail(engine, err, "cannot create the network %s", name)
	}
	for _, found := range same.Items {
		if found.Name == name {
			return diag.Errorf("cannot create the network %s: the name is in use by a network that this state does not know: remove it with `docker network rm %s`", name, name)
		}
	}
	created, err := engine.NetworkCreate(context.WithoutCancel(ctx), name, client.NetworkCreateOptions{
		Internal: d.Get("internal").(bool),
		Labels:   labelMap(d.Get("labels")),
	})
	if err != nil {
		return fail(engine, err, "cannot create the network %s", name)
	}
	d.SetId(created.ID)
	return readNetwork(context.WithoutCancel(ctx), d, meta)
}

func readNetwork(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	inspected, err := engine.NetworkInspect(ctx, d.Id(), client.NetworkInspectOptions{})
	if errdefs.IsNotFound(err) {
		d.SetId("")
		return nil
	}
	if err != nil {
		return fail(engine, err, "cannot read the network %s", d.Get("name"))
	}
	found := inspected.Network
	return diag.FromErr(setAll(d, attributes{
		"name":     found.Name,
		"internal": found.Internal,
		"labels":   labelBlocks(found.Labels),
	}))
}

func deleteNetwork(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	name := d.Get("name").(string)
	err := retryOnConflict(ctx, func() error {
		_, err := engine.NetworkRemove(ctx, d.Id(), client.NetworkRemoveOptions{})
		return err
	})
	if err == nil || errdefs.IsNotFound(err) {
		return nil
	}
	if inUse(err) {
		return diag.Errorf("cannot remove the network %s: a container is connected to it: find it with `docker ps --filter network=%s` and remove it", name, name)
	}
	return fail(engine, err, "cannot remove the network %s", name)
}
