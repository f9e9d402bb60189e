package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/api/types/jsonstream"
	"github.com/moby/moby/client"
)

const outputLines = 15

func buildImage(ctx context.Context, engine *client.Client, name string, options attributes) diag.Diagnostics {
	folder, dockerfile, remove := options["context"].(string), options["dockerfile"].(string), options["remove"].(bool)
	what := fmt.Sprintf("cannot build the image %s from %s", name, folder)
	content, err := buildContext(folder, dockerfile)
	if err != nil {
		return diag.Errorf("%s: %s", what, err)
	}
	defer content.Close()
	built, err := engine.ImageBuild(ctx, content, client.ImageBuildOptions{
		Tags:       []string{name},
		Dockerfile: dockerfile,
		Remove:     remove,
		// also removes the container of a failed or interrupted step
		ForceRemove: remove,
		Version:     build.BuilderV1,
		BuildArgs:   buildArguments(options),
	})
	if err != nil {
		return fail(engine, err, "%s", what)
	}
	defer built.Body.Close()
	output, err := readBuildOutput(built.Body)
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fail(engine, ctx.Err(), "%s", what)
	}
	if unreachable(err) {
		return fail(engine, err, "%s", what)
	}
	return diag.Diagnostics{{Severity: diag.Error, Summary: what + ": " + buildFailure(output, err)}}
}

// buildArguments returns the proxies through which a build reaches the internet.
func buildArguments(options attributes) map[string]*string {
	arguments := map[string]*string{}
	for name, value := range textMap(options["build_args"]) {
		arguments[name] = &value
	}
	return arguments
}

// readBuildOutput reads the engine's message stream to its end and returns the build's output.
func readBuildOutput(messages io.Reader) (string, error) {
	var output strings.Builder
	decoder := json.NewDecoder(messages)
	for {
		var message jsonstream.Message
		if err := decoder.Decode(&message); errors.Is(err, io.EOF) {
			return output.String(), nil
		} else if err != nil {
			return output.String(), err
		}
		output.WriteString(message.Stream)
		if message.Error != nil {
			return output.String(), message.Error
		}
	}
}

var (
	step   = regexp.MustCompile(`(?m)^Step \d+/\d+ : .*$`)
	colour = regexp.MustCompile("\x1b\\[[0-9;]*m")
)

// buildFailure names the failing step and its last lines of output.
func buildFailure(output string, err error) string {
	output = colour.ReplaceAllString(output, "")
	reason := explain(messageOf(err))
	if fullDiskPattern.MatchString(output) {
		reason = fullDiskRemedy
	}
	steps := step.FindAllStringIndex(output, -1)
	if steps == nil {
		return reason
	}
	last := steps[len(steps)-1]
	text := strings.ToLower(output[last[0]:last[0]+1]) + output[last[0]+1:last[1]] + " failed: " + reason
	if printed := lastLines(output[last[1]:], outputLines); printed != "" {
		text += "\nlast lines of its output:\n" + printed
	}
	return text
}

func lastLines(text string, count int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > count {
		lines = lines[len(lines)-count:]
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
