package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzIUT: whatever an IUT file says, it is refused with the exit code of wrong
// files and a line, or describes a system that can be spoken to.
func FuzzIUT(f *testing.F) {
	std, err := published()
	require.NoError(f, err)
	f.Add([]byte("ics: {standard: ucis/1.0, role: domain-platform, classes: [core]}\nixit: {baseURL: 'https://city.example', city: '330100', bbox: [1, 2, 3, 4]}\n"))
	f.Add([]byte("ics: {role: device}\nixit: {host: {listen: '127.0.0.1:0', users: [a]}, credentials: {a: {user: x, passwordEnv: P}, none: {}}}\n"))
	f.Add([]byte("ixit: {baseURL: 'http://[::1]:x', limits: {rate: -1, timeoutMs: 1e999}, seeds: {Luminaire: [1]}}\n"))
	f.Add([]byte("ics: [\n"))
	f.Add([]byte("ics: &a {answers: *a}\n"))
	f.Add([]byte(`{"ics": {"vendor": "\u0000", "classes": null}, "ixit": {"credentials": {"default": {"tokenEnv": "T", "tokenFile": "x"}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := parseIUT("iut.yaml", data, std, nil)
		if err != nil {
			var refused *failure
			require.True(t, errors.As(err, &refused))
			require.Equal(t, exitUsage, refused.code)
			require.NotEmpty(t, err.Error())
			return
		}
		secrets, err := file.secrets(func(string) string { return "secret" })
		if err != nil {
			return // it names a file that is not there
		}
		_, err = newTarget(file.IUT, std, secrets, nil)
		require.NoError(t, err)
	})
}
