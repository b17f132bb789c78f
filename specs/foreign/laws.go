package foreign

import (
	"fmt"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/specs/openapi"
)

// lawful is what follows for objects when operations belong together.
type lawful struct {
	name, key string
	on        func(*specs.Resource) string // id of the operation that answers for it
	said      func(*builder, *specs.Resource) bool
	en, zh    string // %[1]s the operation, %[2]s the one that reads, %[3]s MUST or SHOULD / 应 or 宜, %[4]s the one that lists
}

var lawfuls = []lawful{
	{"read", "create.readback", func(r *specs.Resource) string { return r.Create }, always,
		"what %[1]s makes %[3]s be read by %[2]s as it was written.", "%[1]s 所建对象%[3]s可由 %[2]s 读取，且与写入一致。"},
	{"listed", "create.listed", func(r *specs.Resource) string { return r.Create }, func(_ *builder, r *specs.Resource) bool { return r.List != "" },
		"what %[1]s makes %[3]s be listed by %[4]s.", "%[1]s 所建对象%[3]s出现在 %[4]s 的结果中。"},
	{"replaced", "replace.full", func(r *specs.Resource) string { return r.Replace }, always,
		"what %[1]s writes %[3]s be read by %[2]s afterwards.", "%[1]s 写入的内容%[3]s可由 %[2]s 读出。"},
	{"changed", "patch.merge", func(r *specs.Resource) string { return r.Patch }, always,
		"what %[1]s changes %[3]s be read by %[2]s afterwards.", "%[1]s 修改的内容%[3]s可由 %[2]s 读出。"},
	{"gone", "delete.gone", func(r *specs.Resource) string { return r.Delete }, func(b *builder, r *specs.Resource) bool {
		read := b.operation(r.Read)
		return read != nil && len(absences(read)) > 0
	}, "what %[1]s removes %[3]s not be found by %[2]s afterwards.", "%[1]s 删除的对象%[3]s不再由 %[2]s 读到。"},
}

func always(*builder, *specs.Resource) bool { return true }

// laws adds what follows from links, a MUST, and from the shape of the paths
// alone, a SHOULD: there the document does not say in words that the operations
// belong together.
func (b *builder) laws() {
	for i := range b.std.Resources {
		r := &b.std.Resources[i]
		if r.Create == "" || r.Read == "" {
			continue // nothing can be made and looked at
		}
		for _, l := range lawfuls {
			if op := b.operation(l.on(r)); op != nil && l.said(b, r) {
				b.law(l, r, op)
			}
		}
	}
}

func (b *builder) law(l lawful, r *specs.Resource, op *openapi.Operation) {
	level, en, zh := specs.Should, "SHOULD", "宜"
	basis := specs.Text{EN: fmt.Sprintf("By the shape of the paths %s and %s, ", b.operation(r.Create).Path, b.operation(r.Read).Path),
		ZH: fmt.Sprintf("按路径 %s 与 %s 的形态，", b.operation(r.Create).Path, b.operation(r.Read).Path)}
	if name := b.ties[r.Create]; name != "" {
		level, en, zh = specs.Must, "MUST", "应"
		basis = specs.Text{EN: fmt.Sprintf("By the link %s of %s, ", name, b.labels[r.Create]), ZH: fmt.Sprintf("按 %[2]s 的链接 %[1]s，", name, b.labels[r.Create])}
	}
	b.require(op, specs.Requirement{Slug: l.name, Level: level, Test: specs.Test{Kind: "sequence", By: []string{l.key}},
		Statement: specs.Text{
			EN: basis.EN + fmt.Sprintf(l.en, b.labels[op.ID], b.labels[r.Read], en, b.labels[r.List]),
			ZH: basis.ZH + fmt.Sprintf(l.zh, b.labels[op.ID], b.labels[r.Read], zh, b.labels[r.List])}})
}
