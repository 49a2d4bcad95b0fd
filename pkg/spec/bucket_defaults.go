package spec

func (d *defaulter) buckets() {
	for _, b := range d.spec.Buckets() {
		b.Provider = or(b.Provider, BucketS3)
	}
}
