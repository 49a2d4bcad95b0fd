package spectest

// manifests are templates that render with any values, of objects that an API server takes: a
// ConfigMap with all of them, several objects, and none. Where policies are made for the pods of
// the manifest, there are pods.
var manifests = []string{
	`apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Component.Name }}
data:
  values: |
    {{- toYaml .Values | nindent 4 }}
  host: {{ first .Stack.Hosts | default "none" | quote }}
` + published,
	`{{- range $i := until 2 }}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: {{ $.Component.Name }}-{{ $i }}, annotations: {values: {{ toJson $.Values | quote }}}}
{{- end }}
` + published,
	`# nothing but {{ .Environment }}
` + published,
}

const published = `{{- if hasKey .Stack.Components (get .Component.Selector "app.kubernetes.io/component") }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Component.Name }}
spec:
  replicas: {{ (.Values).replicas | default 1 | kindIs "int64" | ternary 2 3 }}
  selector:
    matchLabels: {{- toYaml .Component.Selector | nindent 6 }}
  template:
    metadata:
      labels: {{- toYaml .Component.PodLabels | nindent 8 }}
    spec:
      automountServiceAccountToken: false
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: main
        image: {{ .Stack.Image }}
        env:
        - {name: ENVIRONMENT, value: {{ .Environment | quote }}}
        resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {cpu: 10m, memory: 16Mi}}
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
{{- end }}
`
