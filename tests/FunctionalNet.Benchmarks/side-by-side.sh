#!/usr/bin/env bash
# A training step here and in other libraries, alternated on one machine: medians in µs a step, as Markdown tables. Steps draw
# their batch and give their loss; there is no evaluation. All are timed once they are warm, but for ours of the chapter's job:
# that is timed from the first step on, over many. Each of the others runs with the settings that are fastest for it.
set -euo pipefail

bits=512
if [ "${1:-}" = --256-bit ]; then bits=256; shift; fi
if [ $# -lt 2 ]; then
    echo "usage: side-by-side.sh [--256-bit] MNIST_DIR PEERS_DIR [rounds=5] [chapter|wide|deep|large|simpleconv|deepconv...]" >&2
    exit 2
fi

mnist=$(realpath "$1") peers=$(realpath "$2") rounds=${3:-5} networks=("${@:4}")
[ ${#networks[@]} -gt 0 ] || networks=(chapter wide deep large simpleconv deepconv)
python=/usr/bin/python3
here=$(realpath "$(dirname "$0")") root=$(realpath "$(dirname "$0")/../..")
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT

# The processors that OpenBLAS and BLIS are told that they run on. Unset, they find out, but versions older than the processor
# take slow code, BLIS even code without vectors. BLIS 0.9 has numbers for them.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE BLIS_ARCH_TYPE
haswell="OPENBLAS_CORETYPE=Haswell BLIS_ARCH_TYPE=3" zen="OPENBLAS_CORETYPE=Zen BLIS_ARCH_TYPE=6"
if [ $bits = 256 ]; then
    processors=("$haswell" "$zen")
    export DOTNET_EnableAVX512=0 ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2
    export NPY_DISABLE_CPU_FEATURES="AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
else
    processors=("" "$haswell" "$zen")
    if grep -qw avx512f /proc/cpuinfo; then processors+=("OPENBLAS_CORETYPE=SkylakeX BLIS_ARCH_TYPE=0"); fi
fi

# The environments that $1 may run in on $2 threads, a line each.
settings() {
    local processor threads ways=("OPENBLAS_NUM_THREADS=$2 OMP_NUM_THREADS=$2")
    case "$1 $2" in
        # One processor is one thread. That .NET then holds its compiler back tenfold is meant for machines that have no other.
        single* | double*) echo "DOTNET_PROCESSOR_COUNT=$2 DOTNET_TC_DelaySingleProcMultiplier=1"; return ;;
        # PyTorch and its OpenBLAS have threads of their own, which wait for work by spinning and so slow down each other's.
        "torch 2") ways=("OPENBLAS_NUM_THREADS=2 OMP_NUM_THREADS=1" "OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=2" "${ways[0]} OMP_WAIT_POLICY=passive") ;;
    esac
    for threads in "${ways[@]}"; do
        for processor in "${processors[@]}"; do echo "$threads $processor"; done
    done
}

# Each trains $network and prints a line with the µs of a step.
single() { if [ "$network" = chapter ]; then chapter single; else dotnet "$here/bin/Release/net10.0/FunctionalNet.Benchmarks.dll" step "$network"; fi }
double() { chapter double; }
chapter() { dotnet "$root/examples/TwoLayerNet/bin/Release/net10.0/TwoLayerNet.dll" --data "$mnist" --iterations 20000 --precision "$1" --json; }
numpy() { "$python" "$peers/seed_numpy.py" "$mnist" 1000 float64 noeval; }
torch() {
    case $network in
        chapter) "$python" "$peers/seed_torch.py" "$mnist" "$OMP_NUM_THREADS" 1000 torch ;;
        # It draws no batches, which is in its favour; it rectifies before it pools, and has one more dropout, which is in ours.
        *conv) "$python" "$peers/torch_networks.py" "$network" "$OMP_NUM_THREADS" ;;
        *) "$python" "$here/torch_networks.py" "$network" "$OMP_NUM_THREADS" ;;
    esac
}
thinc() { "$python" "$peers/seed_torch.py" "$mnist" "$OMP_NUM_THREADS" 1000 thinc; }

# The µs of a step of $1 in the environment $2, which is several assignments.
# shellcheck disable=SC2086,SC2163
measure() { (export $2; "$1") | sed -nE 's/.*(us_per_step=|"microsecondsPerStep":)([0-9.]+).*/\2/p'; }

# The fastest environment for $1 on $2 threads. One that fails is none.
choose() {
    local all line time
    all=$(settings "$1" "$2")
    if [ "$(wc -l <<<"$all")" = 1 ]; then echo "$all"; return; fi
    while read -r line; do
        time=$(measure "$1" "$line" 2>/dev/null || true)
        echo "$network, trial, ${titles[$1]}, $line, µs a step: ${time:-none}" >&2
        echo "$time $line"
    done <<<"$all" | grep '^[0-9]' | sort -n | head -n 1 | cut -d' ' -f2-
}

median() {
    sort -n "$times/$network-$1-$2" | awk '{ x[NR] = $1 } END { printf "%.0f\n", (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'
}
best() { printf '%s\n' "$(median "$1" 1)" "$(median "$1" 2)" | sort -n | head -n 1; }
ratio() { awk -v theirs="$1" -v ours="$2" 'BEGIN { printf "%.2f ×\n", theirs / ours }'; }

declare -A titles=(
    [chapter]="784→50→10, batch 100, SGD" [wide]="784→512→10, batch 128, SGD"
    [deep]="784→256→256→256→10, batch 128, SGD" [large]="784→1024→1024→10, batch 256, Adam"
    [simpleconv]="SimpleConvNet, batch 100, Adam" [deepconv]="DeepConvNet, batch 100, Adam"
    [single]="FunctionalNet, single" [double]="FunctionalNet, double"
    [numpy]="NumPy, double" [torch]="PyTorch, single" [thinc]="Thinc, single")

compare() {
    local network=$1 contenders=(single) modules=(torch) module contender threads round time row
    if [ "$network" = chapter ]; then contenders+=(double) modules=(numpy torch thinc); fi
    for module in "${modules[@]}"; do
        if "$python" -c "import $module" 2>/dev/null; then contenders+=("$module"); fi
    done
    local -A setting=()
    for contender in "${contenders[@]}"; do
        for threads in 1 2; do setting[$contender-$threads]=$(choose "$contender" $threads); done
    done
    for ((round = 1; round <= rounds; round++)); do
        for threads in 1 2; do
            for contender in "${contenders[@]}"; do
                time=$(measure "$contender" "${setting[$contender-$threads]}")
                echo "$network, round $round, ${titles[$contender]}, threads: $threads, µs a step: $time" >&2
                echo "$time" >>"$times/$network-$contender-$threads"
            done
        done
    done

    echo
    echo "| ${titles[$network]}: µs a step | 1 thread | 2 threads | FunctionalNet is faster: 1 thread | 2 threads | each at its best |"
    echo "|---|---:|---:|---:|---:|---:|"
    for contender in "${contenders[@]}"; do
        row="| ${titles[$contender]} | $(median "$contender" 1) | $(median "$contender" 2) |"
        for threads in 1 2; do row+=" $(ratio "$(median "$contender" $threads)" "$(median single $threads)") |"; done
        echo "$row $(ratio "$(best "$contender")" "$(best single)") |"
    done
    echo
    for contender in "${contenders[@]}"; do
        for threads in 1 2; do echo "- ${titles[$contender]}, threads: $threads, with ${setting[$contender-$threads]}"; done
    done
}

dotnet build "$root/examples/TwoLayerNet" -c Release --nologo --verbosity quiet >&2
dotnet build "$here" -c Release --nologo --verbosity quiet >&2
processor=$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs)
detected=$(OPENBLAS_VERBOSE=2 "$python" -c 'import numpy' 2>&1 | sed -n 's/^Core: //p')
echo "$processor, vectors of at most $bits bits, OpenBLAS takes it for ${detected:-nothing that it says}, rounds: $rounds"
for network in "${networks[@]}"; do compare "$network"; done
