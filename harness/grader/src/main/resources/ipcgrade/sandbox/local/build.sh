# Builds a submission: process 1 of a container, which no signal from inside can end. It has all capabilities over
# the container's own namespaces, and the build has none, so that this cannot reach its files and memory either.
#
# sh build.sh FILE_BYTES FILES MEMORY_BYTES COMMAND…, with the submission at /submission, and /work, /tmp, /dev/shm in memory.
# On descriptor 8 it has a directory of the machine. There it leaves "end": "status N", or "disk", "memory" or
# "short" if that ended the build; and, if N is 0, "tree": what the build left.
page=$(getconf PAGESIZE)
blocks=$(($1 / page)) files=$2 pages=$(($3 / page))
shift 3
out=/proc/self/fd/8

# Whether the build holds more than it may; says what.
exceeded() {
  used=0
  many=0
  # the build may kill any process but this one
  while read -r all free inodes unused && [ -n "$unused" ]; do
    used=$((used + all - free))
    many=$((many + inodes - unused))
  done <<END
$(stat -f -c '%b %f %c %d' /work /tmp /dev/shm)
END
  held=0
  for process in /proc/[0-9]*; do
    # it may be gone
    if read -r _ resident shared _ 2>/dev/null <"$process/statm"; then
      held=$((held + resident - shared))
    fi
  done
  while read -r name kib _; do
    case $name in
      MemTotal:) total=$kib ;;
      MemAvailable:) available=$kib ;;
    esac
  done </proc/meminfo

  if [ $used -gt "$blocks" ] || [ $many -gt "$files" ]; then
    echo disk >$out/end
  elif [ $held -gt "$pages" ]; then
    echo memory >$out/end
  elif [ $available -lt $((total / 50)) ]; then
    echo short >$out/end
  else
    return 1
  fi
}

cp -a /submission/. /work || exit 1
trap : CHLD
setpriv --no-new-privs --bounding-set=-all --ambient-caps=-all --inh-caps=-all -- "$@" 8<&- </dev/null &
build=$!
# a zombie has no exe
while [ -e /proc/$build/exe ] && ! exceeded; do
  sleep 0.1 &
  wait $!
done
# nothing of the build may be alive while what it left is copied; that nobody is, is no message of the build
kill -s KILL -- -1 2>/dev/null
wait $build 2>/dev/null
status=$?
[ ! -e $out/end ] || exit 0
if [ $status -eq 0 ]; then
  # so that the machine's user can read all of it, and nobody becomes that user by it
  chmod -R u+rwX,ug-s /work
  mkdir $out/tree && cp -a /work/. $out/tree || exit 1
fi
echo "status $status" >$out/end
