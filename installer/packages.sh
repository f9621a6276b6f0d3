# SPDX-FileCopyrightText: 2026 The Envision3D authors
# SPDX-License-Identifier: MIT
#
# install_packages: installs those packages of installer/packages.txt that are missing. As root directly, otherwise through
# sudo; where neither works it prints the one line that does it and ends with status 4. Sourced by installer/run and tests/run.

install_packages() {
  local root=$1 package missing=()
  while read -r package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done < <(sed 's/#.*//' "$root/installer/packages.txt" | tr -s ' \t' '\n' | grep -v '^$')
  [ "${#missing[@]}" -eq 0 ] && return 0

  echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
  local command=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 "${missing[@]}") as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=(sudo)
    else
      echo "These packages are missing and this user cannot install them. Run as root, then start again:" >&2
      echo "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
      exit 4
    fi
  fi
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${command[@]}" >&2; then
    # The usual reason is a package list that is missing or old.
    "${as_root[@]}" apt-get update >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${command[@]}" >&2
  fi
}
