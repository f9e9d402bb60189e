package main

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func entries(t *testing.T, folder string) map[string]*tar.Header {
	t.Helper()
	content, err := buildContext(folder, "Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	headers := map[string]*tar.Header{}
	for archive := tar.NewReader(content); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return headers
		}
		if err != nil {
			t.Fatal(err)
		}
		headers[header.Name] = header
	}
}

func names(headers map[string]*tar.Header) []string {
	list := []string{}
	for name := range headers {
		if !strings.HasSuffix(name, "/") {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

func TestTheBuildContextHoldsTheWholeFolder(t *testing.T) {
	folder := folderWith(t, map[string]string{"Dockerfile": "FROM scratch", "etc/program.conf": "a = 1"})

	headers := entries(t, folder)

	if got, want := names(headers), []string{"Dockerfile", "etc/program.conf"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if owner := headers["Dockerfile"]; owner.Uid != 0 || owner.Uname != "" {
		t.Errorf("the archive contains its owner: %d %s", owner.Uid, owner.Uname)
	}
}

func TestTheBuildContextExcludesWhatDockerignoreNames(t *testing.T) {
	folder := folderWith(t, map[string]string{
		".dockerignore":       "# notes\nnode_modules\n**/*.log\ndocs/*\n!docs/README.md\nDockerfile\n",
		"Dockerfile":          "FROM scratch",
		"app.js":              "",
		"debug.log":           "",
		"deep/down/debug.log": "",
		"docs/README.md":      "",
		"docs/draft.md":       "",
		"node_modules/a/b.js": "",
		"nested/node_modules": "",
	})

	got, want := names(entries(t, folder)), []string{".dockerignore", "Dockerfile", "app.js", "docs/README.md", "nested/node_modules"}

	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheBuildContextKeepsSymbolicLinks(t *testing.T) {
	folder := folderWith(t, map[string]string{"Dockerfile": "FROM scratch"})
	if err := os.Symlink("Dockerfile", filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}

	if link := entries(t, folder)["link"]; link == nil || link.Linkname != "Dockerfile" {
		t.Errorf("got %v", link)
	}
}

func TestTheBuildContextMayBeASymbolicLink(t *testing.T) {
	folder := folderWith(t, map[string]string{"Dockerfile": "FROM scratch"})
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}

	if found := names(entries(t, link)); !slices.Equal(found, []string{"Dockerfile"}) {
		t.Errorf("it holds %v", found)
	}
}

func TestFailsWhenThereIsNoContextOrDockerfile(t *testing.T) {
	if _, err := buildContext("no/such/folder", "Dockerfile"); err == nil || err.Error() != "there is no folder no/such/folder" {
		t.Errorf("got %v", err)
	}
	if _, err := buildContext(t.TempDir(), "Dockerfile"); err == nil || err.Error() != "there is no file Dockerfile in it" {
		t.Errorf("got %v", err)
	}
}
