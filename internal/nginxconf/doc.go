// Package nginxconf writes text into nginx' configuration so that it stays one parameter,
// and checks that a piece of configuration does not end the block it is put into.
package nginxconf
