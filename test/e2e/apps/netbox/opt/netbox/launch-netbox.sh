#!/bin/sh
# Stands in for the script of the same name, which starts Nginx Unit: the port and
# the folders it writes to are the same.
set -eu
touch /opt/unit/state/conf.json
exec gunicorn netbox.wsgi --bind 0.0.0.0:8080 --workers 2 --pid /opt/unit/unit.pid --worker-tmp-dir /opt/unit/tmp
