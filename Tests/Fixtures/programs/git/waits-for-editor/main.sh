# A commit waits for an editor that never ends.
export GIT_AUTHOR_NAME=Hal GIT_AUTHOR_EMAIL=h@example.org GIT_COMMITTER_NAME=Hal GIT_COMMITTER_EMAIL=h@example.org
git init -q -b main work && cd work
echo 1 > a && git add a && git status --short
GIT_EDITOR='sh -c "echo editing; exec sleep 30" editor' git commit
echo 'never printed'
