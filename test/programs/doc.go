// Package programs tries what the compiler writes on the programs that read it:
// the Python interpreter, Celery, the web servers, nginx, the databases. It is a
// module of its own, so that the tests of the compiler need nothing but Go, git
// and a shell.
//
// packages.txt lists the Debian packages it needs, one a line. A program that is
// missing is a failure.
package programs
