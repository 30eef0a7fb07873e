#!/bin/sh
# Runs the agent once on a small program and keeps what it loaded and linked as the image's class archive.
set -eu
image=$1
agent=ipcgrade.tracer/ipcgrade.tracer.Agent
limits='{"wallMillis":5000,"virtualMillis":5000,"cpuMillis":5000,"processes":50,"events":1000,"outputBytes":1000,"queues":9}'
request() {
  printf '{"command":["/bin/sh","-c","sleep 0.1 & wait; echo trained"],"environment":[],"execs":0,"container":false,'
  printf '"descriptor":-1,"schedule":{"strategy":{"type":"%s"},"seed":1},"virtualTime":true,"limits":%s}\n' "$1" "$limits"
}
answers=$(mktemp -d)
trap 'rm -rf "$answers"' EXIT
mkfifo "$answers/requests"
"$image/bin/java" "-XX:AOTCacheOutput=$image/agent.aot" -m $agent < "$answers/requests" > "$answers/lines" 2>&1 &
exec 3> "$answers/requests"
request fair >&3
request natural >&3
for _ in $(seq 200); do
  [ "$(grep -c '"type":"end"' "$answers/lines")" -ge 2 ] && break
  kill -0 $! 2> /dev/null || break
  sleep 0.1
done
exec 3>&-
wait $! || true
if [ -s "$image/agent.aot" ]; then
  mv "$image/agent.aot" "$image/lib/server/classes.jsa"
else
  echo "no class archive was made; the agent will start more slowly:" >&2
  tail -5 "$answers/lines" >&2
fi
