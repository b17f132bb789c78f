package synth

// formats is the table of formats: RFC 3339 (date-time, date, time, duration),
// RFC 5321/6531 (email), RFC 1123/5890 (hostname), RFC 2673/4291 (ip), RFC
// 3986/3987 (uri, iri), RFC 4122 (uuid), RFC 6570, RFC 6901, and the numeric and
// binary formats of the OpenAPI format registry.
func formats() map[string]format {
	return map[string]format{
		"date-time": {
			samples: []string{"2026-03-14T09:26:53Z", "2026-03-14T09:26:53.589Z"},
			corners: []corner{{"millis", "2026-03-14T09:26:53.589Z"}, {"micros", "2026-03-14T09:26:53.589793Z"},
				{"offset", "2026-03-14T23:26:53+14:00"}, {"half-hour-offset", "2026-03-14T14:56:53+05:30"},
				{"lower-case", "2026-03-14t09:26:53z"}, {"leap-second", "2016-12-31T23:59:60Z"},
				{"leap-day", "2024-02-29T12:00:00Z"}},
			misses: []string{"2026-02-30T09:26:53Z", "2026-13-14T09:26:53Z", "2026-03-14T25:26:53Z", "2026-03-14T09:26:53",
				"2026-03-14 09:26:53Z", "2026-02-30T09:26:53.000Z", "2026-03-14", "1773480413", "yesterday"},
			long: fraction("2026-03-14T09:26:53", "Z"),
		},
		"date": {
			samples: []string{"2026-03-14"},
			corners: []corner{{"leap-day", "2024-02-29"}, {"year-end", "2026-12-31"}},
			misses:  []string{"2026-02-30", "2026-13-14", "2026-3-14", "2026-03-14T00:00:00Z", "14.03.2026", "20260314"},
		},
		"time": {
			samples: []string{"09:26:53Z", "09:26:53+08:00"},
			corners: []corner{{"millis", "09:26:53.589Z"}, {"offset", "23:26:53+14:00"}, {"leap-second", "23:59:60Z"}},
			misses:  []string{"25:26:53Z", "09:61:53Z", "09:26:53", "09:26Z", "9:26:53Z", "morning"},
			long:    fraction("09:26:53", "Z"),
		},
		"duration": {
			samples: []string{"PT15M", "P1D"},
			corners: []corner{{"seconds", "PT0S"}, {"weeks", "P2W"}, {"all", "P1Y2M3DT4H5M6S"}},
			misses:  []string{"P", "PT", "15M", "P1H", "P1W2D", "pt15m", "PT-15M"},
		},
		"credit-code": { // GB 32100-2015
			samples: []string{"91350100M000100Y43", "11330100002489053M", "123301007043172A5X"},
			corners: []corner{{"letters", "9133010079A12BCDEP"}},
			misses:  []string{"91350100M000100Y44", "19350100M000100Y43", "11330700002489053M"},
		},
		"email": {
			samples: []string{"operator@example.org"},
			corners: []corner{{"tag", "o.perator+lights@example.org"}, {"quoted", `"duty operator"@example.org`}},
			misses:  []string{"operator@", "@example.org", "operator.example.org", "a@b@example.org", "operator @example.org"},
			long:    padded("", "@example.org"),
		},
		"idn-email": {
			samples: []string{"operator@example.org", "运维@例子.测试"},
			corners: []corner{{"chinese", "运维@例子.测试"}},
			misses:  []string{"operator@", "@example.org", "operator.example.org"},
			long:    padded("", "@example.org"),
		},
		"hostname": {
			samples: []string{"gateway.example.org"},
			corners: []corner{{"single-label", "gateway"}, {"digits", "1.example.org"}, {"punycode", "xn--fsqu00a.xn--0zwm56d"},
				{"longest-label", "a23456789012345678901234567890123456789012345678901234567890123.example.org"}},
			misses: []string{"-gateway.example.org", "gate_way.example.org", "gateway..example.org", "gateway .example.org", "gateway-"},
			long:   labelled("", ".example.org"),
		},
		"idn-hostname": {
			samples: []string{"gateway.example.org"},
			corners: []corner{{"chinese", "例子.测试"}},
			misses:  []string{"-gateway.example.org", "gateway..example.org", "gate way.example.org"},
			long:    labelled("", ".example.org"),
		},
		"ipv4": {
			samples: []string{"192.0.2.10"},
			corners: []corner{{"lowest", "0.0.0.0"}, {"highest", "255.255.255.255"}},
			misses:  []string{"192.0.2.256", "192.0.2", "192.0.2.1.1", "192.0.2.010", "::1", "192.0.2.x"},
		},
		"ipv6": {
			samples: []string{"2001:db8::10"},
			corners: []corner{{"compressed", "::1"}, {"full", "2001:0db8:0000:0000:0000:0000:0000:0001"},
				{"upper-case", "2001:DB8::A"}, {"embedded-ipv4", "::ffff:192.0.2.1"}},
			misses: []string{"2001::db8::1", "2001:db8", "12345::", "2001:db8::g", "192.0.2.1", "fe80::1%eth0"},
		},
		"uri": {
			samples: []string{"https://example.org/items/1"},
			corners: []corner{{"urn", "urn:example:item:1"}, {"query", "https://example.org/a?b=c%20d#e"},
				{"port", "https://example.org:8443/"}, {"ipv6", "https://[2001:db8::1]/"}},
			misses: []string{"/items/1", "https://example.org/a b", "example.org", "http://[2001::db8::1]/", "https://example.org/%zz", ":"},
			long:   padded("https://example.org/", ""),
		},
		"uri-reference": {
			samples: []string{"/items/1", "https://example.org/items/1"},
			corners: []corner{{"relative", "../items/1"}, {"fragment", "#part"}, {"empty", ""}},
			misses:  []string{"/items/%zz", "http://[2001::db8::1]/", "https://example.org/a b", `\items`},
			long:    padded("/", ""),
		},
		"iri": {
			samples: []string{"https://example.org/items/1"},
			corners: []corner{{"chinese", "https://example.org/路灯/1"}},
			misses:  []string{"/items/1", "https://example.org/a b", "路灯", "http://[2001::db8::1]/"},
			long:    padded("https://example.org/", ""),
		},
		"iri-reference": {
			samples: []string{"/items/1"},
			corners: []corner{{"chinese", "/路灯/1"}},
			misses:  []string{"/items/%zz", "https://example.org/a b", `\items`},
			long:    padded("/", ""),
		},
		"uri-template": {
			samples: []string{"https://example.org/items/{id}"},
			corners: []corner{{"query", "https://example.org/items{?limit,cursor}"}},
			misses:  []string{"https://example.org/items/{id", "https://example.org/items/id}", "/items/{}"},
		},
		"uuid": {
			samples: []string{"7d444840-9dc0-41d1-b245-5ffdce74fad2"},
			corners: []corner{{"upper-case", "7D444840-9DC0-41D1-B245-5FFDCE74FAD2"}, {"nil", "00000000-0000-0000-0000-000000000000"}},
			misses: []string{"7d444840-9dc0-41d1-b245-5ffdce74fad", "7d444840-9dc0-41d1-b245-5ffdce74fadg",
				"7d4448409dc041d1b2455ffdce74fad2", "{7d444840-9dc0-41d1-b245-5ffdce74fad2}"},
		},
		"json-pointer": {
			samples: []string{"/items/0"},
			corners: []corner{{"whole", ""}, {"escaped", "/a~1b/~0"}},
			misses:  []string{"items/0", "/a~2b", "#/items/0", "/a~"},
			long:    padded("/", ""),
		},
		"relative-json-pointer": {
			samples: []string{"1/items"},
			corners: []corner{{"key", "0#"}},
			misses:  []string{"/items", "-1/items", "01/items", "1items"},
		},
		"regex":  {samples: []string{"^[a-z]+$"}, corners: []corner{{"empty", ""}}, misses: []string{"^(abc", "[a-", "a{2,1}", "*a"}},
		"byte":   {samples: []string{"bGlnaHQ="}, misses: []string{"bGlnaHQ", "not base64!", "===="}},
		"binary": {samples: []string{"light"}},
	}
}
