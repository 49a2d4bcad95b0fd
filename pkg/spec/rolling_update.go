package spec

// MaxSurge is by how much the pods of a Deployment may exceed its replicas during an update, in
// percent.
const MaxSurge = 25

// updating returns how many pods a Deployment of so many replicas has during an update.
// Kubernetes rounds the surge up.
func updating(pods int32) int64 { return int64(pods) + (int64(pods)*MaxSurge+99)/100 }
