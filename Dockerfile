# The KRM function as an image: docker buildx build --platform linux/amd64,linux/arm64 .
# Go cross-compiles, so the build runs on the machine's own platform.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH build/rootfs /out

FROM scratch
COPY --from=build /out/ /
USER 65534:65534
ENTRYPOINT ["/djangostack"]
