package bundle

import (
	"fmt"
	"slices"

	"github.com/cityconf/cityconf/specs"
)

// Summary says what was read and that every digest fits.
func (b *Bundle) Summary() specs.Text {
	shown := 0
	for _, p := range b.Manifest.Parts {
		if b.files[p.Name] != nil {
			shown++
		}
	}
	n := len(b.Manifest.Parts)
	return specs.Text{
		EN: fmt.Sprintf("run %s, tier %s: %d of %d parts are here, every digest fits", b.Manifest.Run, b.Tier(), shown, n),
		ZH: fmt.Sprintf("测试 %s，公开范围 %s：含 %d/%d 个部分，摘要全部相符", b.Manifest.Run, b.Tier(), shown, n)}
}

// Summary says that a folder holds a run that did not come to its end.
func (r *Record) Summary() specs.Text {
	return specs.Text{
		EN: fmt.Sprintf("run %s is partial: %d of %d cases are on record; run --resume goes on with it", r.first().Run, len(r.times[len(r.times)-1].places), r.first().Suite.Cases),
		ZH: fmt.Sprintf("测试 %s 不完整：已记录 %d/%d 个用例；可用 run --resume 继续", r.first().Run, len(r.times[len(r.times)-1].places), r.first().Suite.Cases)}
}

// Texts says how much was judged again, and what was not, with the reason. A
// nil review is that of a copy without evidence.
func (v *Review) Texts() []specs.Text {
	if v == nil {
		return []specs.Text{{EN: "verdicts: this copy leaves the evidence out, none was judged again", ZH: "判定：本副本不含证据，未作复判"}}
	}
	out := []specs.Text{{
		EN: fmt.Sprintf("verdicts: %d cases judged again from the evidence, %d differ", v.Again, len(v.Differ)),
		ZH: fmt.Sprintf("判定：依据证据复判 %d 个用例，%d 个不一致", v.Again, len(v.Differ))}}
	for _, k := range kinds {
		if n := v.Taken[k.Kind]; n > 0 {
			out = append(out, specs.Text{
				EN: fmt.Sprintf("not judged again: %d cases, because %s", n, k.Text.EN),
				ZH: fmt.Sprintf("未复判：%d 个用例，原因：%s", n, k.Text.ZH)})
		}
	}
	if v.Missing > 0 {
		out = append(out, specs.Text{
			EN: fmt.Sprintf("not reached: %d cases, for the run ended before them", v.Missing),
			ZH: fmt.Sprintf("未执行到：%d 个用例，测试在其之前结束", v.Missing)})
	}
	return out
}

// Texts says who signed and what that does not prove.
func (a *Assurance) Texts() []specs.Text {
	var out []specs.Text
	if a.Signer != nil {
		out = append(out, specs.Text{
			EN: fmt.Sprintf("signature: %s (%s), %s", a.Signer.Name, a.Signer.Role, a.At.Format("2006-01-02 15:04:05Z07:00")),
			ZH: fmt.Sprintf("签名：%s（%s），%s", a.Signer.Name, roleZH[a.Signer.Role], a.At.Format("2006-01-02 15:04:05Z07:00"))})
	} else if a.Unknown != "" {
		out = append(out, specs.Text{
			EN: "signature: intact, but whose it is nobody vouches for: no --key was given for " + a.Unknown,
			ZH: "签名：完整，但未用 --key 指定可信公钥，签名人身份未经确认：" + a.Unknown})
	}
	return append(out, NotProven[a.Level])
}

var roleZH = map[string]string{"vendor": "供方", "buyer": "采购方", "laboratory": "检测机构"}

// Leak finds a secret that a part of this copy holds in the clear, nil when
// there is none.
func (b *Bundle) Leak(secrets map[string]string) (*LeakError, error) {
	if len(secrets) == 0 {
		return nil, nil
	}
	for _, p := range b.Manifest.Parts {
		if b.files[p.Name] == nil || p.Name == EvidenceFile {
			continue
		}
		data, err := b.Part(p.Name)
		if err != nil {
			return nil, err
		}
		if leak := find(secrets, data); leak != "" {
			return &LeakError{p.Name, leak}, nil
		}
	}
	return b.leaking(secrets)
}

// leaking looks through the evidence, line by line.
func (b *Bundle) leaking(secrets map[string]string) (*LeakError, error) {
	if !slices.ContainsFunc(b.Manifest.Parts, func(p Part) bool { return p.Name == EvidenceFile && b.files[p.Name] != nil }) {
		return nil, nil
	}
	sink := &guarded{w: discard{}, secrets: redactors(secrets)}
	_, err := b.unpack(EvidenceFile, sink, longestEvidence)
	if sink.leak != nil {
		return sink.leak, nil
	}
	return nil, err
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
