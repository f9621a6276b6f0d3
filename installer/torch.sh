# SPDX-FileCopyrightText: 2026 The Envision3D authors
# SPDX-License-Identifier: MIT
#
# install_torch: fetches the wheels of installer/torch.txt and unpacks them, whole or not at all, into
# $ENVISION3D_LIBTORCH (default ${XDG_CACHE_HOME:-~/.cache}/envision3d/libtorch-2.11.0), which every build shares. Does
# nothing where that folder is there; of several at once one fetches and the others wait. Ends with status 4 where the
# wheels cannot be had, 5 where the disk is full. Sourced by installer/run and tests/run.

install_torch() {
  local root=$1
  local folder=${ENVISION3D_LIBTORCH:-${XDG_CACHE_HOME:-$HOME/.cache}/envision3d/libtorch-2.11.0}
  [ -e "$folder/torch/lib/libtorch_cpu.so" ] && return 0
  if [ -e "$folder" ]; then
    echo "'$folder' is there but holds no LibTorch. Remove it, or let ENVISION3D_LIBTORCH name another folder." >&2
    exit 4
  fi
  mkdir -p "$(dirname "$folder")"
  # The subshell holds the lock and ends with the status that the whole script should end with.
  (
    flock 9
    [ -e "$folder" ] || fetch_torch "$root" "$folder" # `set -e` does not reach in here
  ) 9>"$folder.lock" || exit $?
}

fetch_torch() {
  local root=$1 folder=$2 partial=$2.partial wheel free_mb
  rm -rf "$partial" # what an interrupted run left
  free_mb=$(df -Pm "$(dirname "$folder")" | awk 'NR == 2 { print $4 }')
  if [ "$free_mb" -lt 2000 ]; then
    echo "LibTorch needs 2 GB of free space at '$folder' while it is unpacked, and $free_mb MB are free there." >&2
    echo "Make room, or let ENVISION3D_LIBTORCH name a folder on another disk." >&2
    exit 5
  fi
  mkdir -p "$partial/wheels"
  echo "Fetching LibTorch (540 MB) into $folder" >&2
  # pip matches a platform's name exactly, so each wheel's own is given; the version is that of the pinned wheel.
  if ! python3 -m pip download --quiet --no-deps --only-binary=:all: --require-hashes -r "$root/installer/torch.txt" \
    --python-version 3.11 --implementation cp --abi cp311 --abi none \
    --platform manylinux_2_28_x86_64 --platform manylinux_2_25_x86_64 --platform manylinux2014_x86_64 \
    --dest "$partial/wheels" >&2; then
    rm -rf "$partial"
    echo "LibTorch could not be fetched (the reason is above). The networks need it; start again with the network reachable," >&2
    echo "copy the folder from another machine to '$folder', or build without: cmake -DENVISION3D_WITH_TORCH=OFF." >&2
    exit 4
  fi
  for wheel in "$partial/wheels"/*.whl; do
    if ! python3 -m zipfile -e "$wheel" "$partial"; then
      rm -rf "$partial"
      echo "LibTorch could not be unpacked beside '$folder' (the reason is above)." >&2
      exit 5
    fi
  done
  rm -rf "$partial/wheels"
  mv "$partial" "$folder"
}
