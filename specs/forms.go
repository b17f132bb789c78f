package specs

// The forms are what an author types, and nothing more; see the types they
// become for the meaning of each member.

// standardForm is standard.yaml.
type standardForm struct {
	ID         string         `json:"id"`
	Version    string         `json:"version"`
	Status     string         `json:"status"`
	Title      Text           `json:"title"`
	BasePath   string         `json:"basePath"`
	Tag        string         `json:"tag"`
	Parts      []string       `json:"parts"`
	Roles      []Role         `json:"roles"`
	Levels     []RolloutLevel `json:"levels"`
	Domains    []Domain       `json:"domains"`
	Units      []Unit         `json:"units"`
	EventTypes []EventType    `json:"eventTypes"`
}

// requirementsForm is requirements.yaml of a part.
type requirementsForm struct {
	Classes      []classForm       `json:"classes"`
	Requirements []requirementForm `json:"requirements"`
}

type classForm struct {
	ID       string            `json:"id"`
	Title    Text              `json:"title"`
	Requires []string          `json:"requires"`
	Roles    map[string]string `json:"roles"`
	Level    string            `json:"level"`
}

type requirementForm struct {
	ID        string   `json:"id"`
	Slug      string   `json:"slug"`
	Class     string   `json:"class"`
	Level     Level    `json:"level"`
	Statement Text     `json:"statement"`
	Rationale Text     `json:"rationale"`
	Severity  string   `json:"severity"`
	Since     string   `json:"since"`
	Sources   []string `json:"sources"`
	Test      Test     `json:"test"`
	Untested  Text     `json:"untested"`
}

// exampleForm is a file under examples/valid or examples/invalid.
type exampleForm struct {
	Of      string `json:"of"`
	View    string `json:"view"`
	Why     Text   `json:"why"`
	Value   any    `json:"value"`
	Keyword string `json:"keyword"`
	At      string `json:"at"`
}
