# A hook refuses a commit; what it says goes to standard error, the exit code is the commit's.
export GIT_AUTHOR_NAME=Fay GIT_AUTHOR_EMAIL=f@example.org GIT_AUTHOR_DATE='1300000000 +0000'
export GIT_COMMITTER_NAME=Fay GIT_COMMITTER_EMAIL=f@example.org GIT_COMMITTER_DATE='1300000000 +0000'
git init -q -b main work && cd work
cat > .git/hooks/commit-msg << 'END'
#!/bin/sh
grep -q '^[A-Z]' "$1" || { echo "refused: $(head -n 1 "$1")" >&2; exit 1; }
END
chmod +x .git/hooks/commit-msg
echo 1 > a && git add a
git commit -m 'Good message' | tail -n 2
echo 2 > a
git commit -am 'bad message'
