#!/bin/sh
# The cheat sheet needs Pango, and is made quicker with HarfBuzz's subsetter. Say so in one line, or install
# them where that is ours to do.
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
for file in pango-1.0 pangoft2-1.0 harfbuzz-subset; do
    found=$(.venv/bin/python -c "import ctypes.util; print(ctypes.util.find_library('$file') or '')")
    [ -n "$found" ] || missing="$missing $file"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq $packages >/dev/null && exit 0
fi
[ "$missing" = " harfbuzz-subset" ] && exit 0
echo "Pango is missing; on Debian or Ubuntu: sudo apt-get install $packages" >&2
exit 4
