package main

import "github.com/spf13/cobra"

func specHTMLCommand(c console) *cobra.Command { return &cobra.Command{Use: "html"} }
