package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/cityconf/cityconf/reports"
	"github.com/cityconf/cityconf/reports/render"
)

// pdfName is the format that a browser makes: page one on one sheet of A4.
const pdfName = "pdf"

// browsers are the programs that can print a page, by the names under which
// they are installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge"}

// longestPrint is how long a browser may take for one sheet.
const longestPrint = 2 * time.Minute

// pdfFormat makes the PDF with a Chromium that is installed: only a browser
// sets Chinese as the desktop shows it, and a font of ours would need a licence
// to be passed on. Without one it is a usage error that says so.
func pdfFormat(getenv func(string) string) (render.Format, error) {
	names := browsers
	if own := getenv("CITYCONF_CHROMIUM"); own != "" {
		names = []string{own}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return render.Format{Name: pdfName, File: "decision.pdf", Func: printer(path).decision}, nil
		}
	}
	return render.Format{}, usage(fmt.Errorf("no Chromium was found to make a PDF with (looked for %q)", names),
		"install Chromium and a Chinese font, or set CITYCONF_CHROMIUM to the program; any browser prints the HTML report to PDF as well")
}

// printer is the path of a browser.
type printer string

// decision writes page one as a PDF, the same bytes for the same report and
// browser.
func (p printer) decision(w io.Writer, r *reports.Report, o render.Options) error {
	dir, err := os.MkdirTemp("", "cityconf-pdf-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	html, pdf := filepath.Join(dir, "decision.html"), filepath.Join(dir, "decision.pdf")
	if err := writeWhole(html, 0o600, func(w io.Writer) error { return render.Decision(w, r, o) }); err != nil {
		return err
	}
	if err := p.print(html, pdf, dir); err != nil {
		return err
	}
	data, err := os.ReadFile(pdf)
	if err != nil {
		return fmt.Errorf("%s wrote no PDF: %w", string(p), err)
	}
	_, err = w.Write(settled(data, r.Stamp.Finished))
	return err
}

// print has the browser print a page. It may ask no host for anything: the
// policy of the page forbids it.
func (p printer) print(html, pdf, dir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), longestPrint)
	defer cancel()
	args := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-dev-shm-usage", "--disable-extensions", "--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + pdf}
	if os.Geteuid() == 0 { // its sandbox does not start for root, as in a container
		args = append(args, "--no-sandbox")
	}
	cmd := exec.CommandContext(ctx, string(p), append(args, "file:///"+strings.TrimPrefix(filepath.ToSlash(html), "/"))...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			err = fmt.Errorf("not ready after %v", longestPrint)
		}
		return usage(fmt.Errorf("%s could not make the PDF: %w", string(p), err), lastLine(said.Bytes()))
	}
	return nil
}

// dates are the instants that a browser writes into a PDF.
var dates = regexp.MustCompile(`\((D:)\d{14}[+-]\d\d'\d\d'\)`)

// settled gives a PDF the date of the run in place of that of the printing, in
// as many octets, so that no offset moves.
func settled(pdf []byte, finished string) []byte {
	at, err := time.Parse(time.RFC3339, finished)
	if err != nil {
		return pdf
	}
	return dates.ReplaceAll(pdf, []byte("(${1}"+at.UTC().Format("20060102150405")+"+00'00')"))
}

func lastLine(b []byte) string {
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	return string(lines[len(lines)-1])
}
