package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
)

// reviewFlags say where the page is served and what holds for all bundles.
type reviewFlags struct {
	compareFlags
	listen string
	open   bool
}

func reviewCommand(c console) *cobra.Command {
	f := reviewFlags{}
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Serve a local page on which bundles are dropped and compared",
		Long: `Review serves one plain page on this computer: choose the bundles that the
vendors handed in, and read the comparison, the report of each vendor and the
workbook. It works without JavaScript. It listens on a loopback address only,
sends nothing anywhere, and deletes its copies when it ends (Ctrl-C).

With --profile and --key these hold for every comparison; a profile chosen on
the page takes the place of the one given here.`,
		Example: `  cityconf review
  cityconf review --open
  cityconf review --profile tender.yaml --listen 127.0.0.1:8420`,
		Args: cobra.NoArgs,
		RunE: verb(func(ctx context.Context, _ []string) error { return f.serve(ctx, c) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.standard, "standard", "", "folder of the standard (default: the embedded one)")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:0", "loopback address; port 0 takes a free one")
	flags.BoolVar(&f.open, "open", false, "open the page in the browser")
	flags.StringVar(&f.lang, "lang", "", "zh-CN, en or both (default: CITYCONF_LANG, else the locale's)")
	flags.BoolVar(&f.verify, "verify", false, "also judge every verdict again from the evidence")
	f.terms.register(flags)
	f.trust.register(cmd)
	return cmd
}

func (f *reviewFlags) serve(ctx context.Context, c console) error {
	lang, err := language(c, f.lang)
	if err != nil {
		return err
	}
	d, err := f.desk()
	if err != nil {
		return err
	}
	l, err := ownAddress(ctx, f.listen)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "cityconf-review-*")
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer os.RemoveAll(dir)
	s := &http.Server{Handler: newReviewer(d, lang, dir, l.Addr().String(), rand.Text()), ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout: 10 * time.Minute, MaxHeaderBytes: 32 << 10}
	address := fmt.Sprintf("http://%s/", l.Addr())
	fmt.Fprintln(c.out, address)
	if f.open {
		openPage(ctx, address)
	}
	stop := context.AfterFunc(ctx, func() { s.Close() })
	defer stop()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// ownAddress listens where only this computer reaches it.
func ownAddress(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, usage(fmt.Errorf("--listen %q: %w", address, err), "like 127.0.0.1:8420")
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usage(fmt.Errorf("--listen %s is no loopback address: bundles are not to be read from other computers", address), "like 127.0.0.1:8420")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, usage(err, "--listen names another address")
	}
	return l, nil
}
