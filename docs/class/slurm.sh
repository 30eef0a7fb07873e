#!/bin/bash
#
# Grades a class as a Slurm array: each task grades its part and keeps it in OUT/part-I. A task whose node dies is
# queued again, and goes on where it was. CLASS and OUT are directories that all nodes see.
#
#   mkdir -p OUT
#   job=$(sbatch --parsable --array=1-8 docs/class/slurm.sh CLASS OUT)
#   sbatch --dependency=afterany:$job --wrap "ipcgrade merge --out OUT/class OUT/part-*"
#
# Options of ipcgrade grade may follow: --spec, --students, --fail-below …; the array begins with 1.
#
#SBATCH --job-name=ipcgrade
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --requeue
#SBATCH --open-mode=append
set -u

class=$1
out=$2
shift 2

exec "${IPCGRADE:-ipcgrade}" grade \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --jobs "${SLURM_CPUS_PER_TASK:-1}" \
  --out "$out/part-$SLURM_ARRAY_TASK_ID" \
  "$@" "$class"
