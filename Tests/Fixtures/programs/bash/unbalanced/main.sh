for file in *.txt; do
    if [ -s "$file" ]; then
        echo "$file"
done
