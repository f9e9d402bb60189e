package main

import (
	"cmp"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/api/types/network"
)

// inAnyOrder ignores a difference in order: the engine returns ports sorted.
func inAnyOrder(field *schema.Schema) *schema.Schema {
	field.DiffSuppressFunc = func(_, _, _ string, d *schema.ResourceData) bool {
		before, after := d.GetChange("ports")
		return reflect.DeepEqual(sortedPorts(blocks(before)), sortedPorts(blocks(after)))
	}
	return field
}

func sortedPorts(ports []attributes) []attributes {
	slices.SortFunc(ports, func(a, b attributes) int {
		return cmp.Or(cmp.Compare(a["internal"].(int), b["internal"].(int)), cmp.Compare(a["external"].(int), b["external"].(int)))
	})
	return ports
}

func portBindings(value any) (network.PortSet, network.PortMap, error) {
	exposed, bindings := network.PortSet{}, network.PortMap{}
	for _, entry := range blocks(value) {
		port, err := network.ParsePort(fmt.Sprint(entry["internal"]))
		if err != nil {
			return nil, nil, err
		}
		address, err := netip.ParseAddr(entry["ip"].(string))
		if err != nil {
			return nil, nil, err
		}
		binding := network.PortBinding{HostIP: address, HostPort: fmt.Sprint(entry["external"])}
		exposed[port] = struct{}{}
		bindings[port] = append(bindings[port], binding)
	}
	return exposed, bindings, nil
}

func portBlocks(bindings network.PortMap) []attributes {
	entries := []attributes{}
	for port, published := range bindings {
		for _, binding := range published {
			external, _ := strconv.Atoi(binding.HostPort)
			entries = append(entries, attributes{"internal": int(port.Num()), "external": external, "ip": binding.HostIP.String()})
		}
	}
	return sortedPorts(entries)
}
