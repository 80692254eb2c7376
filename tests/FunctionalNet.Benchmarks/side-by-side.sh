#!/usr/bin/env bash
# The chapter's training job here and in other libraries, alternated on one machine: medians in µs a step, as a Markdown table.
# Steps with their loss, no evaluation. The others are timed once they are warm, ours from the first step on, over many.
set -euo pipefail

if [ $# -lt 2 ]; then
    echo "usage: side-by-side.sh MNIST_DIR PEERS_DIR [rounds=5] [hidden=50] [batch=100]" >&2
    exit 2
fi

mnist=$(realpath "$1") peers=$(realpath "$2") rounds=${3:-5} hidden=${4:-50} batch=${5:-100}
python=/usr/bin/python3
root=$(realpath "$(dirname "$0")/../..")
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT

# An OpenBLAS that is older than the processor falls back to code without AVX: no yardstick.
openblas_core() { "$python" -c 'import ctypes
blas = ctypes.CDLL("libopenblas.so.0"); blas.openblas_get_corename.restype = ctypes.c_char_p
print(blas.openblas_get_corename().decode())' 2>/dev/null || echo "not found"; }
if [ "$(openblas_core)" = Prescott ] && grep -qw avx2 /proc/cpuinfo; then
    export OPENBLAS_CORETYPE
    OPENBLAS_CORETYPE=$(grep -qw avx512f /proc/cpuinfo && echo SkylakeX || echo Haswell)
fi

# Each prints the µs of a step. $1 is the number of threads.
functionalnet() {
    # One processor is one thread. That .NET then holds its compiler back tenfold is meant for machines that have no other.
    DOTNET_PROCESSOR_COUNT=$1 DOTNET_TC_DelaySingleProcMultiplier=1 dotnet "$root/examples/TwoLayerNet/bin/Release/net10.0/TwoLayerNet.dll" \
        --data "$mnist" --iterations 20000 --hidden "$hidden" --batch "$batch" --precision "$2" --json |
        sed -nE 's/.*"microsecondsPerStep":([0-9.]+).*/\1/p'
}
peer() {
    local threads=$1
    shift
    OPENBLAS_NUM_THREADS=$threads OMP_NUM_THREADS=$threads BLIS_NUM_THREADS=$threads "$python" "$@" |
        sed -nE 's/.*us_per_step=([0-9.]+).*/\1/p'
}
numpy() { peer "$1" "$peers/seed_numpy.py" "$mnist" 1000 float64 noeval; }
torch() { peer "$1" "$peers/seed_torch.py" "$mnist" "$1" 1000 torch "$hidden" "$batch"; }
thinc() { peer "$1" "$peers/seed_torch.py" "$mnist" "$1" 1000 thinc "$hidden" "$batch"; }
single() { functionalnet "$1" single; }
double() { functionalnet "$1" double; }

declare -A titles=(
    [single]="FunctionalNet, single" [double]="FunctionalNet, double"
    [numpy]="NumPy, double" [torch]="PyTorch, single" [thinc]="Thinc, single")
contenders=(single double)
# The NumPy script knows one network.
if [ "$hidden" = 50 ] && [ "$batch" = 100 ] && "$python" -c 'import numpy' 2>/dev/null; then contenders+=(numpy); fi
for module in torch thinc; do
    if "$python" -c "import $module" 2>/dev/null; then contenders+=("$module"); fi
done

dotnet build "$root/examples/TwoLayerNet" -c Release --nologo --verbosity quiet >&2
for ((round = 1; round <= rounds; round++)); do
    for threads in 1 2; do
        for contender in "${contenders[@]}"; do
            time=$("$contender" "$threads")
            echo "round $round, ${titles[$contender]}, threads: $threads, µs a step: $time" >&2
            echo "$time" >>"$times/$contender-$threads"
        done
    done
done

median() {
    sort -n "$times/$1-$2" | awk '{ x[NR] = $1 } END { printf "%.0f\n", (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'
}
best() { printf '%s\n' "$(median "$1" 1)" "$(median "$1" 2)" | sort -n | head -n 1; }
ratio() { awk -v theirs="$1" -v ours="$2" 'BEGIN { printf "%.1f ×\n", theirs / ours }'; }

processor=$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs)
echo "$processor, OpenBLAS for $(openblas_core), hidden $hidden, batch $batch, rounds: $rounds"
echo
echo "| µs a step | 1 thread | 2 threads | FunctionalNet is faster: 1 thread | 2 threads | each at its best |"
echo "|---|---:|---:|---:|---:|---:|"
for contender in "${contenders[@]}"; do
    row="| ${titles[$contender]} | $(median "$contender" 1) | $(median "$contender" 2) |"
    for threads in 1 2; do row+=" $(ratio "$(median "$contender" $threads)" "$(median single $threads)") |"; done
    echo "$row $(ratio "$(best "$contender")" "$(best single)") |"
done
