package main

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

func TestTheSchemaIsValid(t *testing.T) {
	if err := provider().InternalValidate(); err != nil {
		t.Fatal(err)
	}
}

func TestTheAcceptanceTestsDeclareEveryAttribute(t *testing.T) {
	// not set by the stacks: see the image's schema
	undeclared := map[string]bool{"dockerfile": true, "remove": true}
	for resource, content := range provider().ResourcesMap {
		eachField(resource, content.Schema, func(path, name string, _ *schema.Schema) {
			if !undeclared[name] && !regexp.MustCompile(`(?m)^\s*`+name+`\b`).MatchString(everyAttribute+image) {
				t.Errorf("%s is in no acceptance test: declare it there, or take it out of the schema", path)
			}
		})
	}
}

func TestEachFieldOfABlockForcesReplacement(t *testing.T) {
	for block, content := range replacing(fixedFields()) {
		if nested, ok := content.Elem.(*schema.Resource); ok {
			eachField(block, nested.Schema, func(path, _ string, field *schema.Schema) {
				if !content.ForceNew || !field.ForceNew {
					t.Errorf("%s does not replace the container", path)
				}
			})
		}
	}
}

func eachField(parent string, all fields, visit func(path, name string, field *schema.Schema)) {
	for name, field := range all {
		visit(parent+"."+name, name, field)
		if nested, ok := field.Elem.(*schema.Resource); ok {
			eachField(parent+"."+name, nested.Schema, visit)
		}
	}
}

func TestFailsWhenTheEngineIsNotReachable(t *testing.T) {
	t.Setenv("DOCKER_HOST", "tcp://127.0.0.1:1")

	meta, failure := connect(context.Background(), nil)
	if failure != nil {
		t.Fatal(failure)
	}
	volume := schema.TestResourceDataRaw(t, volumeResource().Schema, attributes{"name": "data"})

	failure = createVolume(context.Background(), volume, meta)

	want := "cannot create the volume data: cannot reach the Docker engine at tcp://127.0.0.1:1: start it, or set DOCKER_HOST"
	if len(failure) != 1 || failure[0].Summary != want {
		t.Errorf("got %v, want %s", failure, want)
	}
}

func TestFailsWhenTheEnginesAddressIsInvalid(t *testing.T) {
	t.Setenv("DOCKER_HOST", "nonsense")

	_, failure := connect(context.Background(), nil)

	if len(failure) != 1 || !strings.HasPrefix(failure[0].Summary, `cannot use "nonsense" as the Docker engine's address`) {
		t.Errorf("got %v", failure)
	}
}
