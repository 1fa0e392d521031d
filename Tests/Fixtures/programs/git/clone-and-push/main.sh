# A bare repository, two clones, and a push that is too late.
export GIT_AUTHOR_NAME=Gus GIT_AUTHOR_EMAIL=g@example.org GIT_AUTHOR_DATE='1200000000 +0000'
export GIT_COMMITTER_NAME=Gus GIT_COMMITTER_EMAIL=g@example.org GIT_COMMITTER_DATE='1200000000 +0000'
git init -q --bare -b main shared.git
git clone -q shared.git left 2>&1
git -C left commit -q --allow-empty -m start && git -C left push -q origin main
git clone -q shared.git right
git -C left commit -q --allow-empty -m left && git -C left push -q origin main
git -C right commit -q --allow-empty -m right
git -C right push -q origin main 2> refused
echo "push: $?"
grep -c 'non-fast-forward\|fetch first' refused
git -C right pull -q --rebase origin main && git -C right push -q origin main
git -C shared.git log --format='%h %s' main
git -C right status -sb
echo "$(git -C right rev-list --count HEAD) commits" >&2
