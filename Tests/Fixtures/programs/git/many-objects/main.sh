# One commit of 400 files, and the patch of it: more than a megabyte.
export GIT_AUTHOR_NAME=C GIT_AUTHOR_EMAIL=c@example.org GIT_AUTHOR_DATE='1500000000 +0000'
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org GIT_COMMITTER_DATE='1500000000 +0000'
git init -q -b main work && cd work
mkdir files
seq 1 80000 | awk '{ print $1 * $1 % 99991, "of", $1 > ("files/" int($1 / 200)) }'
git add files
git commit -qm 'Many files'
git show --stat --format=%s | tail -n 1
git show
