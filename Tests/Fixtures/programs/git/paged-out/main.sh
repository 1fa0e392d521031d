# The script ends itself between two steps of a repository's; what was written before is kept.
git init -q -b main work && cd work
echo 'kept' > file
git add file
git diff --cached --name-status
git ls-files --stage | cut -c 1-47
kill -TERM $$
sleep 5
