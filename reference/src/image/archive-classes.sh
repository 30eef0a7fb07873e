#!/bin/sh
# Usage: archive-classes.sh DIRECTORY NAME=PACKAGE…
# DIRECTORY/NAME of the first is a linked image. Runs each PACKAGE once in it and puts the classes that its JVMs loaded
# into lib/server/classes.jsa, which every later start maps instead of loading them one by one. Makes the images of the
# other names of the same files, and writes ipcgrade-run in each, by which ipcgrade knows how to start it.
set -eu
cd "$1"
shift
image=${1%%=*}
module=ipcgrade.reference
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT

for each; do
  "$image/bin/java" -Xshare:off "-XX:DumpLoadedClassList=$lists/%p" -m "$module/$module.${each#*=}.Main" >"$lists/output"
done
# the ids count from 0 in every list, and only say which class of two with the same name is meant
sed 's/ id: [0-9]*$//' "$lists"/pid* | awk '!seen[$0]++' >"$lists/classes"
"$image/bin/java" -Xshare:dump "-XX:SharedClassListFile=$lists/classes" -Xlog:disable -Xlog:all=error:stderr \
  -m "$module/$module.${1#*=}.Main"
for each; do
  name=${each%%=*}
  [ -e "$name" ] || cp -al "$image" "$name"
  rm -f "$name/ipcgrade-run"
  echo "bin/java -m $module/$module.${each#*=}.Main" >"$name/ipcgrade-run"
done
