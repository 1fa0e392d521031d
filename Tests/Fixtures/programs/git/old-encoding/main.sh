# Content that is no UTF-8 comes out of the object store as it went in.
git init -q -b main .
hash=$(git hash-object -w --stdin)
echo "$hash"
git cat-file -t "$hash"
git cat-file blob "$hash"
git cat-file blob "$hash" | git hash-object --stdin
