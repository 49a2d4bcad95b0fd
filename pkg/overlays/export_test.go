package overlays

import "github.com/djangostack/djangostack/pkg/spec"

// CompileEnvironments lets tests outside the package feed environments.
var CompileEnvironments = compile

// Environment is one of those.
type Environment = environment

// Step lets tests stop a write before any of its operations.
func Step(f func(operation, path string) error) Option { return func(o *options) { o.step = f } }

// NextSum and StageDir are what a write leaves that is killed.
const (
	NextSum  = nextSum
	StageDir = stageDir
)

// DecodeSum, EncodeSum and EncodeDigests read and write a sum file.
var (
	DecodeSum     = decodeSum
	EncodeSum     = encodeSum
	EncodeDigests = digests.encode
)

// Unproved is a stack's tree before its proof, and the proof.
func Unproved(s *spec.DjangoStack) (files func() ([]File, error), prove func() error, err error) {
	resolved, err := Compiler{}.ResolveChecked(s)
	if err != nil {
		return nil, nil, err
	}
	base, envs, err := resolved.environments()
	if err != nil {
		return nil, nil, err
	}
	t, err := express(s.Metadata.Name, base, envs)
	if err != nil {
		return nil, nil, err
	}
	return t.files, t.prove, nil
}

// MaxFile and MaxSum are how large a file and the sum file are that are read, and
// MaxCompared how large a file is of which a difference is made.
const (
	MaxFile     = maxFile
	MaxSum      = maxSum
	MaxCompared = maxCompared
)
