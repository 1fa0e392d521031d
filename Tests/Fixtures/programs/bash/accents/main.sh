while IFS= read -r word; do
    printf '%s %d %s %s %s\n' "$word" "${#word}" "${word^^}" "${word:0:1}" "$(rev <<< "$word")"
done
drinks=('naïve café' $'\u2603' $'\xc3\xb1')
printf '<%s>' "${drinks[@]/é/e}"
echo "→ $(printf '%s' 'Ω' | wc -c) bytes, $(printf '%s' 'Ω' | wc -m) character"
[[ ñ == [[:alpha:]] ]] && echo alphabetic
