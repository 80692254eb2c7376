#!/usr/bin/env bash
# Fuzzes a reader of files, guided by the branches that it takes:
#
#     tests/FunctionalNet.Fuzz/run.sh READER SECONDS
#
# READER is a folder of corpus/. It ends with what was run and found, and fails if there is a finding. Findings are in
# artifacts/fuzz/READER/findings: once they are mended, they belong into the corpus. The fewest inputs that take all branches found, which
# are not in the corpus yet, are in artifacts/fuzz/READER/new.
set -euo pipefail
cd "$(dirname "$0")/../.."

reader=${1:?expected a reader: $(ls tests/FunctionalNet.Fuzz/corpus | xargs)}
seconds=${2:?expected a number of seconds}
corpus=tests/FunctionalNet.Fuzz/corpus/$reader
out=artifacts/fuzz
[ -d "$corpus" ] || { echo "expected one of $(ls tests/FunctionalNet.Fuzz/corpus | xargs), got $reader" >&2; exit 2; }

command -v afl-fuzz >/dev/null || (apt-get update -q && apt-get install -yq --no-install-recommends afl++)
[ -x "$out/tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$out/tools"

# The program as it is, and a copy of it with an instrumented library, which runs below afl-fuzz only.
program=$out/$reader.program
rm -rf "$program" "$program.instrumented"
dotnet publish tests/FunctionalNet.Fuzz -c Release -o "$program" -p:RunAnalyzers=false --nologo -v quiet
cp -r "$program" "$program.instrumented"
"$out/tools/sharpfuzz" "$program.instrumented/FunctionalNet.dll"
# Images are read by a package, and decoded by another.
case $reader in image | png) for dll in FunctionalNet.Images StbImageSharp; do "$out/tools/sharpfuzz" "$program.instrumented/$dll.dll"; done ;; esac

# afl-fuzz looks for native instrumentation, for a fast processor and for a handler of crashes: none of it matters here.
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_QUIET=1 AFL_ALLOW_TMP=1
# A file in memory, for the reader.
place=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$place"' EXIT
target=("$(command -v dotnet)" "$program.instrumented/FunctionalNet.Fuzz.dll" "$reader" "$place/file")

rm -rf "${out:?}/$reader"
mkdir -p "$out/$reader"
# Long inputs teach nothing that short ones do not.
afl-fuzz -i "$corpus" -o "$out/$reader" -V "$seconds" -G 8192 -x tests/FunctionalNet.Fuzz/tokens.dict -m none -t 10000 -- "${target[@]}" >"$out/$reader.log" 2>&1 || { tail -n 20 "$out/$reader.log"; exit 1; }
grep -E '^(execs_done|execs_per_sec|corpus_count|corpus_found|edges_found|saved_crashes|saved_hangs|run_time) ' "$out/$reader/default/fuzzer_stats"

mkdir "$place/all" "$out/$reader/new"
cp "$corpus"/* "$place/all"
find "$out/$reader/default/queue" -maxdepth 1 -type f -exec cp -n {} "$place/all" \;
# Its output must be a relative path.
afl-cmin -e -i "$place/all" -o "$out/$reader/few" -m none -t 10000 -- "${target[@]}" >"$out/$reader.log" 2>&1 || { tail -n 20 "$out/$reader.log"; exit 1; }
known=$(sha256sum "$corpus"/*)
for input in "$out/$reader/few"/*; do
    name=$(sha256sum <"$input" | head -c 16)
    grep -q "^$name" <<<"$known" || cp "$input" "$out/$reader/new/$name"
done
echo "new inputs        : $(ls "$out/$reader/new" | wc -l)"

mkdir "$out/$reader/findings"
find "$out/$reader/default/crashes" "$out/$reader/default/hangs" -type f -name 'id*' -exec cp {} "$out/$reader/findings" \;
timeout 600 dotnet "$program/FunctionalNet.Fuzz.dll" "$reader" "$place/file" "$out/$reader/findings"
[ -z "$(ls "$out/$reader/findings")" ]
