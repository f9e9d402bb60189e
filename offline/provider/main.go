// A stand-in for the Terraform provider kreuzwerker/docker 4.5.0 with the
// resources and attributes that the blueprint's stacks use.
package main

import "github.com/hashicorp/terraform-plugin-sdk/v2/plugin"

func main() {
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: provider})
}
