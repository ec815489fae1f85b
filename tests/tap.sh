#!/bin/sh
# tap.sh PROGRAM: run a GLib test program so that prove reads it.
exec "$1" --tap
