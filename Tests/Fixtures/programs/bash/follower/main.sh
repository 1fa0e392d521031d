mkfifo line
exec 3<> line
echo 'first' >&3
while read -r word <&3; do
    echo "got $word"
done
