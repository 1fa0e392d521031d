git init -q -b trunk tree && cd tree
mkdir src build
cp ../app.c src/app.c
echo 'not an object' > build/app.o
echo old | tee notes.txt > notes.bak
printf '%s\n' build/ '*.bak' > .gitignore
git add -A
git ls-files -s
git check-ignore -v build/app.o notes.bak
git count-objects | cut -d, -f1
