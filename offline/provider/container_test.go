package main

import (
	"archive/tar"
	"io"
	"testing"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/api/types/container"
)

func declared(t *testing.T, values attributes) *schema.ResourceData {
	t.Helper()
	return schema.TestResourceDataRaw(t, containerResource().Schema, values)
}

func TestLimitsAreConvertedToTheEnginesUnits(t *testing.T) {
	_, host, err := containerConfig(declared(t, attributes{"memory": 64, "memory_swap": -1, "cpus": "0.5"}))

	if err != nil {
		t.Fatal(err)
	}
	if host.Memory != 64<<20 || host.MemorySwap != -1 || host.NanoCPUs != 500_000_000 {
		t.Errorf("got %+v", host)
	}
}

func TestFailsWhenCpusIsNotANumber(t *testing.T) {
	_, _, err := containerConfig(declared(t, attributes{"cpus": "half"}))

	if err == nil || err.Error() != `cpus must be a number such as 0.5, got "half"` {
		t.Errorf("got %v", err)
	}
}

func TestFailsWhenAValueIsNotAllowed(t *testing.T) {
	for name, want := range map[string]string{
		"restart": `restart must be no, on-failure, always or unless-stopped, got "x"`,
	} {
		_, problems := containerResource().Schema[name].ValidateFunc("x", name)

		if len(problems) != 1 || problems[0].Error() != want {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
	if _, problems := duration().ValidateFunc("5", "interval"); len(problems) != 1 || problems[0].Error() != `interval must be a duration such as 1m30s, got "5"` {
		t.Errorf("got %v", problems)
	}
}

func TestCpusAreReadBackWithADecimal(t *testing.T) {
	for nano, want := range map[int64]string{500_000_000: "0.5", 2_000_000_000: "2.0", 1_250_000_000: "1.25"} {
		if got := cpuText(nano); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestWithoutACommandTheImagesOwnIsKept(t *testing.T) {
	config, _, err := containerConfig(declared(t, attributes{}))

	if err != nil || config.Cmd != nil {
		t.Errorf("got %v %v", config.Cmd, err)
	}
}

func TestNetworksAreConnectedInTheOrderOfTheirNames(t *testing.T) {
	d := declared(t, attributes{"networks_advanced": []any{attributes{"name": "web"}, attributes{"name": "app"}, attributes{"name": "database"}}})

	list := attachments(d.Get("networks_advanced"))

	if list[0].name != "app" || list[1].name != "database" || list[2].name != "web" {
		t.Errorf("got %v", list)
	}
}

func TestPublishedPortsAreReadBackSorted(t *testing.T) {
	d := declared(t, attributes{"ports": []any{attributes{"internal": 81, "external": 8081}, attributes{"internal": 80, "external": 8080}}})
	_, bindings, err := portBindings(d.Get("ports"))
	if err != nil {
		t.Fatal(err)
	}

	ports := portBlocks(bindings)

	if len(ports) != 2 || ports[0]["internal"] != 80 || ports[0]["external"] != 8080 || ports[1]["external"] != 8081 {
		t.Errorf("got %v", ports)
	}
}

func TestUploadedFilesHaveTheirContentAndAreWorldReadable(t *testing.T) {
	content, err := uploadArchive([]attributes{{"file": "/etc/b", "content": "/etc/b"}, {"file": "/etc/a", "content": "/etc/a"}})
	if err != nil {
		t.Fatal(err)
	}

	archive := tar.NewReader(content)
	for _, want := range []string{"etc/a", "etc/b"} {
		got, err := archive.Next()
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := io.ReadAll(archive); got.Name != want || got.Mode != 0o644 || string(text) != "/"+got.Name {
			t.Errorf("got %s %o %s", got.Name, got.Mode, text)
		}
	}
}

func TestTheLastHealthCheckIsReported(t *testing.T) {
	health := &container.Health{Log: []*container.HealthcheckResult{{Output: "first"}, {ExitCode: 1, Output: "nothing listens\n"}}}

	if got := lastCheck(health); got != "exit code 1, nothing listens" {
		t.Errorf("got %s", got)
	}
	if got := lastCheck(nil); got != "none has run yet" {
		t.Errorf("got %s", got)
	}
}
