package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/moby/moby/client"
)

// The acceptance tests run the real terraform against a real Docker engine: TF_ACC=1 go test ./...
// PROVIDER_FOLDER names a folder with another build of the provider to test, such as the real one.

var (
	prefix    = fmt.Sprintf("provider-test-%d-", os.Getpid())
	testImage = prefix + "program:1"
	fixture   struct {
		context, cliConfig string
		engine             *client.Client
	}
)

func TestMain(m *testing.M) {
	if os.Getenv("TF_ACC") == "" {
		os.Exit(m.Run())
	}
	folder, err := os.MkdirTemp("", prefix)
	if err == nil {
		err = prepare(folder)
	}
	code := 1
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
		_, _ = fixture.engine.ImageRemove(context.Background(), testImage, client.ImageRemoveOptions{Force: true, PruneChildren: true})
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// prepare builds the provider, and an image that contains only the test program.
func prepare(folder string) error {
	providers := os.Getenv("PROVIDER_FOLDER")
	if providers == "" {
		providers = folder
		if err := goBuild(filepath.Join(folder, "terraform-provider-docker"), "."); err != nil {
			return err
		}
	}
	fixture.context = filepath.Join(folder, "context")
	fixture.cliConfig = filepath.Join(folder, "terraformrc")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"kreuzwerker/docker\" = %q\n  }\n  direct {}\n}\n", providers)
	dockerfile := "FROM scratch\nCOPY program /program\nENTRYPOINT [\"/program\"]\nCMD [\"serve\"]\n"
	for _, err := range []error{
		goBuild(filepath.Join(fixture.context, "program"), "./testdata/program"),
		os.WriteFile(filepath.Join(fixture.context, "Dockerfile"), []byte(dockerfile), 0o644),
		os.WriteFile(fixture.cliConfig, []byte(overrides), 0o644),
	} {
		if err != nil {
			return err
		}
	}
	var err error
	if fixture.engine, err = client.New(client.FromEnv); err != nil {
		return err
	}
	options := attributes{"context": fixture.context, "dockerfile": "Dockerfile", "remove": true, "build_args": attributes{}}
	if failure := buildImage(context.Background(), fixture.engine, testImage, options); failure != nil {
		return fmt.Errorf("%s", failure[0].Summary)
	}
	return nil
}

func goBuild(output, source string) error {
	build := exec.Command("go", "build", "-o", output, source)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	return nil
}
