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

// The acceptance tests drive the real terraform and a real engine: TF_ACC=1 go test ./...
// PROVIDER_FOLDER names a folder with another build of the provider to run them on, such as the real one.

var (
	prefix    = fmt.Sprintf("provider-test-%d-", os.Getpid())
	testImage = prefix + "program:1"
	setting   struct {
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
		_, _ = setting.engine.ImageRemove(context.Background(), testImage, client.ImageRemoveOptions{Force: true, PruneChildren: true})
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// prepare builds the provider, a program and an image with nothing but that program.
func prepare(folder string) error {
	providers := os.Getenv("PROVIDER_FOLDER")
	if providers == "" {
		providers = folder
		if err := goBuild(filepath.Join(folder, "terraform-provider-docker"), "."); err != nil {
			return err
		}
	}
	setting.context = filepath.Join(folder, "context")
	setting.cliConfig = filepath.Join(folder, "terraformrc")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"kreuzwerker/docker\" = %q\n  }\n  direct {}\n}\n", providers)
	dockerfile := "FROM scratch\nCOPY program /program\nENTRYPOINT [\"/program\"]\nCMD [\"serve\"]\n"
	for _, err := range []error{
		goBuild(filepath.Join(setting.context, "program"), "./testdata/program"),
		os.WriteFile(filepath.Join(setting.context, "Dockerfile"), []byte(dockerfile), 0o644),
		os.WriteFile(setting.cliConfig, []byte(overrides), 0o644),
	} {
		if err != nil {
			return err
		}
	}
	var err error
	if setting.engine, err = client.New(client.FromEnv); err != nil {
		return err
	}
	options := attributes{"context": setting.context, "dockerfile": "Dockerfile", "remove": true}
	if failure := buildImage(context.Background(), setting.engine, testImage, options); failure != nil {
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
