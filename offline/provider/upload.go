package main

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/moby/moby/client"
)

func uploadFiles(ctx context.Context, engine *client.Client, d *schema.ResourceData) diag.Diagnostics {
	files := blocks(d.Get("upload"))
	if len(files) == 0 {
		return nil
	}
	archive, err := uploadArchive(files)
	if err != nil {
		return diag.FromErr(err)
	}
	_, err = engine.CopyToContainer(ctx, d.Id(), client.CopyToContainerOptions{DestinationPath: "/", Content: archive})
	if err != nil {
		return fail(engine, err, "cannot upload files to the container %s", d.Get("name"))
	}
	return nil
}

func uploadArchive(files []attributes) (io.Reader, error) {
	slices.SortFunc(files, func(a, b attributes) int {
		return strings.Compare(a["file"].(string), b["file"].(string))
	})
	var content bytes.Buffer
	archive := tar.NewWriter(&content)
	for _, file := range files {
		text := file["content"].(string)
		if text == "" {
			return nil, fmt.Errorf("cannot upload the file %s: its content is empty", file["file"])
		}
		err := archive.WriteHeader(&tar.Header{
			Name:    strings.TrimPrefix(file["file"].(string), "/"),
			Mode:    0o644,
			Size:    int64(len(text)),
			ModTime: time.Now(),
		})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(archive, text); err != nil {
			return nil, err
		}
	}
	return &content, archive.Close()
}
