package main

import (
	"context"
	"math/big"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
)

func readContainer(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	engine := meta.(*client.Client)
	inspected, err := engine.ContainerInspect(ctx, d.Id(), client.ContainerInspectOptions{})
	if errdefs.IsNotFound(err) {
		d.SetId("")
		return nil
	}
	if err != nil {
		return fail(engine, err, "cannot read the container %s", d.Get("name"))
	}
	found := inspected.Container
	values := merged(configValues(found.Config), hostValues(found.HostConfig), attributes{
		"name":  strings.TrimPrefix(found.Name, "/"),
		"ports": portBlocks(found.NetworkSettings.Ports),
	})
	if !found.State.Running {
		values["must_run"] = false
	}
	return diag.FromErr(setAll(d, values))
}

func configValues(config *container.Config) attributes {
	values := attributes{
		"image":        config.Image,
		"command":      config.Cmd,
		"user":         config.User,
		"stop_signal":  config.StopSignal,
		"stop_timeout": 0,
	}
	if config.StopTimeout != nil {
		values["stop_timeout"] = *config.StopTimeout
	}
	if check := config.Healthcheck; check != nil {
		values["healthcheck"] = []attributes{{
			"test":         check.Test,
			"interval":     check.Interval.String(),
			"timeout":      check.Timeout.String(),
			"start_period": check.StartPeriod.String(),
			"retries":      check.Retries,
		}}
	}
	return values
}

func hostValues(host *container.HostConfig) attributes {
	extra := []attributes{}
	values := attributes{
		"network_mode":  string(host.NetworkMode),
		"read_only":     host.ReadonlyRootfs,
		"tmpfs":         host.Tmpfs,
		"security_opts": host.SecurityOpt,
		"log_driver":    host.LogConfig.Type,
		"log_opts":      host.LogConfig.Config,
		"restart":       string(host.RestartPolicy.Name),
		"memory":        int(host.Memory / mebibyte),
		"memory_swap":   swapValue(host.MemorySwap),
	}
	for _, entry := range host.ExtraHosts {
		name, ip, _ := strings.Cut(entry, ":")
		extra = append(extra, attributes{"host": name, "ip": ip})
	}
	values["host"] = extra
	if host.NanoCPUs > 0 {
		values["cpus"] = cpuText(host.NanoCPUs)
	}
	if len(host.CapDrop) > 0 {
		values["capabilities"] = []attributes{{"drop": host.CapDrop}}
	}
	return values
}

func swapValue(bytes int64) int {
	if bytes < 0 {
		return -1
	}
	return int(bytes / mebibyte)
}

// cpuText formats cores as the real provider reads them back: with at least one decimal.
func cpuText(nano int64) string {
	text := strings.TrimRight(big.NewRat(nano, 1e9).FloatString(9), "0")
	if strings.HasSuffix(text, ".") {
		return text + "0"
	}
	return text
}
