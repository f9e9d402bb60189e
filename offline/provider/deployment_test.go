package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
)

// deployment is a Terraform working directory; its resources are destroyed when the test ends.
type deployment struct {
	*testing.T
	folder, name string
	ports        [2]string
}

func deploy(t *testing.T) *deployment {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("set TF_ACC=1 to run the acceptance tests")
	}
	t.Parallel()
	words := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, strings.TrimPrefix(t.Name(), "Test"))
	d := &deployment{t, t.TempDir(), prefix + words, freePorts(t)}
	t.Cleanup(func() { _, _ = d.terraform("destroy", "-auto-approve") })
	return d
}

func freePorts(t *testing.T) (ports [2]string) {
	t.Helper()
	for i := range ports {
		listener, err := net.Listen("tcp4", ":0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		ports[i] = strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

func (d *deployment) fill(text string) string {
	return strings.NewReplacer("NAME", d.name, "IMAGE", testImage, "CONTEXT", fixture.context, "PORT-1", d.ports[0], "PORT-2", d.ports[1]).Replace(text)
}

// declare writes the configuration and fills in NAME, IMAGE, CONTEXT, PORT-1 and PORT-2.
func (d *deployment) declare(resources string) {
	d.Helper()
	head := "terraform {\n  required_providers {\n    docker = {\n      source = \"kreuzwerker/docker\"\n    }\n  }\n}\n"
	if err := os.WriteFile(filepath.Join(d.folder, "main.tf"), []byte(head+d.fill(resources)), 0o644); err != nil {
		d.Fatal(err)
	}
}

func (d *deployment) command(arguments ...string) *exec.Cmd {
	program := "terraform"
	if _, err := exec.LookPath(program); err != nil {
		program = "tofu"
	}
	command := exec.Command(program, append(arguments, "-no-color")...)
	command.Dir = d.folder
	command.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+fixture.cliConfig, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	return command
}

// terraform returns stdout and, if the command fails, stderr as one line without Terraform's box drawing.
func (d *deployment) terraform(arguments ...string) (output, errorText string) {
	command := d.command(arguments...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if command.Run() != nil {
		errorText = oneLine(stderr.String())
	}
	return stdout.String(), errorText
}

func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(text)), " ")
}

func (d *deployment) apply(resources string) {
	d.Helper()
	d.declare(resources)
	if _, errorText := d.terraform("apply", "-auto-approve"); errorText != "" {
		d.Fatal(errorText)
	}
}

func (d *deployment) destroy() {
	d.Helper()
	if _, errorText := d.terraform("destroy", "-auto-approve"); errorText != "" {
		d.Fatal(errorText)
	}
}

// applyFails checks the error message, but not that of another provider (PROVIDER_FOLDER).
func (d *deployment) applyFails(resources string, sentences ...string) {
	d.Helper()
	d.declare(resources)
	d.fails("apply", sentences)
}

func (d *deployment) destroyFails(sentences ...string) {
	d.Helper()
	d.fails("destroy", sentences)
}

func (d *deployment) fails(action string, sentences []string) {
	d.Helper()
	_, errorText := d.terraform(action, "-auto-approve")
	if errorText == "" {
		d.Fatal(action, " succeeded")
	}
	if os.Getenv("PROVIDER_FOLDER") != "" {
		return
	}
	for _, sentence := range sentences {
		if sentence = d.fill(sentence); !strings.Contains(errorText, sentence) {
			d.Errorf("got %s\nwant %s", errorText, sentence)
		}
	}
}

// plan returns the planned actions without no-ops: {"docker_container.web": "update"}.
func (d *deployment) plan() map[string]string {
	d.Helper()
	if _, errorText := d.terraform("plan", "-out=plan"); errorText != "" {
		d.Fatal(errorText)
	}
	var plan struct {
		Changes []struct {
			Address string
			Change  struct{ Actions []string }
		} `json:"resource_changes"`
	}
	d.show(&plan, "plan")
	actions := map[string]string{}
	for _, change := range plan.Changes {
		if action := strings.Join(change.Change.Actions, " "); action != "no-op" {
			actions[change.Address] = action
		}
	}
	return actions
}

func (d *deployment) planIs(want map[string]string) {
	d.Helper()
	if got := d.plan(); fmt.Sprint(got) != fmt.Sprint(want) {
		output, _ := d.terraform("show", "plan")
		d.Errorf("plan is %v, want %v\n%s", got, want, output)
	}
}

func (d *deployment) planIsEmpty() {
	d.Helper()
	d.planIs(map[string]string{})
}

func (d *deployment) show(into any, arguments ...string) {
	d.Helper()
	output, errorText := d.terraform(append([]string{"show", "-json"}, arguments...)...)
	if errorText != "" {
		d.Fatal(errorText)
	}
	if err := json.Unmarshal([]byte(output), into); err != nil {
		d.Fatal(err)
	}
}

// state returns a resource's attributes, and whether it is tainted.
func (d *deployment) state(address string) (attributes, bool) {
	d.Helper()
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address string
					Values  attributes
					Tainted bool
				}
			} `json:"root_module"`
		}
	}
	d.show(&state)
	for _, resource := range state.Values.Root.Resources {
		if resource.Address == address {
			return resource.Values, resource.Tainted
		}
	}
	return nil, false
}

func (d *deployment) inspect(name string) container.InspectResponse {
	d.Helper()
	found, err := fixture.engine.ContainerInspect(context.Background(), name, client.ContainerInspectOptions{})
	if err != nil {
		d.Fatal(err)
	}
	return found.Container
}

// remove deletes a container outside Terraform, to cause drift.
func (d *deployment) remove(name string) {
	d.Helper()
	if _, err := fixture.engine.ContainerRemove(context.Background(), name, client.ContainerRemoveOptions{Force: true}); err != nil {
		d.Fatal(err)
	}
}
