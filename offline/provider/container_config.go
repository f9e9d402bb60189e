package main

import (
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/api/types/container"
)

const mebibyte = 1 << 20

func containerConfig(d *schema.ResourceData) (*container.Config, *container.HostConfig, error) {
	exposed, bindings, err := portBindings(d.Get("ports"))
	if err != nil {
		return nil, nil, err
	}
	resources, err := containerResources(d)
	if err != nil {
		return nil, nil, err
	}
	config := &container.Config{
		Image:        d.Get("image").(string),
		Cmd:          textList(d.Get("command")),
		Env:          textSet(d.Get("env")),
		User:         d.Get("user").(string),
		StopSignal:   d.Get("stop_signal").(string),
		Labels:       labelMap(d.Get("labels")),
		Healthcheck:  healthcheck(d.Get("healthcheck")),
		ExposedPorts: exposed,
	}
	if seconds, set := d.GetOk("stop_timeout"); set {
		timeout := seconds.(int)
		config.StopTimeout = &timeout
	}
	host := &container.HostConfig{
		Resources:      resources,
		RestartPolicy:  restartPolicy(d),
		NetworkMode:    container.NetworkMode(d.Get("network_mode").(string)),
		PortBindings:   bindings,
		Binds:          volumeBinds(d.Get("volumes")),
		ReadonlyRootfs: d.Get("read_only").(bool),
		Tmpfs:          textMap(d.Get("tmpfs")),
		SecurityOpt:    textSet(d.Get("security_opts")),
		LogConfig:      container.LogConfig{Type: d.Get("log_driver").(string), Config: textMap(d.Get("log_opts"))},
	}
	for _, entry := range blocks(d.Get("host")) {
		host.ExtraHosts = append(host.ExtraHosts, fmt.Sprintf("%s:%s", entry["host"], entry["ip"]))
	}
	slices.Sort(host.ExtraHosts)
	for _, entry := range blocks(d.Get("capabilities")) {
		host.CapDrop = textSet(entry["drop"])
	}
	return config, host, nil
}

func containerResources(d *schema.ResourceData) (container.Resources, error) {
	resources := memoryLimits(d)
	if cpus := d.Get("cpus").(string); cpus != "" {
		share, ok := new(big.Rat).SetString(cpus)
		if !ok {
			return resources, fmt.Errorf("cpus must be a number such as 0.5, got %q", cpus)
		}
		nano := share.Mul(share, big.NewRat(1e9, 1))
		if !nano.IsInt() {
			return resources, fmt.Errorf("cpus has more than nine decimals: %q", cpus)
		}
		resources.NanoCPUs = nano.Num().Int64()
	}
	return resources, nil
}

func memoryLimits(d *schema.ResourceData) container.Resources {
	swap := int64(d.Get("memory_swap").(int))
	if swap > 0 {
		swap *= mebibyte
	}
	return container.Resources{Memory: int64(d.Get("memory").(int)) * mebibyte, MemorySwap: swap}
}

func restartPolicy(d *schema.ResourceData) container.RestartPolicy {
	return container.RestartPolicy{Name: container.RestartPolicyMode(d.Get("restart").(string))}
}

func healthcheck(value any) *container.HealthConfig {
	for _, entry := range blocks(value) {
		return &container.HealthConfig{
			Test:        textList(entry["test"]),
			Interval:    parsed(entry["interval"]),
			Timeout:     parsed(entry["timeout"]),
			StartPeriod: parsed(entry["start_period"]),
			Retries:     entry["retries"].(int),
		}
	}
	return nil
}

// parsed ignores the error: the schema has validated the duration.
func parsed(value any) time.Duration {
	length, _ := time.ParseDuration(value.(string))
	return length
}

func volumeBinds(value any) []string {
	var binds []string
	for _, entry := range blocks(value) {
		source, mode := entry["volume_name"], "rw"
		if entry["host_path"] != "" {
			source = entry["host_path"]
		}
		if entry["read_only"].(bool) {
			mode = "ro"
		}
		binds = append(binds, fmt.Sprintf("%s:%s:%s", source, entry["container_path"], mode))
	}
	slices.Sort(binds)
	return binds
}
