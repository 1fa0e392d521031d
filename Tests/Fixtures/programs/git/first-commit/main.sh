export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.org GIT_AUTHOR_DATE='2024-01-02T03:04:05+0000'
export GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=ann@example.org GIT_COMMITTER_DATE='2024-01-02T03:04:05+0000'

git init -q -b main project && cd project
echo 'hello' > greeting.txt
git add greeting.txt
git status --short
git commit -m 'Say hello'
echo 'hello, world' > greeting.txt
git diff
git commit -qam 'Say it to all'
git log --format='%H %an %s'
git cat-file -p HEAD
