package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// buildContext streams a folder as a tar archive without the files that its .dockerignore excludes.
// The Dockerfile and .dockerignore are always included: the engine reads them.
func buildContext(folder, dockerfile string) (io.ReadCloser, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s", folder)
	}
	// WalkDir does not follow a symbolic link at the root
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(folder, dockerfile)); err != nil {
		return nil, fmt.Errorf("there is no file %s in it", dockerfile)
	}
	patterns, err := ignored(folder, dockerfile)
	if err != nil {
		return nil, err
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		return nil, fmt.Errorf(".dockerignore: %w", err)
	}
	reader, writer := io.Pipe()
	go func() {
		archive := tar.NewWriter(writer)
		err := addFolder(archive, folder, matcher)
		writer.CloseWithError(errors.Join(err, archive.Close()))
	}()
	return reader, nil
}

func ignored(folder, dockerfile string) ([]string, error) {
	file, err := os.Open(filepath.Join(folder, ".dockerignore"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	patterns, err := ignorefile.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf(".dockerignore: %w", err)
	}
	return append(patterns, "!.dockerignore", "!"+dockerfile), nil
}

func addFolder(archive *tar.Writer, folder string, matcher *patternmatcher.PatternMatcher) error {
	parents := map[string]patternmatcher.MatchInfo{}
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil || name == "." {
			return err
		}
		skip, info, err := matcher.MatchesUsingParentResults(name, parents[filepath.Dir(name)])
		if err != nil {
			return err
		}
		if entry.IsDir() {
			parents[name] = info
			if skip && !matcher.Exclusions() {
				return filepath.SkipDir
			}
		}
		if skip {
			return nil
		}
		return addFile(archive, path, filepath.ToSlash(name), entry)
	})
}

// addFile clears the owner, so that the build cache does not depend on the user.
func addFile(archive *tar.Writer, path, name string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSocket != 0 {
		return nil
	}
	link := ""
	if info.Mode()&fs.ModeSymlink != 0 {
		if link, err = os.Readlink(path); err != nil {
			return err
		}
	}
	header, err := tar.FileInfoHeader(info, filepath.ToSlash(link))
	if err != nil {
		return err
	}
	header.Name = name
	if info.IsDir() {
		header.Name += "/"
	}
	header.Uid, header.Gid, header.Uname, header.Gname = 0, 0, "", ""
	if err := archive.WriteHeader(header); err != nil || !info.Mode().IsRegular() {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(archive, file)
	return err
}
