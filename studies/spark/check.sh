#!/usr/bin/env bash
# Is a sweep on a Spark cluster the same bytes as one on this machine? A master and two workers run on loopback, and one
# executor is killed in the middle. Takes some two minutes of two cores; exit status 1 if anything differs.
#   studies/spark/check.sh [PORT]      PORT to PORT+3 must be free (default: 17077)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
port=${1:-17077}
work=$(mktemp -d)
started=()

finish() {
  local process
  for process in ${started[@]+"${started[@]}"}; do
    kill "$process" 2> /dev/null || true
  done
  wait
  rm -rf "$work"
}
trap finish EXIT

fail() {
  printf 'check.sh: %s\n' "$*" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}

# wait_until WHAT COMMAND: waits a minute at most until the command succeeds
wait_until() {
  local what=$1 tries
  shift
  for ((tries = 0; tries < 120; tries++)); do
    if "$@" 2> /dev/null; then
      return
    fi
    sleep 0.5
  done
  fail "$what: not within a minute"
}

answers() {
  (: < "/dev/tcp/127.0.0.1/$1")
}

# made FOLDER COUNT: whether so many cells are done
made() {
  (($(find "$1/done" -name '[0-9a-f]*.json' | wc -l) >= $2))
}

cat > "$work/net.yaml" << 'END'
input: [1, 28, 28]
layers:
  - conv2d: {channels: ${channels}, kernel: 3}
  - relu
  - flatten
  - dense: {units: 10}
END
cat > "$work/sweep.yaml" << 'END'
model: net.yaml
data: glyphs
train-samples: 500
epochs: 15
axes:
  channels: [4, 8]
  rate: [0.001, 0.01, 1e30]
  seed: [0, 1, 2, 3]
measures: [frobenius, output-margin, input-margin]
END

# sweep PART NAME OPTION...
sweep() {
  local part=$1 name=$2
  shift 2
  studies/spark/run sweep "$part" "$work/sweep.yaml" --folder "$work/$name" "$@"
}

# The rate of 1e30 diverges, so runs end with 1.
run() {
  local status=0
  sweep run "$1" --store "$work/store-$1" "${@:2}" > "$work/$1.log" 2>&1 || status=$?
  ((status == 1)) || fail "the run $1 ended with $status"
}

for name in here there; do
  sweep plan "$name"
done
run here

# Spark finds itself in a folder of jars
mkdir "$work/home"
ln -s "$PWD/studies/spark/target/lib" "$work/home/jars"
export SPARK_HOME=$work/home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
java -Xmx256m -Dspark.master.rest.enabled=false -cp 'studies/spark/target/lib/*' org.apache.spark.deploy.master.Master \
  --host 127.0.0.1 --port "$port" --webui-port $((port + 1)) > "$work/master.log" 2>&1 &
started+=($!)
wait_until 'the master answers' answers "$port"
for number in 2 3; do
  java -Xmx256m -cp 'studies/spark/target/lib/*' org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port $((port + number)) \
    --cores 1 --memory 1g --work-dir "$work/worker-$number" "spark://127.0.0.1:$port" > "$work/worker-$number.log" 2>&1 &
  started+=($!)
done
worker=$!

export ASSAY_JAVA_OPTS='-Dspark.executor.memory=700m -Dspark.driver.host=127.0.0.1 -Dspark.driver.bindAddress=127.0.0.1'
run there --spark "spark://127.0.0.1:$port" &
driver=$!
wait_until 'cells are made' made "$work/there" 3
executor=$(pgrep -P "$worker" -f CoarseGrainedExecutorBackend) || fail 'there is no executor to kill'
kill -9 "$executor"
before=$(find "$work/there/done" -name '*.json' | wc -l)
wait "$driver" || exit 1

for name in here there; do
  sweep collect "$name"
done
for file in networks.csv networks.parquet networks.json; do
  cmp "$work/here/$file" "$work/there/$file" || fail "$file differs"
done
diff <(ls "$work/store-here/cells") <(ls "$work/store-there/cells") || fail 'results have other names, so the code counts as another one'
echo "24 cells; an executor was killed after $before were done; tables and names of results are the same bytes"
