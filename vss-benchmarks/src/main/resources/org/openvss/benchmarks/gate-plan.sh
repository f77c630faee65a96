#!/usr/bin/env bash
# What an administrator would write: freeze every volume, clone every image, thaw every volume.
#
# Arguments: MOUNT_POINT IMAGE TARGET for each volume. The targets must not exist.
# Says "freezing" before the first freeze and "thawed" after the last thaw: whoever reads it has the clock.
set -eu

volumes=() images=() targets=()
while [ $# -gt 0 ]; do
    # fsfreeze below a mount point would freeze the file system above it
    mountpoint -q -- "$1" || { echo "$1 is not a mount point" >&2; exit 1; }
    volumes+=("$1") images+=("$2") targets+=("$3")
    shift 3
done

frozen=()
thaw() {
    for volume in "${frozen[@]}"; do fsfreeze -u -- "$volume" || true; done
}
trap thaw EXIT

echo freezing
for volume in "${volumes[@]}"; do
    fsfreeze -f -- "$volume"
    frozen+=("$volume")
done
for index in "${!volumes[@]}"; do
    cp --reflink=always -- "${images[index]}" "${targets[index]}"
done
for volume in "${volumes[@]}"; do
    fsfreeze -u -- "$volume"
    frozen=("${frozen[@]:1}")
done
echo thawed
