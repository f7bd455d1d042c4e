#!/usr/bin/env bash
# Brings what checks BPMN files into a folder: the standard's schema (bpmn-moddle has it) and bpmn-js.
#
#   bash tests/drawing/tools.sh FOLDER
#
# Versions and sums are fixed; the registry is the one npm is set up for.
set -euo pipefail
folder="$1"
mkdir -p "$folder"
cd "$folder"

bring() {
  local name="$1" version="$2" sum="$3"
  [ -f "$name/.$version" ] && return
  npm pack --silent "$name@$version" >/dev/null
  echo "$sum  $name-$version.tgz" | sha512sum --check --quiet
  rm -rf package "$name"
  tar -xzf "$name-$version.tgz"
  mv package "$name"
  touch "$name/.$version"
  rm "$name-$version.tgz"
}

bring bpmn-moddle 10.3.1 c6327c1b3b1e4648e3334317feb383541ea2bfeae118bb7c1421c9228bcb02326c0c40148c84dfca225961ccc9e29a77c267ac6d8dec411ede453faae6eae854
bring bpmn-js 18.31.1 1dcecbceb8307dc051500748ff7f34436bf5309d75e5ab4611519a75ac0b7c36c7768fabf88926363f1fb983c5996825518b7529821a0b8e8e797d7a1c64ca43
