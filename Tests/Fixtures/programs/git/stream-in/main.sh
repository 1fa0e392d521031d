# A history made from a stream, with names and paths beyond ASCII.
git init -q -b main .
git fast-import --quiet --date-format=raw
git log --format='%h %an <%ae> %ad%n  %s' --date=iso main
git -c core.quotePath=false ls-tree -r main
git ls-tree -r --name-only main
git show main:größe.txt
git shortlog -sn main
