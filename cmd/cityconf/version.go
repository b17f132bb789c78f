package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/suites/derive"
)

func versionCommand(c console) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the tester, its suite and its standard",
		Args:  cobra.NoArgs,
		RunE: verb(func(context.Context, []string) error {
			std, err := published()
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "cityconf %s (%s %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			fmt.Fprintf(c.out, "suite    %s\n", derive.Version)
			fmt.Fprintf(c.out, "standard %s/%s %s\n", std.ID, std.Version, std.Digest)
			return nil
		}),
	}
}

// version is the version of the module as Go recorded it at build time.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}
