package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"syscall"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/moby/moby/client"
)

const fullDiskRemedy = "the engine's disk is full: see what fills it with `docker system df`, free it with `docker image prune`"

// fail turns an engine's error into a diagnostic: what failed, the engine's message, and the remedy where one is known.
func fail(engine *client.Client, err error, format string, args ...any) diag.Diagnostics {
	what := fmt.Sprintf(format, args...)
	if unreachable(err) {
		return diag.Errorf("%s: cannot reach the Docker engine at %s: start it, or set DOCKER_HOST", what, engine.DaemonHost())
	}
	if errors.Is(err, context.Canceled) {
		return diag.Errorf("%s: interrupted: deploy again to continue", what)
	}
	return diag.Errorf("%s: %s", what, explain(messageOf(err)))
}

func unreachable(err error) bool {
	return client.IsErrConnectionFailed(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// messageOf returns an error's message without the client's prefix and the final period.
func messageOf(err error) string {
	return strings.TrimRight(strings.TrimPrefix(err.Error(), "Error response from daemon: "), ". \n")
}

var fullDiskPattern = regexp.MustCompile(`(?i)no space left on device`)

var remedies = []struct {
	pattern *regexp.Regexp
	remedy  string
}{
	{regexp.MustCompile(`(?:Bind for|listen (?:tcp|udp)\d?|bind host port for) \S*?:(\d+)\b.*(?:already allocated|already in use)`),
		"port ${1} is taken on this machine: stop what listens there (`docker ps --filter publish=${1}`, `ss -ltnp`), or choose another port"},
	{regexp.MustCompile(`container name "/?([^"]+)" is already in use`),
		"the name ${1} is in use by a container that this state does not know: remove it with `docker rm -f ${1}`"},
	{regexp.MustCompile(`network (\S+) not found`), "there is no network ${1}: deploy again to create it"},
	{regexp.MustCompile(`No such container: (\S+)`), "there is no container ${1}: deploy again to create it"},
	{regexp.MustCompile(`No such image: (\S+)`), "there is no image ${1} on the engine: deploy again to build it"},
	{regexp.MustCompile(`(?i)invalid signal: (\S+)`), "there is no signal ${1}: set stop_signal to one such as SIGTERM"},
	{regexp.MustCompile(`could not find an available, non-overlapping IPv4 address pool`),
		"the engine has no free subnet (it has about thirty): remove unused networks with `docker network prune`"},
	{regexp.MustCompile(`rootfs is marked read-only`),
		"its root file system is read-only: unset read_only, or copy the files into its image"},
	{fullDiskPattern, fullDiskRemedy},
}

// explain replaces an engine's message by its remedy, where one is known.
func explain(message string) string {
	for _, known := range remedies {
		if match := known.pattern.FindStringSubmatchIndex(message); match != nil {
			return string(known.pattern.ExpandString(nil, known.remedy, message, match))
		}
	}
	return message
}
