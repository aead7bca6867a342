#!/usr/bin/env bash
# Does everything hold on a GPU? For a GPU host that has a driver, the CUDA libraries and perhaps Python with torch, but
# neither Java nor a network.
#
#   bench/gpu/check.sh bundle [FOLDER]   builds a folder to carry there (default: bench/target/gpu; below 64 MiB)
#   FOLDER/check.sh run                  there: contract tests, training, a study, benchmarks, PyTorch beside them; under
#                                        ten minutes (or the seconds in CHECK_SECONDS), a short table last; exit status 1
#                                        if anything failed, 3 without GPU
#
# BUNDLE_JDK names the JDK whose runtime is carried (default: JAVA_HOME, else that of javac); take one that brings its own
# libraries, such as Temurin. ASSAY_DATA, on the GPU host, adds MNIST and CIFAR-10 to the training runs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf 'check.sh: %s\n' "$*" >&2
  exit 1
}

# ---- Here: the bundle -------------------------------------------------------------------------------------------------
modules=java.base,java.desktop,java.logging,java.management,java.xml,jdk.management,jdk.unsupported
limit=$((64 << 20))

# Jars that the GPU host needs; OpenBLAS stays here (20 MB): plain Java takes its place.
copy_jars() {
  local root=$1 to=$2 jar
  for jar in "$root"/cli/target/lib/*.jar "$root"/bench/target/lib/*.jar; do
    case ${jar##*/} in
      openblas-*-linux-*) ;;
      *) cp "$jar" "$to/" ;;
    esac
  done
  rm -f "$to"/assay-cli-*.jar # the launcher's copy is assay-cli.jar
  cp "$root"/bench/target/assay-bench-*.jar "$to/"
}

# Of the presets' native parts, those that Assay calls.
trim_presets() {
  local jar=$1 jdk=$2 work=$3
  mkdir "$work/presets"
  (cd "$work/presets" && "$jdk/bin/jar" --extract --file "$jar" && cp META-INF/MANIFEST.MF "$work/manifest" &&
    find . -name 'libjni*.so' ! -name libjnicudart.so ! -name libjnicublas.so ! -name libjnicudnn.so ! -name libjninvrtc.so -delete &&
    rm -rf META-INF)
  rm "$jar"
  "$jdk/bin/jar" --create --file "$jar" --manifest "$work/manifest" -C "$work/presets" .
}

# version NAME: what the root pom.xml pins
version() {
  sed -n "s:.*<$1.version>\(.*\)</$1.version>.*:\1:p" "$root/pom.xml"
}

bundle() {
  local root out jdk javac artifact bytes
  root=$(cd "$here/../.." && pwd)
  out=${1:-$root/bench/target/gpu}
  javac=$(command -v javac) || fail "needs a JDK"
  jdk=${BUNDLE_JDK:-${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$javac")")")}}
  [[ -x $jdk/bin/jlink ]] || fail "no jlink in $jdk; name another JDK with BUNDLE_JDK"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$root" && mvn -q -B -pl cli,bench -am -DskipTests package)
  rm -rf "$out"
  mkdir -p "$out/lib" "$out/test"
  copy_jars "$root" "$out/lib"
  trim_presets "$(ls "$out"/lib/cuda-*-linux-*.jar)" "$jdk" "$work"
  "$jdk/bin/jar" --create --file "$out/test/engine-tests.jar" -C "$root/engine/target/test-classes" .
  for artifact in org.junit.platform:junit-platform-console-standalone:"$(version junit)" \
    org.assertj:assertj-core:"$(version assertj)"; do
    (cd "$root" && mvn -q -B dependency:copy -N -DoutputDirectory="$out/test" "-Dartifact=$artifact")
  done
  "$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$work/jre"
  rm -rf "$work/jre/legal"
  # packed outside, where all files share one window
  tar -C "$work" -cf - jre | gzip -9 > "$out/jre.tgz"
  cp "$here/check.sh" "$root/bench/peers/torch_gpu.py" "$out/"
  bytes=$(find "$out" -type f -printf '%s\n' | awk '{s += $1} END {print s}')
  awk -v b="$bytes" -v l="$limit" -v o="$out" 'BEGIN {printf "%s: %.1f MiB of %d\n", o, b / 1048576, l / 1048576; exit b > l}' ||
    fail "too large to carry"
}

# ---- There: the run ---------------------------------------------------------------------------------------------------
table=()
failed=0
budget=${CHECK_SECONDS:-580}

# step NAME SECONDS COMMAND...: runs it with a time limit, keeps its output, and a row of the table
step() {
  local name=$1 seconds=$2 began=$SECONDS state=ok left=$((budget - SECONDS))
  shift 2
  : > "$work/out"
  if ((left < 10)); then
    table+=("$(printf '%-34s not run: no time left' "$name")")
    failed=1
    return
  fi
  ((seconds < left)) || seconds=$left
  printf '\n== %s\n' "$name"
  if ! timeout "$seconds" "$@" > "$work/out" 2>&1; then
    state=FAILED
    failed=1
  fi
  tail -n 40 "$work/out"
  table+=("$(printf '%-34s %-7s %4d s  %s' "$name" "$state" $((SECONDS - began)) "$(summary < "$work/out")")")
}

# The lines that say most: of tests the counts, of a training run its accuracy, of a study its medians.
summary() {
  grep -E 'tests (successful|failed)|^test accuracy|^median' | sed -e 's/^[[ ]*//; s/ *]$//' | paste -sd ';' | sed -e 's/;/; /g' |
    cut -c 1-130
}

# compare ASSAY PYTORCH: samples per second side by side; both files have lines of 15 columns for the network, 46 for
# "what | how", then the number. Of PyTorch's ways the best counts.
compare() {
  awk '
    function trim(text) { gsub(/^ +| +$/, "", text); return text }
    substr($0, 17, 46) ~ / \| / {
      split(substr($0, 17, 46), part, " \\| ")
      key = sprintf("%-15s %-28s", trim(substr($0, 1, 15)), trim(part[1])); how = trim(part[2])
      split(trim(substr($0, 63)), number, " +")
      if (number[1] !~ /^[0-9]+$/) next
      if (!(key in seen)) { seen[key] = 1; order[++count] = key }
      if (FILENAME == ARGV[1]) ours[key, how] = number[1]
      else if (number[1] > best[key]) { best[key] = number[1]; way[key] = how }
    }
    END {
      printf "%-44s %10s %10s %10s  %5s\n", "samples/s", "graphs", "no graphs", "PyTorch", "ratio"
      for (i = 1; i <= count; i++) {
        key = order[i]; mine = ours[key, "graphs"]
        printf "%-44s %10s %10s %10s  %5s  %s\n", key, mine, ours[key, "no graphs"], best[key],
          mine && best[key] ? sprintf("%.2f", mine / best[key]) : "", way[key]
      }
    }' "$1" "$2"
}

run() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  [[ -f $here/jre.tgz ]] || fail "run is for the carried folder; make it with: bench/gpu/check.sh bundle"
  tar -C "$work" -xzf "$here/jre.tgz"
  java=$work/jre/bin/java
  options=(-Xmx8g -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 "-Dorg.bytedeco.javacpp.cachedir=$work/javacpp")
  if "$java" --enable-native-access=ALL-UNNAMED -version > "$work/out" 2>&1; then
    options+=(--enable-native-access=ALL-UNNAMED)
  fi
  local assay=("$java" "${options[@]}" -cp "$here/lib/*" dev.assay.cli.Main) data
  echo '== machine'
  nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2> /dev/null || echo 'no nvidia-smi'
  "${assay[@]}" doctor | grep -E 'java|processor|kernels|gpu'
  if ! "${assay[@]}" train linear --data glyphs --train-samples 256 --epochs 1 --backend cuda -o "$work/first" > "$work/out" 2>&1; then
    cat "$work/out"
    echo 'No usable GPU here: nothing was checked. (ASSAY_CUDA=force looks even where the system shows no device.)'
    exit 3
  fi
  local tests=("$java" "${options[@]}" -cp "$here/lib/*:$here/test/*" org.junit.platform.console.ConsoleLauncher execute
    --disable-banner --details=summary --disable-ansi-colors)
  step 'contract tests' 150 "${tests[@]}" -c dev.assay.backend.BackendContractTest -c dev.assay.backend.DivergenceContractTest
  step 'graphs, networks, gradients' 60 "${tests[@]}" -c dev.assay.backend.cuda.RecorderTest -c dev.assay.backend.cuda.CudaBackendTest \
    -c dev.assay.backend.cuda.CudnnConvolutionTest \
    -c dev.assay.nn.NetworkTest -c dev.assay.nn.GradientCheckTest -c dev.assay.train.TrainerTest -c dev.assay.tensor.WorkspaceTest
  step 'benchmarks' 120 "$java" "${options[@]}" -cp "$here/lib/*" dev.assay.bench.GpuBenchmark
  cp "$work/out" "$work/assay"
  : > "$work/torch"
  if command -v python3 > /dev/null && python3 -c 'import torch' 2> /dev/null; then
    step 'PyTorch on the same card' 120 python3 "$here/torch_gpu.py"
    cp "$work/out" "$work/torch"
  fi
  step 'train cnn, glyphs, cuda' 30 "${assay[@]}" train cnn --data glyphs --epochs 3 --backend cuda -o "$work/cuda"
  step 'train cnn, glyphs, cpu' 30 "${assay[@]}" train cnn --data glyphs --epochs 3 --backend cpu -o "$work/cpu"
  step 'margins, cuda' 30 "${assay[@]}" margins "$work/cuda" --samples 200 --backend cuda -o "$work/margins-cuda"
  step 'margins, cpu' 30 "${assay[@]}" margins "$work/cuda" --samples 200 --backend cpu -o "$work/margins-cpu"
  for data in mnist cifar-10; do
    if [[ -d ${ASSAY_DATA:-/nowhere}/$data ]]; then
      for backend in cuda cpu; do
        step "train cnn, $data, $backend" 30 "${assay[@]}" train cnn --data "$data" --epochs 2 --backend $backend -o "$work/$data-$backend"
      done
    fi
  done
  printf '\n== summary (%d s)\n' "$SECONDS"
  printf '%s\n' "${table[@]}"
  printf '\n'
  grep -hE 'TFLOP/s' "$work/assay" "$work/torch" || true
  compare "$work/assay" "$work/torch"
  exit "$failed"
}

case ${1:-} in
  bundle) bundle "${@:2}" ;;
  run) run ;;
  *)
    sed -n '2,12p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
