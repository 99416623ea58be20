#!/bin/sh
# The cheat sheet needs Pango. Say so in one line, or install it where that is ours to do.
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
for file in libpango-1.0 libpangoft2-1.0; do
    found=$(.venv/bin/python -c "import ctypes.util; print(ctypes.util.find_library('${file#lib}') or '')")
    [ -n "$found" ] || missing=yes
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && exec apt-get install -y -qq $packages
fi
echo "Pango is missing; on Debian or Ubuntu: sudo apt-get install $packages" >&2
exit 4
