# Two branches change one line: the merge fails, is looked at, and mended.
export GIT_AUTHOR_NAME=Bob GIT_AUTHOR_EMAIL=bob@example.org GIT_AUTHOR_DATE='1700000000 +0100'
export GIT_COMMITTER_NAME=Bob GIT_COMMITTER_EMAIL=bob@example.org GIT_COMMITTER_DATE='1700000000 +0100'
git init -q -b main work && cd work
echo one > list && git add list && git commit -qm base
git switch -qc feature && echo two > list && git commit -qam feature
git switch -q main && echo three > list && git commit -qam main
git merge feature
code=$?
cat list
git status --porcelain
printf 'two\nthree\n' > list && git add list && git commit -qm merged
git log --graph --format='%s (%h)' --all
exit "$code"
