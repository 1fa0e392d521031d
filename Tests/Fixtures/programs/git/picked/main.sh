# Cherry-picking, reverting, tagging, stashing, blaming and resetting.
export GIT_AUTHOR_NAME=Dee GIT_AUTHOR_EMAIL=d@example.org GIT_AUTHOR_DATE='1400000000 -0700'
export GIT_COMMITTER_NAME=Dee GIT_COMMITTER_EMAIL=d@example.org GIT_COMMITTER_DATE='1400000000 -0700'
git init -q -b main work && cd work
for n in 1 2 3; do
    echo "line $n" >> file
    git add file && git commit -qm "Add line $n"
done
git tag -a v1 -m 'Version one' HEAD~1
git describe
git switch -c side v1
echo side > other && git add other && git commit -qm 'Add other'
git switch -q main
git cherry-pick side > /dev/null && git log --oneline --no-decorate
git revert --no-edit HEAD~1
echo dirty >> other && git stash -q && git stash list && git stash pop -q && git diff --stat
git blame -s file
git reset --hard v1
ls
