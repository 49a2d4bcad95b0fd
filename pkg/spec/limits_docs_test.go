package spec

import (
	"fmt"
	"testing"

	"github.com/djangostack/djangostack/internal/strict"
	"github.com/djangostack/djangostack/internal/worktest"
)

func TestLimitsAreDocumented(t *testing.T) {
	worktest.Documented(
		t, "../../docs/limits.md",
		fmt.Sprintf("| %d MiB | the file", maxSize>>20),
		fmt.Sprintf("| %d | files that a stack names", MaxNamedFiles),
		fmt.Sprintf("| %d MiB | those files together", maxNamedSize>>20),
		fmt.Sprintf("| %d | values of the environments", maxMerged),
		fmt.Sprintf("| %d | characters of a name", strict.MaxKey),
		fmt.Sprintf("| %d | values that aliases", strict.MaxAliased),
		fmt.Sprintf("| %d | environments", MaxEnvironments),
		fmt.Sprintf("| %d | entries of one map or list", MaxEntries),
		fmt.Sprintf("| %d | workers", MaxRunning),
		fmt.Sprintf("| %d | hosts", MaxHosts),
		fmt.Sprintf("| %d | entries of maps and lists that", MaxCarried),
	)
}
