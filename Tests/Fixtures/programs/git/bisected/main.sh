# Finds the commit that broke a check by running it at each step.
export GIT_AUTHOR_NAME=Eve GIT_AUTHOR_EMAIL=e@example.org GIT_COMMITTER_NAME=Eve GIT_COMMITTER_EMAIL=e@example.org
git init -q -b main .
for n in $(seq 10 24); do
    export GIT_AUTHOR_DATE="15000000$n +0000" GIT_COMMITTER_DATE="15000000$n +0000"
    echo "$((n < 19 ? n : -n))" > number
    git add number && git commit -qm "Set $n"
done
git bisect start HEAD HEAD~14 > /dev/null
git bisect run sh ./check.sh | grep -v '^running\|^ \|^$' | tail -n 8
git bisect log | grep '^git'
