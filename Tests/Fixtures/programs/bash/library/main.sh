. ./lib/strings.sh
. lib/numbers.sh

while IFS=, read -r name values; do
    echo "$(capitalize "$name"): $(join ' + ' $values) = $(sum $values)"
done < table.csv
ls -1 lib table.csv
mkdir -p out/a && capitalize done > out/a/result && find out -type f -exec wc -c {} +
chmod 640 out/a/result && stat -c '%A %s %n' out/a/result
