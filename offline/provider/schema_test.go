package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

var update = flag.Bool("update", false, "write testdata/schema.json")

// attribute is what plans and comparisons need to know: Terraform's own listing lacks ForceNew.
type attribute struct {
	Replaces bool `json:"replaces"`
	Computed bool `json:"computed"`
	Default  any  `json:"default,omitempty"`
}

// The unit tests in TypeScript, which need no Go, hold their lists against this file.
func TestTheSchemaIsListedForOtherTests(t *testing.T) {
	listed := map[string]attribute{}
	for resource, content := range provider().ResourcesMap {
		eachField(resource, content.Schema, func(path, _ string, field *schema.Schema) {
			listed[path] = attribute{field.ForceNew, field.Computed, field.Default}
		})
	}
	want, err := json.MarshalIndent(listed, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	const file = "testdata/schema.json"
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := os.ReadFile(file); !bytes.Equal(got, want) {
		t.Errorf("%s is not that of the schema: write it with `go test -run Listed . -update`", file)
	}
}
