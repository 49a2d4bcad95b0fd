module github.com/djangostack/djangostack/test/programs

go 1.26.0

replace github.com/djangostack/djangostack => ../..
