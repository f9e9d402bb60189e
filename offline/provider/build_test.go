package main

import (
	"strings"
	"testing"
)

const brokenBuild = `{"stream":"Step 1/2 : FROM debian\n"}
{"stream":" ---\u003e d4155bec6c55\n"}
{"stream":"Step 2/2 : RUN apt-get install nothing\n"}
{"stream":"E: Unable to locate package nothing\n"}
{"errorDetail":{"code":100,"message":"The command '/bin/sh -c apt-get install nothing' returned a non-zero code: 100"}}
`

func TestFailsWhenABuildStepFails(t *testing.T) {
	output, err := readBuildOutput(strings.NewReader(brokenBuild))

	if err == nil {
		t.Fatal("the build's failure was not detected")
	}
	want := "step 2/2 : RUN apt-get install nothing failed: The command '/bin/sh -c apt-get install nothing' returned a non-zero code: 100\n" +
		"last lines of its output:\nE: Unable to locate package nothing"
	if got := buildFailure(output, err); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestFailsWhenTheDiskIsFullDuringABuild(t *testing.T) {
	output, err := readBuildOutput(strings.NewReader(strings.ReplaceAll(brokenBuild, "E: Unable to locate package nothing", "E: Write error - write (28: No space left on device)")))

	if got := buildFailure(output, err); !strings.Contains(got, "docker system df") {
		t.Errorf("got %s", got)
	}
}

func TestASuccessfulBuildHasNoError(t *testing.T) {
	if _, err := readBuildOutput(strings.NewReader(`{"stream":"Successfully built d4155bec6c55\n"}`)); err != nil {
		t.Error(err)
	}
}

func TestOnlyTheLastLinesOfABuildAreShown(t *testing.T) {
	if got := lastLines("1\n2\n3\n", 2); got != "2\n3" {
		t.Errorf("got %q", got)
	}
}
