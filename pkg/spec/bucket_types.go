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
