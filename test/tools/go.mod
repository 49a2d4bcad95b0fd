module github.com/djangostack/djangostack/test/tools

go 1.26.0
