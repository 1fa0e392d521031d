alias ignored=true
export COUNT=$count
note second
touch a.x b.y
sh -c 'echo "$COUNT in $(basename "$PWD")"'
