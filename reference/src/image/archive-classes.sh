#!/bin/sh
# Usage: archive-classes.sh IMAGE MAIN
# Runs the image once and puts the classes that its seven JVMs loaded into lib/server/classes.jsa, which
# every later start maps instead of loading them one by one. Writes ipcgrade-run, by which ipcgrade knows how
# to start the image.
set -eu
image=$1
main=$2
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT

"$image/bin/java" -Xshare:off "-XX:DumpLoadedClassList=$lists/%p" -m "$main" >"$lists/output"
# the ids count from 0 in every list, and only say which class of two with the same name is meant
sed 's/ id: [0-9]*$//' "$lists"/pid* | awk '!seen[$0]++' >"$lists/classes"
"$image/bin/java" -Xshare:dump "-XX:SharedClassListFile=$lists/classes" -Xlog:disable -Xlog:all=error:stderr -m "$main"
echo "bin/java -m $main" >"$image/ipcgrade-run"
