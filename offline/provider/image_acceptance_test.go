package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/moby/moby/client"
)

const image = `
resource "docker_image" "program" {
  name         = "NAME:1"
  keep_locally = false
  triggers     = { hash = "1" }
  build {
    context = "CONTEXT"
    build_args = {
      HTTP_PROXY = "http://proxy.invalid:3128"
    }
  }
}

resource "docker_container" "server" {
  name  = "NAME"
  image = docker_image.program.name
}
`

func TestAnImageIsBuiltRunAndRemoved(t *testing.T) {
	d := deploy(t)

	d.apply(image)

	d.planIsEmpty()
	values, _ := d.state("docker_image.program")
	if values["id"] != d.inspect(d.name).Image+d.name+":1" {
		t.Errorf("got %v", values)
	}
	d.destroy()
	if _, err := fixture.engine.ImageInspect(context.Background(), d.name+":1"); err == nil {
		t.Error("the image is still there")
	}
}

func (d *deployment) image(folder, more string) string {
	return "resource \"docker_image\" \"program\" {\n name = \"NAME:1\"\n" + more + "\n build {\n context = \"" + folder + "\"\n}\n}\n"
}

func TestATriggerReplacesTheImage(t *testing.T) {
	d := deploy(t)
	d.apply(d.image("CONTEXT", `triggers = { hash = "1" }`))

	d.declare(d.image("CONTEXT", `triggers = { hash = "2" }`))

	d.planIs(map[string]string{"docker_image.program": "delete create"})
}

func TestAKeptImageOutlivesDestroy(t *testing.T) {
	d := deploy(t)
	d.apply(d.image("CONTEXT", "keep_locally = true"))
	d.planIsEmpty()

	d.destroy()

	if _, err := fixture.engine.ImageRemove(context.Background(), d.name+":1", client.ImageRemoveOptions{}); err != nil {
		t.Error(err)
	}
}

func TestARelativeContextIsResolvedFromTheWorkingDirectory(t *testing.T) {
	d := deploy(t)
	if err := os.CopyFS(filepath.Join(d.folder, "image"), os.DirFS(fixture.context)); err != nil {
		t.Fatal(err)
	}

	d.apply(d.image("image", ""))

	d.planIsEmpty()
}

func TestFailsWhenTheBuildFails(t *testing.T) {
	d := deploy(t)
	folder := folderWith(t, map[string]string{"Dockerfile": "FROM scratch\nCOPY nothing /\n"})

	d.applyFails(d.image(folder, ""), "cannot build the image NAME:1", "step 2/2 : COPY nothing / failed")

	d.planIs(map[string]string{"docker_image.program": "create"})
}
