package main

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed ci
var ciFiles embed.FS

// ciSystems names the definition of a job for each CI system that has one, and
// that of an image to run it in.
var ciSystems = []struct{ name, file string }{
	{"github", "ci/github.yml"},
	{"gitlab", "ci/gitlab.yml"},
	{"jenkins", "ci/Jenkinsfile"},
	{"container", "ci/Containerfile"},
}

// printJob writes the definition of a job that runs the conformance test.
func printJob(c console, system string) error {
	i := slices.IndexFunc(ciSystems, func(s struct{ name, file string }) bool { return s.name == system })
	if i < 0 {
		return usage(fmt.Errorf("no job for the CI system %q", system), "known are "+ciNames())
	}
	text, err := ciFiles.ReadFile(ciSystems[i].file)
	if err != nil {
		return err
	}
	_, err = c.out.Write(text)
	return err
}

func ciNames() string {
	var names []string
	for _, s := range ciSystems {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}
