package outputdir

import "context"

// nextSum names the list of the files of a write that is under way, as SumFile will. While
// it is there, a file is owned if it is as either list says. Wherever a write is killed,
// each of its files is the old one, the new one or missing, and the next write goes on from
// there.
func (l *Layout) nextSum() string { return l.SumFile + ".next" }

// addInterrupted adds to the files that are owned those that an interrupted write has made,
// and those that it was still to make.
func (c *changes) addInterrupted(d *disk) error {
	next, has, err := d.readSum(d.nextSum())
	if err != nil {
		return err
	}
	c.interrupted = has.Exists || d.exists(d.StageDir)
	for _, file := range next.paths() {
		has, err := d.read(file)
		if err != nil {
			return err
		}
		if c.owned[file] == "" || next.matches(file, has) {
			c.owned[file] = next[file]
		}
	}
	return nil
}

// settleSum makes SumFile the list of the files that are owned after an interrupted write.
func (d *disk) settleSum(ctx context.Context, owned digests) error {
	err := d.removeAll(d.StageDir)
	if err == nil {
		err = d.writeAll(ctx, []File{{d.staged(d.SumFile), owned.encode()}})
	}
	if err == nil {
		err = d.putSum(d.staged(d.SumFile))
	}
	if err == nil {
		err = d.sync(".")
	}
	if err != nil {
		return err
	}
	return d.cleanUp()
}
