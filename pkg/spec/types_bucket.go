package spec

// Bucket is a bucket or container of an object store. Variables tell the app about it,
// and the project's settings pass them to django-storages. They have the names of that
// package's settings, as of 1.14; for static.bucket they begin with STATIC_, since
// the two buckets may be in different places.
//
//	provider  variables, in brackets their keys in envNames
//	s3        AWS_STORAGE_BUCKET_NAME (name), AWS_S3_REGION_NAME (region),
//	          AWS_LOCATION (location), AWS_S3_ENDPOINT_URL (endpoint),
//	          AWS_S3_CUSTOM_DOMAIN (customDomain),
//	          AWS_ACCESS_KEY_ID (accessKey), AWS_SECRET_ACCESS_KEY (secretKey)
//	gcs       GS_BUCKET_NAME (name), GS_LOCATION (location),
//	          GS_PROJECT_ID (project),
//	          GS_CUSTOM_ENDPOINT (customDomain, with https:// in front),
//	          GOOGLE_APPLICATION_CREDENTIALS (credentials: the path of
//	          the Secret's credentials.json in the pods)
//	azure     AZURE_ACCOUNT_NAME (account), AZURE_CONTAINER (name),
//	          AZURE_LOCATION (location), AZURE_CUSTOM_DOMAIN (customDomain),
//	          AZURE_ACCOUNT_KEY (accountKey)
//
// A project that reads other names gets none of these values, and may then write uploads
// to the disk, which is read-only: envNames has to name every variable that it reads.
type Bucket struct {
	// Provider of the store: s3 (and others with the same protocol), gcs or azure.
	// Default: s3.
	Provider BucketProvider `json:"provider,omitempty"`
	// Name of the bucket, with azure of the container; required.
	Name string `json:"name,omitempty"`
	// Location is the folder in the bucket that has the files, without a slash at either
	// end: shop/prod. Two environments with one bucket need one each. Absent: the bucket
	// as a whole, unless the project sets a folder.
	Location string `json:"location,omitempty"`
	// Region of the bucket, with s3.
	Region string `json:"region,omitempty"`
	// Endpoint is the address of a store other than AWS, with s3:
	// https://minio.example.
	Endpoint string `json:"endpoint,omitempty"`
	// Project of Google Cloud that the bucket belongs to, with gcs.
	Project string `json:"project,omitempty"`
	// Account is the storage account's name; required with azure.
	Account string `json:"account,omitempty"`
	// CustomDomain is the host of the CDN in front of the bucket.
	CustomDomain string `json:"customDomain,omitempty"`
	// Secret with the keys to the store: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY;
	// with gcs credentials.json, the key file of a service account; with azure
	// AZURE_ACCOUNT_KEY. Absent: the cluster grants access to the ServiceAccount.
	Secret string `json:"secret,omitempty"`
	// EnvNames renames the variables, by the keys above. A list gives one value several
	// names, and an empty name leaves the variable out.
	EnvNames EnvNames `json:"envNames,omitempty"`
}

// BucketProvider is an object store's protocol.
type BucketProvider string

// The object stores.
const (
	BucketS3    BucketProvider = "s3"
	BucketGCS   BucketProvider = "gcs"
	BucketAzure BucketProvider = "azure"
)

// Enum lists the providers.
func (BucketProvider) Enum() []string { return []string{"s3", "gcs", "azure"} }

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

// Settings are what the app may be told of the bucket, all of which it has names
// for. What the spec does not say has neither Value nor SecretKey.
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

// Buckets are those the Django processes are told of.
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
