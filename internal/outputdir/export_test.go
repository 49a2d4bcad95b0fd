package outputdir

// EncodeDigests writes a list of checksums.
var EncodeDigests = digests.encode

// DecodeSum reads one.
func (l *Layout) DecodeSum(data []byte) (map[string]string, error) { return l.decodeSum(data) }

// MaxFile is how large a file is that is read, and MaxCompared of which a difference is made.
const (
	MaxFile     = maxFile
	MaxCompared = maxCompared
)
