package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cityconf/cityconf/specs/schema"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 63)
	for name, samples := range map[string]struct{ valid, invalid []string }{
		"date-time": {
			[]string{"2026-02-28T23:59:59Z", "2024-02-29t00:00:00.123456789z", "1998-12-31T23:59:60Z", "1998-12-31T15:59:60.5-08:00", "1999-01-01T07:59:60+08:00"},
			[]string{"2026-02-30T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T24:00:00Z", "1998-12-31T22:59:60Z", "1998-12-30T23:59:60Z", "2026-1-1T00:00:00Z", "2026-01-01T00:00Z", "2026-01-01T00:00:00,5Z", "2026-01-01T00:00:00+8:00", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00Z\n", "1767225600"},
		},
		"date":      {[]string{"2024-02-29", "0000-01-01"}, []string{"2023-02-29", "2026-13-01", "2026-00-10", "20260101", "01/02/2026", "2026-01-01Z"}},
		"time":      {[]string{"00:00:00Z", "23:59:60Z", "01:29:60+01:30", "12:00:00.5-23:59"}, []string{"12:00:00", "24:00:00Z", "12:60:00Z", "12:00:61Z", "22:59:60Z", "12:00:00+0800"}},
		"duration":  {[]string{"P1D", "PT15M", "P1Y2M3DT4H5M6S", "P4W", "PT0S"}, []string{"P", "PT", "P1", "P1S", "P1H", "P1Y3D", "PT1H6S", "P1W2D", "PT0.5S", "P-1D", "1D", "p1d"}},
		"email":     {[]string{"a@b", "a.b+c@example.org", `"a b"@example.org`, "a@[127.0.0.1]", "a@[IPv6:::1]"}, []string{"a", "@b", "a@", ".a@b.c", "a..b@c.d", "a b@c.d", "a@b c", "灯@b.c", "a@[300.0.0.1]"}},
		"idn-email": {[]string{"灯@例子.中国", "a@b.c"}, []string{"灯", "灯@-a", "灯 光@b.c"}},
		"hostname":  {[]string{"localhost", "a-b.example.org", long + ".x", "1.2", "xn--fiqs8s"}, []string{"", ".a", "a.", "-a", "a-", "a_b", long + "a", "灯.cn", "xn--x", strings.Repeat("a.", 127) + "a"}},
		"idn-hostname": {
			[]string{"例子.中国", "l·l", "a\u3002b", "α͵β", "א׳", "カ・カ", "نامه\u200cای", "xn--fiqs8s"},
			[]string{"a·b", "͵", "׳א", "・", "a\u200cb", "\u0660\u06f0", "-灯", "灯a--b", "\u0301a", "A\u0300", "〱", "0א"},
		},
		"ipv4":                  {[]string{"0.0.0.0", "255.255.255.255"}, []string{"256.0.0.1", "01.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.4 ", "0x1.0.0.1"}},
		"ipv6":                  {[]string{"::", "::1", "2001:db8::ffff:1.2.3.4"}, []string{"1::2::3", "::1%eth0", "12345::", "1:2:3:4:5:6:7", "::g", "1.2.3.4"}},
		"uri":                   {[]string{"http://a.b:80/c?d=e#f", "urn:ucis:lamp:1", "mailto:a@b", "http://[::1]/", "http://[v1.a:b]/", "a:", "ftp://u:p@h/%20"}, []string{"", "/a", "a/b", "http://a b", "http://a/%zz", "http://[::1", "http://a:b/", "1a:b", "http://a/\\", "http://a/é", "a:<b>", "a:b#c#d"}},
		"uri-reference":         {[]string{"", "/a", "a/b", "?q", "#f", "//h/p", "./a:b"}, []string{"1:b", "\\\\a", "#a#b", "a b", "é"}},
		"iri":                   {[]string{"http://例子.中国/灯?q=灯#灯", "http://a/?\ue000"}, []string{"/灯", "http://灯 光", "http://a/\ue000", "http://a/\ufffe"}},
		"iri-reference":         {[]string{"灯", "//灯/灯"}, []string{"灯 光", "a:\\灯"}},
		"uri-template":          {[]string{"", "/a/{b}", "{+a,b*}{?c:3}", "{a.b}", "/灯"}, []string{"{", "}", "{a", "{}", "{a b}", "{a:0}", "{a:10000}", "{a}{", "%2", "a b"}},
		"uuid":                  {[]string{"00000000-0000-0000-0000-000000000000", "2EB8AA08-aa98-11ea-b4aa-73b441d16380"}, []string{"2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g", "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}"}},
		"json-pointer":          {[]string{"", "/", "/a~0~1/0"}, []string{"a", "/~", "/~2", "#/a"}},
		"relative-json-pointer": {[]string{"0", "1/a", "2#", "0+1", "0-1/a"}, []string{"", "/a", "-1", "01", "0##", "0a"}},
		"regex":                 {[]string{"", "a+", `(?<=a)b`}, []string{"(", `\Z`, "a**"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range samples.valid {
				ok, known := schema.CheckFormat(name, s)
				assert.True(t, ok && known, "%q is a valid %s", s, name)
			}
			for _, s := range samples.invalid {
				ok, known := schema.CheckFormat(name, s)
				assert.True(t, !ok && known, "%q is no valid %s", s, name)
			}
		})
	}
	ok, known := schema.CheckFormat("colour", "x")
	assert.True(t, ok)
	assert.False(t, known)
}

func FuzzCheckFormat(f *testing.F) {
	names := []string{"date-time", "email", "idn-email", "idn-hostname", "iri", "uri-template", "duration", "regex", "relative-json-pointer"}
	for i, seed := range []string{"1998-12-31T23:59:60Z", "a@b", "灯@例子", "xn--fiqs8s", "http://灯/", "{a}", "P1D", "a+", "0#"} {
		f.Add(i, seed)
	}
	f.Fuzz(func(t *testing.T, i int, s string) {
		name := names[uint(i)%uint(len(names))]
		first, known := schema.CheckFormat(name, s)
		again, _ := schema.CheckFormat(name, s)
		assert.True(t, known)
		assert.Equal(t, first, again)
	})
}
