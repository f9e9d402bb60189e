package main

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
)

const (
	pollInterval = 250 * time.Millisecond
	logLines     = 10
)

// waitForHealth fails before the timeout only if the container has exited: Docker leaves it in this state when it will
// not restart it. An unhealthy container may recover, so the wait continues.
func waitForHealth(ctx context.Context, engine *client.Client, d *schema.ResourceData) diag.Diagnostics {
	name, limit := d.Get("name").(string), d.Get("wait_timeout").(int)
	end := time.Now().Add(time.Duration(limit) * time.Second)
	for {
		inspected, err := engine.ContainerInspect(ctx, d.Id(), client.ContainerInspectOptions{})
		if ctx.Err() != nil {
			return diag.Errorf("stopped waiting for the container %s: the next deploy replaces it", name)
		}
		if err != nil {
			return fail(engine, err, "cannot see whether the container %s is healthy", name)
		}
		state := inspected.Container.State
		status := healthStatus(state)
		switch {
		case status == container.Healthy:
			return nil
		case state.Running && status == container.NoHealthcheck:
			return diag.Errorf("cannot wait for the container %s: it has no health check: give it a healthcheck block, or unset wait", name)
		case state.Status == container.StateExited:
			return unhealthy(engine, d.Id(), name, "exited "+exit(state), state.Health)
		case time.Now().After(end) && inspected.Container.RestartCount > 0:
			what := fmt.Sprintf("is in a restart loop: it was restarted %d times within %d s", inspected.Container.RestartCount, limit)
			return unhealthy(engine, d.Id(), name, what, state.Health)
		case time.Now().After(end):
			return unhealthy(engine, d.Id(), name, fmt.Sprintf("is %s after %d s", status, limit), state.Health)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pollInterval):
		}
	}
}

func healthStatus(state *container.State) container.HealthStatus {
	if state.Health == nil || state.Health.Status == "" {
		return container.NoHealthcheck
	}
	return state.Health.Status
}

func exit(state *container.State) string {
	if state.OOMKilled {
		return "because it exceeded its memory limit"
	}
	return fmt.Sprintf("with code %d", state.ExitCode)
}

func unhealthy(engine *client.Client, id, name, what string, health *container.Health) diag.Diagnostics {
	var text strings.Builder
	fmt.Fprintf(&text, "the container %s %s: fix what its health check and its log report below, then deploy again: it is replaced", name, what)
	fmt.Fprintf(&text, "\nlast health check: %s", lastCheck(health))
	fmt.Fprintf(&text, "\nlast log lines:\n%s", lastLogs(engine, id))
	return diag.Diagnostics{{Severity: diag.Error, Summary: text.String()}}
}

func lastCheck(health *container.Health) string {
	if health == nil || len(health.Log) == 0 {
		return "none has run yet"
	}
	last := health.Log[len(health.Log)-1]
	return fmt.Sprintf("exit code %d, %s", last.ExitCode, strings.TrimSpace(last.Output))
}

// lastLogs has its own timeout: the operation's context may have expired.
func lastLogs(engine *client.Client, id string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	logs, err := engine.ContainerLogs(ctx, id, client.ContainerLogsOptions{ShowStdout: true, ShowStderr: true, Tail: strconv.Itoa(logLines)})
	if err != nil {
		return "(not readable: " + messageOf(err) + ")"
	}
	defer logs.Close()
	var output bytes.Buffer
	_, _ = stdcopy.StdCopy(&output, &output, logs)
	if text := lastLines(output.String(), logLines); text != "" {
		return text
	}
	return "(empty)"
}
