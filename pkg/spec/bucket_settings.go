package spec

// BucketSetting is one value that the app gets for a bucket.
type BucketSetting struct {
	// Key in envNames.
	Key string
	// Name of the variable where envNames has none.
	Name string
	// Value, "" where the spec says nothing.
	Value string
	// SecretKey is the key of the bucket's Secret that holds the value instead.
	SecretKey string
	// File says that the value is the path of that key as a file.
	File bool
}

// Settings returns what the app may be told of the bucket, all of which it has names for.
// What the spec does not say has neither Value nor SecretKey.
func (b Bucket) Settings() []BucketSetting {
	all := []BucketSetting{
		{Key: "name", Name: "AWS_STORAGE_BUCKET_NAME", Value: b.Name},
		{Key: "location", Name: "AWS_LOCATION", Value: b.Location},
		{Key: "region", Name: "AWS_S3_REGION_NAME", Value: b.Region},
		{Key: "endpoint", Name: "AWS_S3_ENDPOINT_URL", Value: b.Endpoint},
		{Key: "customDomain", Name: "AWS_S3_CUSTOM_DOMAIN", Value: b.CustomDomain},
		{Key: "accessKey", Name: "AWS_ACCESS_KEY_ID", SecretKey: "AWS_ACCESS_KEY_ID"},
		{Key: "secretKey", Name: "AWS_SECRET_ACCESS_KEY", SecretKey: "AWS_SECRET_ACCESS_KEY"},
	}
	switch b.Provider {
	case BucketGCS:
		endpoint := b.CustomDomain
		if endpoint != "" {
			endpoint = "https://" + endpoint
		}
		all = []BucketSetting{
			{Key: "name", Name: "GS_BUCKET_NAME", Value: b.Name},
			{Key: "location", Name: "GS_LOCATION", Value: b.Location},
			{Key: "project", Name: "GS_PROJECT_ID", Value: b.Project},
			{Key: "customDomain", Name: "GS_CUSTOM_ENDPOINT", Value: endpoint},
			{Key: "credentials", Name: "GOOGLE_APPLICATION_CREDENTIALS", SecretKey: "credentials.json", File: true},
		}
	case BucketAzure:
		all = []BucketSetting{
			{Key: "account", Name: "AZURE_ACCOUNT_NAME", Value: b.Account},
			{Key: "name", Name: "AZURE_CONTAINER", Value: b.Name},
			{Key: "location", Name: "AZURE_LOCATION", Value: b.Location},
			{Key: "customDomain", Name: "AZURE_CUSTOM_DOMAIN", Value: b.CustomDomain},
			{Key: "accountKey", Name: "AZURE_ACCOUNT_KEY", SecretKey: "AZURE_ACCOUNT_KEY"},
		}
	case BucketS3:
	}
	if b.Secret == "" {
		for i := range all {
			all[i].SecretKey = ""
		}
	}
	return all
}

// NamedBucket is a bucket of the stack: what it is for, and what stands before its
// variables' names.
type NamedBucket struct {
	// Use is media or static.
	Use string
	// Prefix of its variables.
	Prefix string
	*Bucket
}

// Buckets returns the buckets that the Django processes are told of.
func (s *StackSpec) Buckets() []NamedBucket {
	var all []NamedBucket
	if s.Media != nil && s.Media.Bucket != nil {
		all = append(all, NamedBucket{"media", "", s.Media.Bucket})
	}
	if s.Static.Bucket != nil {
		all = append(all, NamedBucket{"static", "STATIC_", s.Static.Bucket})
	}
	return all
}
