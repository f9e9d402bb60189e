package main

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

func provider() *schema.Provider {
	return &schema.Provider{
		ResourcesMap: map[string]*schema.Resource{
			"docker_image":     imageResource(),
			"docker_network":   networkResource(),
			"docker_volume":    volumeResource(),
			"docker_container": containerResource(),
		},
		ConfigureContextFunc: connect,
	}
}

// connect creates the client without a request, so that a first plan works without an engine.
func connect(context.Context, *schema.ResourceData) (any, diag.Diagnostics) {
	engine, err := client.New(options()...)
	if err != nil {
		return nil, diag.Errorf("cannot use %q as the Docker engine's address: %s: set DOCKER_HOST to one such as %s", os.Getenv(client.EnvOverrideHost), messageOf(err), client.DefaultDockerHost)
	}
	return engine, nil
}
