export GIT_CEILING_DIRECTORIES=${PWD%/*}
git log
echo "log: $?"
git init -q -b main .
git rev-parse --verify no-such-branch
echo "rev-parse: $?"
git checkout missing.txt
echo "checkout: $?"
set -e
git frobnicate
echo 'never printed'
