package render

import (
	"bytes"
	"fmt"
	"regexp"
)

// Asset is a file that stands beside a page.
type Asset struct {
	Name    string
	Content []byte
}

var (
	inlineStyle  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	inlineScript = regexp.MustCompile(`(?s)<script>(.*?)</script>`)
	inlinePolicy = regexp.MustCompile(`(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)`)
)

// Apart takes style and script out of a page of this package and puts them into
// files beside it, called like the page ("report" for report.html): for servers,
// such as Jenkins, whose own policy forbids both inside of a page. The policy of
// the page then allows these files and nothing else.
func Apart(page []byte, name string) (rest []byte, beside []Asset, err error) {
	if !inlineStyle.Match(page) || !inlinePolicy.Match(page) {
		return nil, nil, fmt.Errorf("take the style out of %s.html: it has none", name)
	}
	rest = inlinePolicy.ReplaceAll(page, []byte("${1}default-src &#39;none&#39;; style-src &#39;self&#39;; script-src &#39;self&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;${2}"))
	for _, part := range []struct {
		inline  *regexp.Regexp
		ending  string
		instead string
	}{
		{inlineStyle, ".css", `<link rel="stylesheet" href="%s">`},
		{inlineScript, ".js", `<script src="%s"></script>`},
	} {
		if m := part.inline.FindSubmatch(rest); m != nil {
			file := name + part.ending
			beside = append(beside, Asset{file, m[1]})
			rest = bytes.Replace(rest, m[0], fmt.Appendf(nil, part.instead, file), 1)
		}
	}
	return rest, beside, nil
}
